import type { ThresholdGoals, Thresholds } from './types.js';

/** What a model said about one labelled message. */
export interface Scored {
  readonly confidence: number;
  /** Whether the best intent is the right one; `false` for a message out of scope. */
  readonly correct: boolean;
  readonly inScope: boolean;
  /** Against other rows of its kind, in scope or not; 1 by default. */
  readonly weight?: number;
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
export function pickThresholds(rows: readonly Scored[], goals: ThresholdGoals): Thresholds {
  if (rows.length === 0) return { recognised: 0.5, answer: 1 };
  const sorted = rows.toSorted((a, b) => b.confidence - a.confidence);
  const massOf = (kind: boolean): number =>
    rows.reduce((mass, row) => mass + (row.inScope === kind ? (row.weight ?? 1) : 0), 0);
  const inScope = massOf(true);
  const outOfScope = massOf(false);
  const share = inScope === 0 ? 1 : outOfScope === 0 ? 0 : goals.outOfScopeShare;
  const weightIn = inScope > 0 ? (1 - share) / inScope : 0;
  const weightOut = outOfScope > 0 ? share / outOfScope : 0;

  // From the top down: `accepted` and `right` are the weights at or above the cut before row i.
  let accepted = 0;
  let right = 0;
  let wrongOut = 0;
  let bestJoint = -1;
  let recognised = 1;
  const cuts: { readonly at: number; readonly precision: number }[] = [];
  for (let i = 0; i <= sorted.length; i++) {
    const above = sorted[i - 1];
    const below = sorted[i];
    if (above) {
      const weight = (above.weight ?? 1) * (above.inScope ? weightIn : weightOut);
      accepted += weight;
      if (above.correct && above.inScope) right += weight;
      if (!above.inScope) wrongOut += weight;
    }
    if (above && below && above.confidence === below.confidence) continue;
    const at = above ? (below ? (above.confidence + below.confidence) / 2 : above.confidence / 2) : 1;
    const joint = right + share - wrongOut;
    if (joint >= bestJoint - 1e-12) {
      bestJoint = Math.max(bestJoint, joint);
      recognised = at;
    }
    if (above) cuts.push({ at, precision: accepted > 0 ? right / accepted : 0 });
  }
  const answer = cuts.findLast(({ at, precision }) => at >= recognised && precision >= goals.answerPrecision - 1e-12);
  return { recognised, answer: answer?.at ?? 1 };
}
