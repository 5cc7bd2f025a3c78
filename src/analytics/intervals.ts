import { Z } from '../interval.js';

/** A 95 % interval; an end is `null` where so few values cannot bound it. */
export type Interval = readonly [low: number | null, high: number | null];

/**
 * Linear interpolation between order statistics: PERCENTILE.INC of spreadsheets, `quantile_cont` of SQL.
 *
 * @param sorted - ascending.
 * @see Hyndman & Fan 1996, "Sample quantiles in statistical packages", type 7.
 */
export function quantile(sorted: readonly number[], q: number): number | null {
  if (sorted.length === 0) return null;
  const at = (sorted.length - 1) * q;
  const low = sorted[Math.floor(at)] as number;
  const high = sorted[Math.ceil(at)] as number;
  return low + (high - low) * (at - Math.floor(at));
}

/**
 * Ranks, from 1, of the order statistics between which a quantile lies in at least 95 of 100 samples, whatever the
 * distribution: the number of values below it is binomial.
 *
 * @returns `null` for an end that even the smallest or the largest of `n` values does not bound.
 * @see David & Nagaraja 2003, "Order Statistics", section 7.1.
 */
export function quantileRanks(n: number, q: number): readonly [low: number | null, high: number | null] {
  if (n > EXACT) {
    const spread = Z * Math.sqrt(n * q * (1 - q));
    return [Math.max(1, Math.floor(n * q - spread)), Math.min(n, Math.ceil(n * q + spread) + 1)];
  }
  // P(B <= k) for B binomial(n, q). The rank l is safe when P(B < l) <= 2.5 %, the rank u when P(B >= u) <= 2.5 %.
  let probability = (1 - q) ** n;
  let cumulative = 0;
  let low: number | null = null;
  for (let k = 0; k <= n; k += 1) {
    cumulative += probability;
    if (cumulative <= 0.025) low = k + 1;
    if (cumulative >= 0.975) return [low, k + 1 <= n ? k + 1 : null];
    probability *= ((n - k) / (k + 1)) * (q / (1 - q));
  }
  return [low, null];
}

/** Up to so many values the binomial distribution itself is summed up (0.1 to the 300th is no number any more); beyond, it is as good as normal. */
export const EXACT = 200;

/**
 * Mean of ratings from 1 to 5 with its interval: four more ratings, two of each end, are thought in before the usual
 * interval is taken, so that a handful of equal ratings does not look certain.
 *
 * @see Agresti & Coull 1998, whose interval for a share this is when all ratings are 1 or 5.
 */
export function meanRating(sums: { readonly n: number; readonly sum: number; readonly squares: number }): {
  readonly mean: number | null;
  readonly interval: Interval | null;
} {
  if (sums.n === 0) return { mean: null, interval: null };
  const n = sums.n + 4;
  const mean = (sums.sum + 2 * 1 + 2 * 5) / n;
  const variance = (sums.squares + 2 * 1 + 2 * 25) / n - mean * mean;
  const spread = Z * Math.sqrt(Math.max(0, variance) / n);
  return { mean: sums.sum / sums.n, interval: [Math.max(1, mean - spread), Math.min(5, mean + spread)] };
}
