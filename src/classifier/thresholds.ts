import type { ThresholdGoals, Thresholds } from './types.js';

/** What a model said about one labelled message. */
export interface Scored {
  readonly confidence: number;
  /** Whether the best intent is the right one; `false` for a message out of scope. */
  readonly correct: boolean;
  readonly inScope: boolean;
  /** Against other rows of its kind, in scope or not; 1 by default. */
  readonly weight?: number;
  /** Rows of one block stand or fall together: they count as one when it is asked how sure a difference is. */
  readonly block?: number;
}

/** How `recognised` is found. */
export interface Search {
  /** So many standard errors of the joint accuracy may be given up for a lower `recognised`; 0 by default. */
  readonly standardErrors?: number;
  /** `recognised` itself, where the rows cannot tell. */
  readonly recognised?: number;
}

/** A threshold with its consequences for the weights of the rows. */
interface Cut {
  readonly at: number;
  /** How many of the rows, sorted from the highest confidence down, are accepted. */
  readonly accepted: number;
  /** The weight of the right answers less that of the out-of-scope rows accepted: the joint accuracy up to a constant. */
  readonly gain: number;
  readonly precision: number;
}

/**
 * The two thresholds of product.md, "The decision". In-scope and out-of-scope rows are reweighted to the expected
 * share, whatever their share among `rows`; with one kind only, that kind weighs 1.
 *
 * - `recognised` maximises joint accuracy: right intent when in scope, abstained when not. Of equally good ones, the
 *   lowest.
 * - `answer` is the lowest, from `recognised` on, at which answers are right at least `answerPrecision` of the time;
 *   1 when no confidence reaches that.
 *
 * A threshold lies midway between two confidences that occur, so that it does not sit on an utterance's own value.
 *
 * @returns `{ recognised: 0.5, answer: 1 }` without rows.
 */
export function pickThresholds(rows: readonly Scored[], goals: ThresholdGoals, search: Search = {}): Thresholds {
  if (rows.length === 0) return { recognised: search.recognised ?? 0.5, answer: 1 };
  const sorted = rows.toSorted((a, b) => b.confidence - a.confidence);
  const weights = weigh(sorted, goals.outOfScopeShare);
  const cuts = cutsOf(sorted, weights);
  const recognised = search.recognised ?? bestCut(sorted, weights, cuts, search.standardErrors ?? 0);
  const answer = cuts.findLast(
    ({ at, accepted, precision }) => accepted > 0 && at >= recognised && precision >= goals.answerPrecision - 1e-12,
  );
  return { recognised, answer: answer?.at ?? 1 };
}

/** The weight of each row when in scope and out of scope have their expected shares. */
function weigh(rows: readonly Scored[], outOfScopeShare: number): Float64Array {
  const massOf = (kind: boolean): number =>
    rows.reduce((mass, row) => mass + (row.inScope === kind ? (row.weight ?? 1) : 0), 0);
  const inScope = massOf(true);
  const outOfScope = massOf(false);
  const share = inScope === 0 ? 1 : outOfScope === 0 ? 0 : outOfScopeShare;
  const weightIn = inScope > 0 ? (1 - share) / inScope : 0;
  const weightOut = outOfScope > 0 ? share / outOfScope : 0;
  return Float64Array.from(rows, (row) => (row.weight ?? 1) * (row.inScope ? weightIn : weightOut));
}

/** All cuts between rows, from the top down; the first accepts nothing, the last everything. */
function cutsOf(sorted: readonly Scored[], weights: Float64Array): Cut[] {
  const cuts: Cut[] = [{ at: 1, accepted: 0, gain: 0, precision: 0 }];
  let mass = 0;
  let right = 0;
  let wrongOut = 0;
  sorted.forEach((row, i) => {
    const weight = weights[i] as number;
    mass += weight;
    if (row.inScope && row.correct) right += weight;
    if (!row.inScope) wrongOut += weight;
    const below = sorted[i + 1];
    if (below?.confidence === row.confidence) return;
    cuts.push({
      at: below ? (row.confidence + below.confidence) / 2 : row.confidence / 2,
      accepted: i + 1,
      gain: right - wrongOut,
      precision: mass > 0 ? right / mass : 0,
    });
  });
  return cuts;
}

/** The lowest of the best cuts, or one further down that is worse by so few standard errors of the difference. */
function bestCut(
  sorted: readonly Scored[],
  weights: Float64Array,
  cuts: readonly Cut[],
  standardErrors: number,
): number {
  const most = cuts.reduce((highest, { gain }) => Math.max(highest, gain), -Infinity);
  const start = cuts.findLastIndex(({ gain }) => gain >= most - 1e-12);
  let best = cuts[start] as Cut;
  if (standardErrors === 0) return best.at;
  const highest = best;
  const sums = new Map<number, number>();
  let variance = 0;
  let row = highest.accepted;
  for (const cut of cuts.slice(start + 1)) {
    for (; row < cut.accepted; row++) {
      const { inScope, correct, block } = sorted[row] as Scored;
      const gain = (inScope ? Number(correct) : -1) * (weights[row] as number);
      const key = block ?? -1 - row;
      const before = sums.get(key) ?? 0;
      sums.set(key, before + gain);
      variance += (before + gain) ** 2 - before ** 2;
    }
    if (highest.gain - cut.gain <= standardErrors * Math.sqrt(variance)) best = cut;
  }
  return best.at;
}
