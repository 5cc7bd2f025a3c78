import type { AskFlags } from '../ask.js';
import { reports, speaker, type CommandLine, type ReportFlags } from './verb.js';

export function registerAsk({ verb, finish }: CommandLine): void {
  speaker(reports(verb('ask', 'what the service does with one question, and why'), ['table', 'json', 'markdown']))
    .argument('<text>', 'what the customer says')
    .action(async (text: string, flags: ReportFlags & AskFlags) => {
      const { runAsk } = await import('../ask.js');
      await finish(flags, (context) => runAsk(context, text, flags));
    });
}
