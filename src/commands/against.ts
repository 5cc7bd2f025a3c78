import { z } from 'zod';
import { fingerprint, trainModel } from '../classifier/index.js';
import {
  compareOutcomes,
  heldoutExamples,
  mostOutcomes,
  outcomesOf,
  pairOutcomes,
  sharedTraining,
  trainingExamples,
  trainingSketch,
  trainOptions,
  type TrainedOutcomes,
  type TrainingSketch,
} from '../evaluation/index.js';
import { KbError } from '../problem.js';
import type { ComparisonReport, EvalReport } from '../reporting/index.js';
import { readGivenFile, type Workspace } from '../workspace/index.js';
import { note, type Context } from './context.js';
import { evaluated, recogniseAll, validate } from './measure.js';
import { BEFORE_FILE, currentModel, MODEL_FILE } from './model.js';
import { commitOf } from './git.js';
import { progressBar } from './progress.js';
import { readRevision } from './revision.js';

/** What another model made of the same utterances. */
interface Before extends TrainedOutcomes {
  readonly against: ComparisonReport['against'];
  readonly trainedOn: TrainingSketch | undefined;
  /** The workspace that it learned from, where it is at hand and was trained once. */
  readonly workspace?: Workspace;
}

/** Trainings of either workspace, from seeds of their own, on which a loss must hold. */
const TRAININGS = 3;

/**
 * Holds a report of now against another model: the one of a git revision, which is trained and judged on the utterances of
 * now, or the one of a saved `kb.eval/1` report.
 *
 * One training is lucky, another one is not: where the revision's model was better, both are trained twice more, and what
 * most of the three make of each utterance is compared.
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
  const before = isReport(against)
    ? await savedReport(context, against)
    : await revisionOutcomes(context, workspace, now, against);
  const told = now.outcomes.some(({ confidence }) => confidence !== null);
  const trained = { outcomes: now.outcomes, threshold: told ? now.summary.threshold : null };
  const shared = before.trainedOn && now.model.trainedOn ? sharedTraining(before.trainedOn, now.model.trainedOn) : 0;
  const compare = (then: TrainedOutcomes, today: TrainedOutcomes, trainings: number): ComparisonReport => {
    const { pairs, unpaired } = pairOutcomes(today.outcomes, then.outcomes);
    if (pairs.length === 0 && now.outcomes.length > 0) {
      throw new KbError({
        code: 'eval/nothing-to-compare',
        severity: 'error',
        message: 'the report knows none of the utterances that are measured now',
        hint: 'compare reports of one held-out set',
        file: against,
      });
    }
    const models = { thresholds: { before: then.threshold, after: today.threshold }, shared };
    const comparison = compareOutcomes(pairs, models, workspace.settings.model.seed);
    return { ...comparison, against: before.against, unpaired, trainings };
  };
  const first = compare(before, trained, 1);
  if (first.verdict !== 'worse' || !before.workspace) return first;
  note(context, `a loss: ${TRAININGS - 1} more trainings of either tell whether it is luck`);
  const then = mostOutcomes([before, ...(await trainMore(context, before.workspace, workspace))]);
  const today = mostOutcomes([trained, ...(await trainMore(context, workspace, workspace))]);
  return compare(then, today, TRAININGS);
}

/**
 * Looks that there is what to compare with, before anything is measured.
 *
 * @throws {KbError} when there is no such revision or report.
 */
export async function checkAgainst(context: Context, root: string, against: string): Promise<void> {
  await (isReport(against) ? savedReport(context, against) : commitOf(root, against, '--against'));
}

function isReport(against: string): boolean {
  return /\.json$/i.test(against);
}

/** What further trainings, from other seeds, make of the held-out utterances of now. */
async function trainMore(context: Context, learned: Workspace, now: Workspace): Promise<readonly TrainedOutcomes[]> {
  const options = trainOptions(learned);
  const heldout = heldoutExamples(now);
  const trainings: TrainedOutcomes[] = [];
  for (let more = 1; more < TRAININGS; more += 1) {
    const bar = progressBar(context, 'training');
    try {
      const seeded = { ...options, seed: options.seed + more, onProgress: bar.update };
      const model = await trainModel(trainingExamples(learned), seeded);
      const outcomes = outcomesOf(recogniseAll(heldout, model));
      trainings.push({ outcomes, threshold: model.thresholds.recognised });
    } finally {
      bar.stop();
    }
  }
  return trainings;
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
  const outcomes = outcomesOf(rows);
  return {
    against,
    trainedOn,
    outcomes,
    threshold: model.thresholds.recognised,
    ...(now.method.kind === 'heldout' && { workspace: then }),
  };
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
