import { recogniseUnseen, withOwnThresholds } from '../classifier/index.js';
import { isWorthWriting, trainingExamples, trainOptions, tuneThresholds } from '../evaluation/index.js';
import { pages, tuningReporters, type TuningReport } from '../reporting/index.js';
import { openWorkspace, setThresholds, SETTINGS_FILE, withLock, writeFiles } from '../workspace/index.js';
import { note, type Context, type Outcome } from './context.js';
import type { EvalFlags } from './eval.js';
import { checkEnough } from './measure.js';
import { currentModel } from './model.js';
import { progressBar } from './progress.js';

const DEFAULT_FOLDS = 5;

/** `kb eval --tune`: the answer thresholds that cost least; `--write` writes them into kb.yaml. */
export async function runTune(context: Context, root: string, flags: EvalFlags): Promise<Outcome> {
  const workspace = await openWorkspace(root);
  const examples = trainingExamples(workspace);
  const folds = flags.folds ?? DEFAULT_FOLDS;
  checkEnough(examples, folds);
  const { model } = await currentModel(context, workspace);
  note(
    context,
    `cross-validating ${examples.length.toLocaleString('en')} utterances in ${folds} folds, intents left out`,
  );
  const bar = progressBar(context, 'cross-validating');
  let report: TuningReport;
  try {
    const unseen = await recogniseUnseen(examples, { ...trainOptions(workspace), onProgress: bar.update }, folds);
    const current = withOwnThresholds(model.thresholds, workspace.settings.routing.thresholds);
    report = { ...tuneThresholds(unseen, current, workspace), current };
  } finally {
    bar.stop();
  }
  if (flags.write === true && !isWorthWriting(report)) {
    note(context, 'not written: the thresholds of now cost no more');
  } else if (flags.write === true) {
    await withLock(root, async () => {
      const { settingsText, settingsYaml } = await openWorkspace(root);
      await writeFiles(root, new Map([[SETTINGS_FILE, setThresholds(settingsText, settingsYaml, report.thresholds)]]));
    });
    note(context, `${SETTINGS_FILE}: routing.thresholds written`);
  }
  const { format } = flags;
  const output = format === 'html' ? await pages.tuning(report) : tuningReporters[format](report, context);
  return { output, exitCode: 0 };
}
