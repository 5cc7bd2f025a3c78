import type { ExplainFlags } from '../explain.js';
import { reports, type CommandLine, type ReportFlags } from './verb.js';

export function registerExplain({ verb, finish }: CommandLine): void {
  reports(verb('explain', 'why an utterance is recognised as it is; or what a lint rule or a figure means'), [
    'table',
    'json',
  ])
    .argument('<text>', 'what a customer says, or an id such as utt/duplicate or metric/ece')
    .action(async (text: string, flags: ReportFlags & ExplainFlags) => {
      const { runExplain } = await import('../explain.js');
      await finish(flags, (context) => runExplain(context, text, flags));
    });
}
