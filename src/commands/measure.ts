import {
  crossValidate,
  modelHash,
  withOwnThresholds,
  type CrossValidated,
  type Example,
  type Model,
  type Thresholds,
} from '../classifier/index.js';
import {
  countLeaks,
  evaluate,
  heldoutExamples,
  judgeEvalGoals,
  outcomesOf,
  trainingExamples,
  trainingSketch,
  trainOptions,
  type EvaluatedUtterance,
} from '../evaluation/index.js';
import { KbError } from '../problem.js';
import type { EvalReport } from '../reporting/index.js';
import type { Workspace } from '../workspace/index.js';
import { note, type Context } from './context.js';
import { currentModel } from './model.js';
import { progressBar } from './progress.js';

const DEFAULT_FOLDS = 5;

/**
 * Measures the workspace's classifier: on `heldout/`, or by cross-validation where that is empty or `folds` is given.
 *
 * @throws {KbError} `eval/too-little-data`
 */
export async function measure(context: Context, workspace: Workspace, folds?: number): Promise<EvalReport> {
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
  const method = { kind: 'heldout' } as const;
  return reportOf(
    workspace,
    [],
    { recognised: 0, answer: 1 },
    { model: { hash: model ? modelHash(model) : null }, method },
  );
}

/** Measures a model on `heldout/`. */
function measureHeldout(workspace: Workspace, model: Model): EvalReport {
  const rows = recogniseAll(heldoutExamples(workspace), model);
  return reportOf(workspace, rows, model.thresholds, {
    model: { hash: modelHash(model) },
    method: { kind: 'heldout' },
  });
}

/** What a model makes of labelled utterances. */
export function recogniseAll(examples: readonly Example[], model: Model): readonly EvaluatedUtterance[] {
  return evaluated(examples, model.recogniseAll(examples.map(({ text }) => text)));
}

/** The figures of a workspace's utterances, and its goals held against them. */
export function reportOf(
  workspace: Workspace,
  rows: readonly EvaluatedUtterance[],
  thresholds: Thresholds,
  about: Pick<EvalReport, 'model' | 'method'>,
): EvalReport {
  // Those of kb.yaml were found on this classifier's confidences.
  const { thresholds: own } = workspace.settings.routing;
  const evaluation = evaluate(
    rows,
    about.method.kind === 'predictions' ? thresholds : withOwnThresholds(thresholds, own),
  );
  const texts = (examples: readonly { readonly text: string }[]): string[] => examples.map(({ text }) => text);
  return {
    ...evaluation,
    ...about,
    ...(about.method.kind === 'predictions'
      ? {}
      : { model: { ...about.model, trainedOn: trainingSketch(trainingExamples(workspace)) } }),
    leaks: about.method.kind === 'folds' ? 0 : countLeaks(texts(trainingExamples(workspace)), texts(rows)),
    goals: judgeEvalGoals(workspace.settings.goals.eval, evaluation),
    outcomes: outcomesOf(rows),
  };
}

async function crossValidated(context: Context, workspace: Workspace, folds: number): Promise<EvalReport> {
  const examples = trainingExamples(workspace);
  const { recognitions, thresholds } = await validate(context, workspace, folds);
  return reportOf(workspace, evaluated(examples, recognitions), thresholds, {
    model: { hash: null },
    method: { kind: 'folds', folds },
  });
}

/**
 * Cross-validates the workspace's utterances; with `before`, models that learn from another workspace's.
 *
 * @throws {KbError} `eval/too-little-data`
 */
export async function validate(
  context: Context,
  workspace: Workspace,
  folds = DEFAULT_FOLDS,
  before?: Workspace,
): Promise<CrossValidated> {
  const examples = trainingExamples(workspace);
  checkEnough(examples, folds);
  const of = before ? ', learning from those of then' : '';
  note(context, `cross-validating ${examples.length.toLocaleString('en')} utterances in ${folds} folds${of}`);
  const bar = progressBar(context, 'cross-validating');
  try {
    const options = { ...trainOptions(before ?? workspace), onProgress: bar.update };
    return await crossValidate(examples, options, folds, before && trainingExamples(before));
  } finally {
    bar.stop();
  }
}

export function evaluated(
  examples: readonly Example[],
  recognitions: CrossValidated['recognitions'],
): readonly EvaluatedUtterance[] {
  return examples.map(({ text, language, intent }, index) => {
    const recognition = recognitions[index];
    if (!recognition) throw new Error(`no recognition for example ${index}`);
    return { text, language, expected: intent, recognition };
  });
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
