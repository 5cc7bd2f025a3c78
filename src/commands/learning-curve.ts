import { foldOf, trainModel, type Example, type Model } from '../classifier/index.js';
import { heldoutExamples, learningCurve, trainingExamples, trainOptions } from '../evaluation/index.js';
import { learningCurveReporters, pages, type LearningCurveReport } from '../reporting/index.js';
import { findWorkspace, openWorkspace } from '../workspace/index.js';
import { note, type Context, type Outcome } from './context.js';
import type { EvalFlags } from './eval.js';
import { checkEnough } from './measure.js';
import { currentModel } from './model.js';
import { progressBar } from './progress.js';

const DEFAULT_FOLDS = 5;

/** `kb eval --learning-curve`: on `heldout/`, or on one fold where that is empty or `--folds` is given. */
export async function runLearningCurve(context: Context, { format, folds }: EvalFlags): Promise<Outcome> {
  const workspace = await openWorkspace(await findWorkspace(context.cwd, context.workspace));
  const options = trainOptions(workspace);
  const all = trainingExamples(workspace);
  const heldout = heldoutExamples(workspace);
  const method: LearningCurveReport['method'] =
    folds === undefined && heldout.length > 0 ? { kind: 'heldout' } : { kind: 'fold', folds: folds ?? DEFAULT_FOLDS };
  checkEnough(all, method.kind === 'fold' ? method.folds : 1);
  const foldByExample = method.kind === 'fold' ? foldOf(all, method.folds) : undefined;
  const training = foldByExample ? all.filter((_, i) => foldByExample[i] !== 0) : all;
  const test = foldByExample ? all.filter((_, i) => foldByExample[i] === 0) : heldout;
  note(context, `training four times on up to ${training.length.toLocaleString('en')} utterances`);
  // The last training on everything is the one of `kb train`, which keeps it.
  const current = foldByExample ? undefined : (await currentModel(context, workspace)).model;
  const bar = progressBar(context, 'learning curve');
  try {
    const train = async (examples: readonly Example[]): Promise<Model> =>
      current !== undefined && examples.length === all.length ? current : trainModel(examples, options);
    const curve = await learningCurve(training, test, options.seed, train, bar.update);
    const report = { ...curve, method, tested: test.length };
    const output =
      format === 'html' ? await pages.learningCurve(report) : learningCurveReporters[format](report, context);
    return { output, exitCode: 0 };
  } finally {
    bar.stop();
  }
}
