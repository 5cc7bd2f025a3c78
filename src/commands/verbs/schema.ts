import { Argument } from 'commander';
import type { CommandLine } from './verb.js';

export function registerSchema({ verb, finish }: CommandLine): void {
  verb('schema', 'JSON Schemas of the formats, for editors')
    .addArgument(
      new Argument('[format]', 'one of them; all without it').choices([
        'kb',
        'article',
        'intent',
        'scenario',
        'decisions',
        'stats',
      ]),
    )
    .action(async (format: string | undefined) => {
      const { runSchema } = await import('../schema.js');
      await finish({}, () => runSchema(format));
    });
}
