import { foldOf, type Example } from '../classifier/index.js';
import type { NextEdit } from './next.js';
import { counted, groupBy, recogniseFold, suspectsFrom, type Baseline, type Row, type Train } from './next-trial.js';

/** A line is moved where another intent is so many times likelier. */
const MISPLACED = 100;
const INNER_FOLDS = 3;

/** Trainings that a trial of moves takes. */
export const MOVE_TRAININGS = INNER_FOLDS + 2;

/**
 * Moves all suspect lines, as one edit: a few lines change less than training again does by chance, so that only all of
 * them together can be tried.
 *
 * Where labels are right and sentences merely hard, a model is as sure of its mistakes as where they are wrong, and to move
 * them does harm. So it is tried whether this way of finding lines pays here: found among the other folds alone, and moved
 * there, they must not make the tried folds worse, all of whose lines count as they stand. Were the lines found with the
 * tried folds' help, they would fit these in any case.
 */
export async function tryMoves(baseline: Baseline, train: Train): Promise<readonly NextEdit[]> {
  const lines = suspectsFrom(baseline, MISPLACED);
  if (lines.length === 0) return [];
  const { examples, folds } = baseline;
  const tested = [...examples.keys()].filter((i) => (folds[i] as number) < baseline.tried);
  const others = examples.filter((_, i) => (folds[i] as number) >= baseline.tried);
  const recogniseTested = async (training: readonly Example[]): Promise<readonly Row[]> =>
    (await train(training))
      .recogniseAll(tested.map((i) => (examples[i] as Example).text))
      .map((recognition, at) => [tested[at] as number, recognition]);
  const recognitions = baseline.recognitions.slice();
  for (const [i, recognition] of await recogniseTested(others)) recognitions[i] = recognition;
  const rows = await recogniseTested(await withMoves(others, train));
  const { tried, changed } = counted({ ...baseline, recognitions }, rows);
  const gained = tried.after - tried.before;
  // Half a standard error: a small gain may look like a small loss, a harm hardly does.
  if (gained < -Math.sqrt(changed) / 2) return [];
  const from = [...groupBy(lines, ({ intent }) => intent)].toSorted(([, a], [, b]) => b.length - a.length);
  return [
    {
      kind: 'move',
      intents: from.map(([intent]) => intent),
      gain: (1000 * Math.max(gained, 0)) / Math.max(rows.length, 1),
      tried,
      lines,
      parts: [],
      cost: null,
      write: 0,
    },
  ];
}

/** Examples with the lines moved that are suspect to models that learned from these examples alone. */
async function withMoves(examples: readonly Example[], train: Train): Promise<readonly Example[]> {
  const baseline = { examples, folds: foldOf(examples, INNER_FOLDS), tried: INNER_FOLDS };
  const recognitions: Baseline['recognitions'][number][] = [];
  for (let fold = 0; fold < INNER_FOLDS; fold += 1) {
    const { rows } = await recogniseFold(baseline, fold, examples, train);
    for (const [i, recognition] of rows) recognitions[i] = recognition;
  }
  const suspects = suspectsFrom({ ...baseline, recognitions }, MISPLACED);
  const moved = new Map(suspects.map(({ index, suggested }) => [index, suggested]));
  return examples.map((example, i) => ({ ...example, intent: moved.get(i) ?? example.intent }));
}
