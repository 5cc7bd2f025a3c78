import { InvalidArgumentError } from 'commander';
import type { LintFlags } from '../lint.js';
import { reports, today, type CommandLine, type ReportFlags } from './verb.js';

export function registerLint({ verb, finish }: CommandLine): void {
  reports(verb('lint', 'check everything that people wrote'), [
    'table',
    'compact',
    'json',
    'sarif',
    'junit',
    'github',
    'gitlab',
    'markdown',
    'html',
  ])
    .argument('[paths...]', 'only what is found in these files and folders, or has to do with them')
    .option('--rule <id...>', 'only these rules, even those that are off')
    .option('--changed <revision>', 'only what differs from a git revision, and what that breaks')
    .option('--quiet', 'show errors only')
    .option('--max-warnings <n>', 'fail with more warnings', parseCount)
    .option('--fix', 'mend what is safe to mend')
    .option('--fix-suggestions', 'mend more, with a question before each change')
    .option('--yes', 'answer the questions of --fix-suggestions with yes')
    .option('--dry-run', 'print what --fix would change, as a diff')
    .option('--update-baseline', 'write the findings of today to lint-baseline.json: from now on only new ones count')
    .option('--no-baseline', 'count old findings, too')
    .option('--model', 'also the rules that train a classifier')
    .option('--online', 'also ask whether external links work')
    .option('--no-cache', 'read everything anew')
    .option('--watch', 'run again whenever a file changes')
    .addOption(today())
    .option('--list-rules', 'the rules there are')
    .action(async (paths: readonly string[], flags: ReportFlags & LintFlags) => {
      const { runLint } = await import('../lint.js');
      await finish(flags, (context) => runLint(context, paths, flags));
    });
}

function parseCount(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError('It is a whole number.');
  return Number(value);
}
