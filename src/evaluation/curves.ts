import { shareOf } from '../interval.js';
import type { Forecast } from './metrics.js';

/** In-scope utterances of similar confidence: how sure the best intent was, and how often it was right. */
export interface CalibrationBin {
  readonly count: number;
  /** The mean probability of the best intent. */
  readonly probability: number;
  readonly accuracy: number;
  /** Of the accuracy: 95 %, Wilson. */
  readonly interval: readonly [low: number, high: number];
}

/** What would come of answering from a confidence on. */
export interface RiskPoint {
  readonly threshold: number;
  /** The share of all utterances, out of scope too, that would be answered. */
  readonly coverage: number;
  /** The share of these that would be answered wrongly. */
  readonly risk: number;
}

const BINS = 15;
const POINTS = 100;

/** The bins of the calibration error, from the least probable up; see `calibrationError`. Empty ones are left out. */
export function calibrationBins(forecasts: readonly Forecast[]): readonly CalibrationBin[] {
  const sorted = forecasts.toSorted((a, b) => a.probability - b.probability);
  return slices(sorted, BINS).map((slice) => {
    const right = slice.filter((forecast) => forecast.right).length;
    return {
      count: slice.length,
      probability: slice.reduce((sum, { probability }) => sum + probability, 0) / slice.length,
      accuracy: right / slice.length,
      interval: shareOf(right, slice.length).interval ?? [0, 1],
    };
  });
}

/**
 * The risk-coverage curve: what is answered wrongly when more and more is answered, the surest first.
 *
 * @returns At most a hundred points, the last one with everything answered; none without utterances.
 * @see El-Yaniv & Wiener 2010, "On the foundations of noise-free selective classification".
 */
export function riskCoverage(
  answers: readonly { readonly confidence: number; readonly right: boolean }[],
): readonly RiskPoint[] {
  const sorted = answers.toSorted((a, b) => b.confidence - a.confidence);
  const points: RiskPoint[] = [];
  let [count, wrong] = [0, 0];
  for (const slice of slices(sorted, POINTS)) {
    count += slice.length;
    wrong += slice.filter(({ right }) => !right).length;
    const threshold = slice.at(-1)?.confidence ?? 0;
    // Equal confidences are answered together or not at all.
    if (points.at(-1)?.threshold === threshold) points.pop();
    points.push({ threshold, coverage: count / sorted.length, risk: wrong / count });
  }
  return points;
}

/** The area under the curve of every utterance's own point: the mean risk over all coverages; `null` of nothing. */
export function areaUnderRisk(
  answers: readonly { readonly confidence: number; readonly right: boolean }[],
): number | null {
  if (answers.length === 0) return null;
  const sorted = answers.toSorted((a, b) => b.confidence - a.confidence);
  let [wrong, area] = [0, 0];
  for (const [i, { right }] of sorted.entries()) {
    if (!right) wrong += 1;
    area += wrong / (i + 1);
  }
  return area / sorted.length;
}

/** Cuts a list into as many slices of the same size, those that would be empty left out. */
function slices<T>(list: readonly T[], count: number): readonly (readonly T[])[] {
  return Array.from({ length: count }, (_, i) =>
    list.slice(Math.floor((i * list.length) / count), Math.floor(((i + 1) * list.length) / count)),
  ).filter((slice) => slice.length > 0);
}
