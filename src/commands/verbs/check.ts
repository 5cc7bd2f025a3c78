import type { CheckFlags } from '../check.js';
import { reports, today, type CommandLine, type ReportFlags } from './verb.js';

export function registerCheck({ verb, finish }: CommandLine): void {
  reports(verb('check', 'lint, train, evaluate, simulate, goals: the one gate for CI'), ['table', 'json', 'html'])
    .option(
      '--against <revision>',
      'fails where the model of a git revision, or of a saved JSON report, was really better',
    )
    .addOption(today())
    .action(async (flags: ReportFlags & CheckFlags) => {
      const { runCheck } = await import('../check.js');
      await finish(flags, (context) => runCheck(context, flags));
    });
}
