import type { SearchFlags } from '../search.js';
import { reports, wholeNumber, type CommandLine, type ReportFlags } from './verb.js';

export function registerSearch({ verb, finish }: CommandLine): void {
  reports(verb('search', 'the articles that fit a question'), ['table', 'json'])
    .argument('<text>', 'the question')
    .option('-n, --limit <count>', 'articles at most', wholeNumber(1, 1000), 5)
    .action(async (text: string, flags: ReportFlags & SearchFlags) => {
      const { runSearch } = await import('../search.js');
      await finish(flags, (context) => runSearch(context, text, flags));
    });
}
