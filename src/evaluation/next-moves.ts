import type { NextEdit } from './next.js';
import { bestOf, counted, groupBy, suspectsFrom, tryAgain, type Baseline, type Train } from './next-trial.js';

/** A line is moved where another intent is so many times likelier. */
const MISPLACED = 100;
/** A moved line gains at least so much of a message: a lost line gains little that shows, but never harms. */
const LEAST_GAIN = 0.1;

/**
 * Moves all suspect lines, as one edit: a few lines change less than training again does by chance, so that only all of
 * them together can be tried.
 */
export async function tryMoves(baseline: Baseline, train: Train): Promise<readonly NextEdit[]> {
  const { examples, recognitions } = baseline;
  const lines = suspectsFrom(baseline, MISPLACED);
  if (lines.length === 0) return [];
  const moved = new Map(lines.map(({ index, suggested }) => [index, suggested]));
  const labelled = examples.map((example, i) => ({ ...example, intent: moved.get(i) ?? example.intent }));
  const rows = (await tryAgain(baseline, labelled, train)).filter(([i]) => !moved.has(i));
  // A misplaced line draws its like from where it belongs to where it stands: what was or is taken for these, or is one.
  const touched = new Set(lines.flatMap(({ intent, suggested }) => [intent, suggested]));
  const own = rows.filter(([i, after]) =>
    [examples[i]?.intent ?? null, bestOf(recognitions[i]), bestOf(after)].some((intent) => touched.has(intent)),
  );
  const { tried } = counted(baseline, own);
  const gain = Math.max(tried.after - tried.before, (LEAST_GAIN * lines.length * rows.length) / examples.length);
  const from = [...groupBy(lines, ({ intent }) => intent)].toSorted(([, a], [, b]) => b.length - a.length);
  return [
    {
      kind: 'move',
      intents: from.map(([intent]) => intent),
      gain: (1000 * gain) / Math.max(rows.length, 1),
      tried,
      lines,
      parts: [],
      cost: null,
      write: 0,
    },
  ];
}
