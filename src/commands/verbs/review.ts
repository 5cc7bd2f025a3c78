import type { ReviewFlags } from '../review.js';
import { parseDay, reports, today, wholeNumber, type CommandLine, type ReportFlags } from './verb.js';

export function registerReview({ verb, finish }: CommandLine): void {
  reports(verb('review', 'decide what becomes of mined topics: in the terminal, or from a file'), ['table', 'json'])
    .argument('[file...]', 'logs to mine instead of the imported conversations; redacted as they are read')
    .option('--decisions <file>', 'decisions in YAML or JSON instead of asking')
    .option('--save-decisions <file>', 'what was decided, as YAML for --decisions')
    .option('--dry-run', 'show what would be written, as a diff')
    .option('--since <date>', 'only what was said on this day or later', parseDay)
    .option('--channel <name>', 'only what came by this channel')
    .option('--segment <name>', 'only what customers of this segment said')
    .option('--language <tag>', 'only what was said in this language')
    .option('--clusters <n>', 'so many topics instead of as many as there seem to be', wholeNumber(1, 100_000))
    .addOption(today())
    .action(async (files: string[], flags: ReportFlags & ReviewFlags) => {
      const { runReview } = await import('../review.js');
      await finish(flags, (context) => runReview(context, files, flags));
    });
}
