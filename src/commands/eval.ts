import type { GoalResult } from '../evaluation/index.js';
import { KbError } from '../problem.js';
import { comparisonInWords, evalReporters, goalValue, pages, type EvalReport } from '../reporting/index.js';
import { findWorkspace, openWorkspace } from '../workspace/index.js';
import type { Context, Outcome } from './context.js';
import { measure } from './measure.js';

export interface EvalFlags {
  readonly format: keyof typeof evalReporters | 'html';
  readonly folds?: number;
  readonly learningCurve?: boolean;
  readonly against?: string;
  readonly accept?: boolean;
  readonly history?: boolean;
  readonly tune?: boolean;
  readonly write?: boolean;
  readonly next?: boolean;
  readonly suspects?: boolean;
}

export async function runEval(context: Context, flags: EvalFlags): Promise<Outcome> {
  if (flags.learningCurve === true) {
    const { runLearningCurve } = await import('./learning-curve.js');
    return runLearningCurve(context, flags);
  }
  if (flags.write === true && flags.tune !== true) {
    throw new KbError({
      code: 'usage/invalid-value',
      severity: 'error',
      message: '--write writes what --tune finds',
      hint: 'give --tune too',
    });
  }
  const root = await findWorkspace(context.cwd, context.workspace);
  if (flags.history === true) {
    const { runHistory } = await import('./history.js');
    return runHistory(context, root, flags);
  }
  if (flags.tune === true) {
    const { runTune } = await import('./tune.js');
    return runTune(context, root, flags);
  }
  if (flags.next === true || flags.suspects === true) {
    const { runNext, runSuspects } = await import('./next.js');
    return flags.next === true ? runNext(context, root, flags) : runSuspects(context, root, flags);
  }
  const workspace = await openWorkspace(root);
  const measured = await measure(context, workspace, flags.folds);
  const report =
    flags.against === undefined ? measured : await withComparison(context, workspace, measured, flags.against);
  const outcome = await evalOutcome(context, report, flags.format);
  if (flags.accept === true) {
    const { accept } = await import('./history.js');
    await accept(context, workspace, report, outcome.exitCode === 0);
  }
  return outcome;
}

export async function withComparison(
  context: Context,
  workspace: Parameters<typeof measure>[1],
  report: EvalReport,
  against: string,
): Promise<EvalReport> {
  const { compareWith } = await import('./against.js');
  return { ...report, comparison: await compareWith(context, workspace, report, against) };
}

/** The report as text; it fails on a missed goal and on a real loss. */
export async function evalOutcome(context: Context, report: EvalReport, format: EvalFlags['format']): Promise<Outcome> {
  const missed = report.goals.filter(({ met }) => met === false);
  const reasons = [
    ...(report.comparison?.verdict === 'worse' ? [comparisonInWords(report.comparison)] : []),
    ...(missed.length > 0 ? [missedInWords(missed)] : []),
  ];
  return {
    output: format === 'html' ? await pages.eval(report) : evalReporters[format](report, context),
    exitCode: reasons.length > 0 ? 1 : 0,
    ...(reasons.length > 0 && { reason: reasons.join('; ') }),
  };
}

/** The line that names the gates that failed. */
export function missedInWords(missed: readonly GoalResult[]): string {
  const list = missed.map(
    ({ goal, value, target }) => `${goal} is ${goalValue(goal, value)}, the goal is ${goalValue(goal, target)}`,
  );
  return `goals missed: ${list.join('; ')}`;
}
