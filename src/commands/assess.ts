import { assessPredictions, heldoutExamples, readPredictions } from '../evaluation/index.js';
import { KbError } from '../problem.js';
import { count } from '../reporting/index.js';
import { findWorkspace, openWorkspace, readGivenFile } from '../workspace/index.js';
import { note, type Context, type Outcome } from './context.js';
import { evalOutcome, withComparison, type EvalFlags } from './eval.js';
import { reportOf } from './measure.js';

export interface AssessFlags {
  readonly format: EvalFlags['format'];
  readonly against?: string;
  readonly none?: readonly string[];
  readonly threshold: number;
  readonly answer: number;
}

/** `kb assess`: another system's predictions on the held-out utterances, with the report of `kb eval`. */
export async function runAssess(context: Context, file: string, flags: AssessFlags): Promise<Outcome> {
  const workspace = await openWorkspace(await findWorkspace(context.cwd, context.workspace));
  const heldout = heldoutExamples(workspace);
  if (heldout.length === 0) {
    throw new KbError({
      code: 'eval/too-little-data',
      severity: 'error',
      message: 'nothing is held out to assess predictions on',
      hint: 'bring utterances in with `kb import FILE --heldout`',
    });
  }
  const { predictions, problems } = readPredictions(await readGivenFile(context.cwd, file), file, flags.none ?? []);
  if (problems.length > 0) throw new KbError(problems);
  const { rows, missing, unknown, repeated, untold } = assessPredictions(heldout, predictions, flags.threshold);
  if (missing === heldout.length) {
    throw new KbError({
      code: 'assess/prediction',
      severity: 'error',
      message: 'none of its texts is held out',
      hint: 'predict the sentences of heldout/, word for word',
      file,
    });
  }
  if (missing > 0)
    note(context, `${count(missing, 'held-out utterance')} without a prediction: counted as not recognised`);
  if (unknown > 0) note(context, `${count(unknown, 'prediction')} of texts that are not held out: left out`);
  if (repeated > 0) note(context, `${count(repeated, 'prediction')} of texts that are predicted again below: left out`);
  if (untold > 0) {
    note(
      context,
      `${count(untold, 'prediction')} without a confidence: no threshold applies to them, and the figures that need one are left out`,
    );
  }
  const report = reportOf(
    workspace,
    rows,
    { recognised: flags.threshold, answer: Math.max(flags.threshold, flags.answer) },
    { model: { hash: null }, method: { kind: 'predictions', file } },
  );
  return evalOutcome(
    context,
    flags.against === undefined ? report : await withComparison(context, workspace, report, flags.against),
    flags.format,
  );
}
