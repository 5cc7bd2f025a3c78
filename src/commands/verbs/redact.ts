import type { CommandLine } from './verb.js';

export function registerRedact({ verb, finish }: CommandLine): void {
  verb('redact', 'text on standard input, without its personal data on standard output').action(async () => {
    const { runRedact } = await import('../redact.js');
    await finish({}, runRedact);
  });
}
