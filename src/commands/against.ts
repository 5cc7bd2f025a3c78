import { z } from 'zod';
import { fingerprint } from '../classifier/index.js';
import {
  compareOutcomes,
  heldoutExamples,
  outcomesOf,
  pairOutcomes,
  sharedTraining,
  trainingExamples,
  trainingSketch,
  trainOptions,
  type SavedOutcome,
  type TrainingSketch,
} from '../evaluation/index.js';
import { KbError } from '../problem.js';
import type { ComparisonReport, EvalReport } from '../reporting/index.js';
import { readGivenFile, type Workspace } from '../workspace/index.js';
import { note, type Context } from './context.js';
import { evaluated, recogniseAll, validate } from './measure.js';
import { BEFORE_FILE, currentModel, MODEL_FILE } from './model.js';
import { readRevision } from './revision.js';

/** What another model made of the same utterances. */
interface Before {
  readonly against: ComparisonReport['against'];
  readonly outcomes: readonly SavedOutcome[];
  readonly threshold: number | null;
  readonly trainedOn: TrainingSketch | undefined;
}

/**
 * Holds a report of now against another model: the one of a git revision, which is trained and judged on the utterances of
 * now, or the one of a saved `kb.eval/1` report.
 *
 * @param against - a file whose name ends in `.json`, else a revision.
 * @throws {KbError} when there is no such revision or report, or nothing in it to compare with.
 */
export async function compareWith(
  context: Context,
  workspace: Workspace,
  now: EvalReport,
  against: string,
): Promise<ComparisonReport> {
  const before = /\.json$/i.test(against)
    ? await savedReport(context, against)
    : await revisionOutcomes(context, workspace, now, against);
  const { pairs, unpaired } = pairOutcomes(now.outcomes, before.outcomes);
  if (pairs.length === 0 && now.outcomes.length > 0) {
    throw new KbError({
      code: 'eval/nothing-to-compare',
      severity: 'error',
      message: 'the report knows none of the utterances that are measured now',
      hint: 'compare reports of one held-out set',
      file: against,
    });
  }
  const told = now.outcomes.some(({ confidence }) => confidence !== null);
  const models = {
    thresholds: { before: before.threshold, after: told ? now.summary.threshold : null },
    shared: before.trainedOn && now.model.trainedOn ? sharedTraining(before.trainedOn, now.model.trainedOn) : 0,
  };
  return {
    ...compareOutcomes(pairs, models, workspace.settings.model.seed),
    against: before.against,
    unpaired,
  };
}

async function revisionOutcomes(
  context: Context,
  workspace: Workspace,
  now: EvalReport,
  revision: string,
): Promise<Before> {
  const { commit, workspace: then } = await readRevision(workspace.root, revision);
  const against = { kind: 'revision', revision, commit } as const;
  const trainedOn = trainingSketch(trainingExamples(then));
  if (now.method.kind === 'folds') {
    const { recognitions, thresholds } = await validate(context, workspace, now.method.folds, then);
    const rows = evaluated(trainingExamples(workspace), recognitions);
    return { against, trainedOn, outcomes: outcomesOf(rows), threshold: thresholds.recognised };
  }
  note(context, `the model of ${revision} (${commit.slice(0, 12)})`);
  const [old, current] = [then, workspace].map((one) => fingerprint(trainingExamples(one), trainOptions(one)));
  const { model } = await currentModel(context, then, { file: old === current ? MODEL_FILE : BEFORE_FILE });
  const rows = recogniseAll(heldoutExamples(workspace), model);
  return { against, trainedOn, outcomes: outcomesOf(rows), threshold: model.thresholds.recognised };
}

const label = z.string().nullable();
const reportSchema = z.object({
  schema: z.literal('kb.eval/1'),
  model: z.object({
    trainedOn: z.object({ utterances: z.number(), hashes: z.array(z.string()) }).optional(),
  }),
  summary: z.object({ threshold: z.number() }),
  outcomes: z.array(
    z.object({
      text: z.string(),
      language: z.string(),
      expected: label,
      predicted: label,
      best: label,
      confidence: z.number().nullable(),
    }),
  ),
});

async function savedReport(context: Context, file: string): Promise<Before> {
  const text = await readGivenFile(context.cwd, file);
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    // It is told below as what it is not.
  }
  const read = reportSchema.safeParse(data);
  if (!read.success) {
    throw new KbError({
      code: 'eval/not-a-report',
      severity: 'error',
      message: 'not a report of `kb eval --format json` with its outcomes',
      hint: 'make one with `kb eval --format json --output FILE`',
      file,
    });
  }
  const { model, outcomes, summary } = read.data;
  const told = outcomes.some(({ confidence }) => confidence !== null);
  return {
    against: { kind: 'report', file },
    trainedOn: model.trainedOn,
    outcomes,
    threshold: told ? summary.threshold : null,
  };
}
