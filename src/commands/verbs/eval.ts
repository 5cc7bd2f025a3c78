import { InvalidArgumentError, Option } from 'commander';
import type { EvalFlags } from '../eval.js';
import { reports, today, type CommandLine, type ReportFlags } from './verb.js';

export function registerEval({ verb, finish }: CommandLine): void {
  reports(verb('eval', 'measure the classifier on held-out utterances'), ['table', 'json', 'markdown', 'html'])
    .option('--folds <k>', 'cross-validate in k folds instead of using heldout/', parseFolds)
    .addOption(
      another(
        'learningCurve',
        '--learning-curve',
        'what a quarter, half and all of the utterances give, and what more would bring',
      ),
    )
    .option('--against <revision>', 'compare with the model of a git revision, or with a saved JSON report')
    .addOption(another('tune', '--tune', 'the answer thresholds that cost least by routing.costs'))
    .option('--write', 'with --tune: write them into kb.yaml')
    .addOption(
      another('next', '--next', 'what to edit next: up to ten edits, each tried on the model, by what they gain'),
    )
    .addOption(another('suspects', '--suspects', 'utterances that most likely stand under the wrong intent'))
    .option('--accept', "keep today's figures as a line of metrics.jsonl, if no gate fails")
    .addOption(another('history', '--history', 'the figures of accepted runs'))
    .addOption(today())
    .action(async (flags: ReportFlags & EvalFlags) => {
      const { runEval } = await import('../eval.js');
      await finish(flags, (context) => runEval(context, flags));
    });
}

const OTHERS = ['learningCurve', 'tune', 'next', 'suspects', 'history'];

/** A flag for another report than the figures: one at a time, and nothing is compared or accepted with it. */
function another(name: string, flag: string, description: string): Option {
  return new Option(flag, description).conflicts([...OTHERS.filter((other) => other !== name), 'against', 'accept']);
}

function parseFolds(value: string): number {
  const folds = Number(value);
  if (!Number.isInteger(folds) || folds < 2 || folds > 50)
    throw new InvalidArgumentError('It is a whole number from 2 to 50.');
  return folds;
}
