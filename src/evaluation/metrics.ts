/** A label: an intent, or `null` for out of scope (gold) and abstained (predicted). */
export type Label = string | null;

/** Gold and predicted label of one utterance. */
export interface Outcome {
  readonly expected: Label;
  readonly predicted: Label;
}

/** Precision, recall and F1 of one label. Undefined ratios are `null`: an undefined score is not a bad score. */
export interface LabelScore {
  readonly label: Label;
  /** Utterances with this gold label. */
  readonly support: number;
  readonly predicted: number;
  /** Utterances with this label, gold and predicted. */
  readonly right: number;
  readonly precision: number | null;
  readonly recall: number | null;
  /** 2·TP / (support + predicted), which is defined as soon as the label occurs at all (Opitz & Burst 2019). */
  readonly f1: number | null;
}

/** Scores of every label that occurs as gold or predicted, in code-unit order with `null` last. */
export function scoreLabels(outcomes: readonly Outcome[]): readonly LabelScore[] {
  const counts = new Map<Label, { support: number; predicted: number; right: number }>();
  const count = (label: Label): { support: number; predicted: number; right: number } => {
    let entry = counts.get(label);
    if (!entry) counts.set(label, (entry = { support: 0, predicted: 0, right: 0 }));
    return entry;
  };
  for (const { expected, predicted } of outcomes) {
    count(expected).support += 1;
    count(predicted).predicted += 1;
    if (expected === predicted) count(expected).right += 1;
  }
  return [...counts]
    .map(([label, { support, predicted, right }]) => ({
      label,
      support,
      predicted,
      right,
      precision: ratio(right, predicted),
      recall: ratio(right, support),
      f1: ratio(2 * right, support + predicted),
    }))
    .toSorted((a, b) => (a.label === null ? 1 : b.label === null ? -1 : a.label < b.label ? -1 : 1));
}

/** `part / whole`, or `null` of nothing. */
export function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/**
 * Matthews' correlation coefficient for several classes, in [-1, 1]; out of scope is one more class.
 *
 * @returns `null` where it is undefined: all gold or all predicted labels are the same.
 * @see Gorodkin 2004, "Comparing two K-category assignments by a K-category correlation coefficient".
 */
export function matthews(outcomes: readonly Outcome[]): number | null {
  const scores = scoreLabels(outcomes);
  const total = outcomes.length;
  const right = outcomes.filter(({ expected, predicted }) => expected === predicted).length;
  let both = 0;
  let gold = 0;
  let guessed = 0;
  for (const { support, predicted } of scores) {
    both += support * predicted;
    gold += support * support;
    guessed += predicted * predicted;
  }
  const spread = Math.sqrt(total * total - guessed) * Math.sqrt(total * total - gold);
  return spread === 0 ? null : (right * total - both) / spread;
}

/**
 * Area under the ROC curve: how often a positive's score is above a negative's, ties counting half.
 *
 * @returns A ratio in [0, 1], or `null` when one of the two is empty.
 * @see Hanley & McNeil 1982: it equals the Mann-Whitney statistic, computed here from mid-ranks.
 */
export function auroc(positives: readonly number[], negatives: readonly number[]): number | null {
  if (positives.length === 0 || negatives.length === 0) return null;
  const all = [
    ...positives.map((score) => ({ score, positive: true })),
    ...negatives.map((score) => ({ score, positive: false })),
  ].toSorted((a, b) => a.score - b.score);
  let rankSum = 0;
  for (let start = 0; start < all.length;) {
    let end = start;
    while (end < all.length && all[end]?.score === all[start]?.score) end += 1;
    const midRank = (start + end + 1) / 2;
    for (let index = start; index < end; index += 1) if (all[index]?.positive) rankSum += midRank;
    start = end;
  }
  const pairs = positives.length * negatives.length;
  return (rankSum - (positives.length * (positives.length + 1)) / 2) / pairs;
}

/** A predicted probability and whether the prediction was right. */
export interface Forecast {
  readonly probability: number;
  readonly right: boolean;
}

/**
 * Expected calibration error: the mean gap between probability and accuracy over bins of equal size.
 *
 * @param bins - equal-mass bins; equal-width ones would leave most of them empty.
 * @returns A ratio in [0, 1], or `null` of nothing.
 * @see Naeini, Cooper & Hauskrecht 2015; Nixon et al. 2019 for equal mass.
 */
export function calibrationError(forecasts: readonly Forecast[], bins = 15): number | null {
  const total = forecasts.length;
  if (total === 0) return null;
  const sorted = forecasts.toSorted((a, b) => a.probability - b.probability);
  let error = 0;
  for (let bin = 0; bin < bins; bin += 1) {
    const slice = sorted.slice(Math.floor((bin * total) / bins), Math.floor(((bin + 1) * total) / bins));
    const gap = slice.reduce((sum, { probability, right }) => sum + probability - (right ? 1 : 0), 0);
    error += Math.abs(gap) / total;
  }
  return error;
}

/**
 * Brier score of the top intent: the mean squared gap between its probability and what came true.
 *
 * @see Brier 1950, for the binary event "the top intent is right".
 */
export function brierScore(forecasts: readonly Forecast[]): number | null {
  const sum = forecasts.reduce((total, { probability, right }) => total + (probability - (right ? 1 : 0)) ** 2, 0);
  return ratio(sum, forecasts.length);
}
