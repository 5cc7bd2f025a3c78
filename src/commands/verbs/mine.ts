import type { MineFlags } from '../mine.js';
import { parseDay, reports, today, wholeNumber, type CommandLine, type ReportFlags } from './verb.js';

export function registerMine({ verb, finish }: CommandLine): void {
  reports(verb('mine', 'what customers asked that nobody answers: grouped, counted, with a suggestion each'), [
    'table',
    'json',
    'csv',
    'markdown',
    'html',
  ])
    .argument('[file...]', 'logs to mine instead of the imported conversations; redacted as they are read')
    .option('--since <date>', 'only what was said on this day or later', parseDay)
    .option('--channel <name>', 'only what came by this channel')
    .option('--segment <name>', 'only what customers of this segment said')
    .option('--language <tag>', 'only what was said in this language')
    .option('--clusters <n>', 'so many topics instead of as many as there seem to be', wholeNumber(1, 100_000))
    .option('--compare <run>', 'what is new, grows or vanished since: LAST, or a copy of .kb/mined/last.json')
    .option('--fail-on-new <n>', 'exit code 1 when there are so many new topics', wholeNumber(1, 1_000_000))
    .option('--patch <file>', 'write what the suggestions come to as a diff for git apply')
    .option('--members', 'name every message: CONVERSATION#TURN')
    .addOption(today())
    .action(async (files: string[], flags: ReportFlags & MineFlags) => {
      const { runMine } = await import('../mine.js');
      await finish(flags, (context) => runMine(context, files, flags));
    });
}
