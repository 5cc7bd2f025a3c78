import { InvalidArgumentError } from 'commander';
import type { AssessFlags } from '../assess.js';
import { reports, type CommandLine, type ReportFlags } from './verb.js';

export function registerAssess({ verb, finish }: CommandLine): void {
  reports(verb('assess', "another system's predictions on the held-out utterances"), [
    'table',
    'json',
    'markdown',
    'html',
  ])
    .argument('<file>', 'JSON Lines: {"text", "intent", "confidence"}; intent null = not recognised')
    .option('--against <revision>', 'compare with the model of a git revision, or with a saved JSON report')
    .option('--none <name...>', 'intents of theirs that mean "not recognised"')
    .option('--threshold <share>', 'below this confidence an intent is not recognised', parseShare, 0)
    .option('--answer <share>', 'from this confidence on it may be answered', parseShare, 0)
    .action(async (file: string, flags: ReportFlags & AssessFlags) => {
      const { runAssess } = await import('../assess.js');
      await finish(flags, (context) => runAssess(context, file, flags));
    });
}

function parseShare(value: string): number {
  const share = Number(value);
  if (value.trim() === '' || !(share >= 0 && share <= 1)) throw new InvalidArgumentError('It is a number from 0 to 1.');
  return share;
}
