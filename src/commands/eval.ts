import { crossValidate, modelHash, type Example, type Model } from '../classifier/index.js';
import {
  countLeaks,
  evaluate,
  heldoutExamples,
  judgeEvalGoals,
  trainingExamples,
  trainOptions,
  type GoalResult,
} from '../evaluation/index.js';
import { KbError } from '../problem.js';
import { evalReporters, goalValue, type EvalReport } from '../reporting/index.js';
import { findWorkspace, openWorkspace, type Workspace } from '../workspace/index.js';
import { note, type Context, type Outcome } from './context.js';
import { currentModel } from './model.js';

export interface EvalFlags {
  readonly format: 'table' | 'json' | 'markdown';
  readonly folds?: number;
  readonly learningCurve?: boolean;
}

const DEFAULT_FOLDS = 5;

export async function runEval(context: Context, flags: EvalFlags): Promise<Outcome> {
  if (flags.learningCurve === true) {
    const { runLearningCurve } = await import('./learning-curve.js');
    return runLearningCurve(context, flags);
  }
  const workspace = await openWorkspace(await findWorkspace(context.cwd, context.workspace));
  const report = await measure(context, workspace, flags.folds);
  const missed = report.goals.filter(({ met }) => met === false);
  return {
    output: evalReporters[flags.format](report, context),
    exitCode: missed.length > 0 ? 1 : 0,
    ...(missed.length > 0 && { reason: missedInWords(missed) }),
  };
}

/**
 * Measures the workspace's classifier: on `heldout/`, or by cross-validation where that is empty or `folds` is given.
 *
 * @throws {KbError} `eval/too-little-data`
 */
async function measure(context: Context, workspace: Workspace, folds?: number): Promise<EvalReport> {
  if (folds !== undefined || workspace.heldout.length === 0) {
    return crossValidated(context, workspace, folds ?? DEFAULT_FOLDS);
  }
  const { model } = await currentModel(context, workspace);
  return measureHeldout(workspace, model);
}

/** The same with a model that is there already; nothing is measured where there is too little to measure on. */
export async function measureIfPossible(context: Context, workspace: Workspace, model?: Model): Promise<EvalReport> {
  if (model && heldoutExamples(workspace).length > 0) return measureHeldout(workspace, model);
  if (trainingExamples(workspace).length >= DEFAULT_FOLDS) return crossValidated(context, workspace, DEFAULT_FOLDS);
  const nothing = evaluate([], { recognised: 0, answer: 1 });
  return {
    ...nothing,
    model: { hash: model ? modelHash(model) : null },
    method: { kind: 'heldout' },
    leaks: 0,
    goals: judgeEvalGoals(workspace.settings.goals.eval, nothing),
  };
}

/** Measures a model on `heldout/`. */
function measureHeldout(workspace: Workspace, model: Model): EvalReport {
  const heldout = heldoutExamples(workspace);
  const rows = heldout.map(({ text, language, intent }) => ({
    text,
    language,
    expected: intent,
    recognition: model.recognise(text),
  }));
  const evaluation = evaluate(rows, model.thresholds);
  return {
    ...evaluation,
    model: { hash: modelHash(model) },
    method: { kind: 'heldout' },
    leaks: countLeaks(textsOf(trainingExamples(workspace)), textsOf(heldout)),
    goals: judgeEvalGoals(workspace.settings.goals.eval, evaluation),
  };
}

async function crossValidated(context: Context, workspace: Workspace, folds: number): Promise<EvalReport> {
  const examples = trainingExamples(workspace);
  checkEnough(examples, folds);
  note(context, `cross-validating ${examples.length.toLocaleString('en')} utterances in ${folds} folds`);
  const { recognitions, thresholds } = await crossValidate(examples, trainOptions(workspace), folds);
  const rows = examples.map(({ text, language, intent }, index) => {
    const recognition = recognitions[index];
    if (!recognition) throw new Error(`no recognition for example ${index}`);
    return { text, language, expected: intent, recognition };
  });
  const evaluation = evaluate(rows, thresholds);
  return {
    ...evaluation,
    model: { hash: null },
    method: { kind: 'folds', folds },
    leaks: 0,
    goals: judgeEvalGoals(workspace.settings.goals.eval, evaluation),
  };
}

/** @throws {KbError} `eval/too-little-data` */
export function checkEnough(examples: readonly Example[], folds: number): void {
  if (examples.length >= folds) return;
  throw new KbError({
    code: 'eval/too-little-data',
    severity: 'error',
    message: `${examples.length} utterances are too few for ${folds} folds`,
    hint: 'write more under intents/, or some to measure on under heldout/',
  });
}

function textsOf(examples: readonly { readonly text: string }[]): readonly string[] {
  return examples.map(({ text }) => text);
}

/** The line that names the gates that failed. */
export function missedInWords(missed: readonly GoalResult[]): string {
  const list = missed.map(
    ({ goal, value, target }) => `${goal} is ${goalValue(goal, value)}, the goal is ${goalValue(goal, target)}`,
  );
  return `goals missed: ${list.join('; ')}`;
}
