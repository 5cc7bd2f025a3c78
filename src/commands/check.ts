import { trainingExamples } from '../evaluation/index.js';
import type { Model } from '../classifier/index.js';
import { lintInParallel, type LintResult } from '../lint/index.js';
import { compareProblems, KbError, type Problem } from '../problem.js';
import {
  checkReporters,
  comparisonInWords,
  count,
  lintSummary,
  pages,
  type CheckReport,
  type SimulationReport,
} from '../reporting/index.js';
import { findWorkspace, readWorkspace, type Workspace } from '../workspace/index.js';
import type { Context, Outcome } from './context.js';
import { missedInWords, withComparison } from './eval.js';
import { commonLintOptions } from './lint-options.js';
import { unseenRecognitions } from './lint-recognitions.js';
import { measureIfPossible } from './measure.js';
import { currentModel } from './model.js';
import { simulation } from './simulate.js';

export interface CheckFlags {
  readonly format: keyof typeof checkReporters | 'html';
  /** A git revision or a saved report. */
  readonly against?: string;
}

export async function runCheck(context: Context, { format, against }: CheckFlags): Promise<Outcome> {
  const read = await readWorkspace(await findWorkspace(context.cwd, context.workspace));
  const { workspace } = read;
  const options = await commonLintOptions(context, workspace.root);
  const about = { name: workspace.settings.name, today: context.today };
  if (against !== undefined) await (await import('./against.js')).checkAgainst(context, workspace.root, against);
  const uncompared = against === undefined ? {} : { uncompared: against };
  if (read.problems.length > 0) {
    const found = await lintInParallel(read, options);
    // Figures of a workspace that is read in part would be figures of another workspace.
    const report = {
      ...about,
      lint: found,
      model: null,
      evaluation: null,
      simulation: null,
      passed: false,
      ...uncompared,
    };
    const reason = 'lint: there are files that cannot be read';
    return { output: await render(context, report, format), exitCode: 2, reason };
  }
  const current = trainingExamples(workspace).length > 0 ? await currentModel(context, workspace) : undefined;
  const measured = await measureIfPossible(context, workspace, current?.model);
  const isCompared = against !== undefined && measured.outcomes.length > 0;
  const evaluation = isCompared ? await withComparison(context, workspace, measured, against) : measured;
  const isLoss = evaluation.comparison?.verdict === 'worse';
  const simulated = current ? await replayScenarios(context, workspace, current.model) : NOT_SIMULATED;
  // It trains anyway: then the rules that ask a classifier can run, too.
  const recognitions = current && (await unseenRecognitions(context, workspace));
  const found = await lintInParallel(read, { ...options, ...(recognitions && { recognitions }) });
  const linted = withProblems(found, simulated.problems);
  const { errors } = lintSummary(linted);
  const missed = [...evaluation.goals, ...(simulated.report?.goals ?? [])].filter(({ met }) => met === false);
  const scenarios = simulated.report?.result.scenarios ?? { total: 0, passed: 0 };
  const failed = scenarios.total - scenarios.passed;
  const passed = errors === 0 && missed.length === 0 && failed === 0 && !isLoss;
  const reasons = [
    ...(errors > 0 ? [`lint: ${count(errors, 'error')}, none allowed`] : []),
    ...(failed > 0 ? [`simulate: ${failed} of ${count(scenarios.total, 'scenario')} not as expected`] : []),
    ...(evaluation.comparison && isLoss ? [comparisonInWords(evaluation.comparison)] : []),
    ...(missed.length > 0 ? [missedInWords(missed)] : []),
  ];
  const model = current && {
    intents: current.model.intents.length,
    utterances: current.model.trainedOn.utterances,
    trained: current.trained !== undefined,
  };
  return {
    output: await render(
      context,
      {
        ...about,
        lint: linted,
        model: model ?? null,
        evaluation,
        simulation: simulated.report ?? null,
        passed,
        ...(!isCompared && uncompared),
      },
      format,
    ),
    exitCode: simulated.problems.length > 0 ? 2 : passed ? 0 : 1,
    ...(reasons.length > 0 && { reason: reasons.join('; ') }),
  };
}

function render(context: Context, report: CheckReport, format: CheckFlags['format']): string | Promise<string> {
  return format === 'html' ? pages.check(report) : checkReporters[format](report, context);
}

interface Simulated {
  readonly report?: SimulationReport;
  readonly problems: readonly Problem[];
}

const NOT_SIMULATED: Simulated = { problems: [] };

/** The simulation, or why the scenarios can't be replayed: then the rest of the check still says what it found. */
async function replayScenarios(context: Context, workspace: Workspace, model: Model): Promise<Simulated> {
  try {
    return { report: await simulation(context, workspace, model, { format: 'json' }), problems: [] };
  } catch (error) {
    if (error instanceof KbError) return { problems: error.problems };
    throw error;
  }
}

function withProblems(linted: LintResult, problems: readonly Problem[]): LintResult {
  const place = ({ file, line }: Problem): string => JSON.stringify([file, line]);
  const told = new Set(linted.problems.map(place));
  const added = problems.filter((problem) => !told.has(place(problem)));
  return { ...linted, problems: [...linted.problems, ...added].toSorted(compareProblems) };
}
