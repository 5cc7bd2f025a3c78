import { Z } from '../interval.js';

/** What is expected next, with the interval in which it lies in 95 of 100 cases. */
export interface Forecast {
  readonly expected: number;
  readonly interval: readonly [low: number, high: number];
}

/** With fewer weeks nothing is foretold. */
const FEWEST_WEEKS = 4;

/** How much of a forecast error goes into the level, once there are as many weeks as its inverse. */
const SMOOTHING = 0.25;

/**
 * The next of a series of counts: simple exponential smoothing of their square roots, on which counts spread alike whatever
 * their size. It begins as the running mean, and turns to smoothing when there are enough values to follow a change of
 * level. The interval is Student's, from the method's own errors of one step ahead, each held against what it would be if
 * nothing but chance were in it; it is never narrower than half of what chance alone (Poisson) would make it, so that a few
 * equal weeks do not look certain. There is no season and no trend in it: where there are some the errors are larger, and
 * so is the interval.
 *
 * @param counts - one a week, oldest first; at least `FEWEST_WEEKS`.
 * @see Hyndman & Athanasopoulos, "Forecasting: Principles and Practice", 8.1; Anscombe 1948 for the square root.
 */
export function forecastNext(counts: readonly number[]): Forecast | null {
  if (counts.length < FEWEST_WEEKS) return null;
  const roots = counts.map((count) => Math.sqrt(count + ANSCOMBE));
  let level = roots[0] as number;
  /** Variance of the level, in units of one value's. */
  let doubt = 1;
  let squares = 0;
  for (const [index, root] of roots.entries()) {
    if (index === 0) continue;
    const error = root - level;
    squares += (error * error) / (1 + doubt);
    const weight = Math.max(SMOOTHING, 1 / (index + 1));
    level += weight * error;
    doubt = (1 - weight) ** 2 * doubt + weight ** 2;
  }
  const degrees = counts.length - 1;
  const spread = Math.max(
    studentQuantile(degrees) * Math.sqrt((squares / degrees) * (1 + doubt)),
    (Z * Math.sqrt(POISSON_VARIANCE * (1 + doubt))) / 2,
  );
  const back = (value: number): number => Math.max(0, Math.max(0, value) ** 2 - ANSCOMBE);
  return {
    expected: back(level),
    interval: [Math.round(back(level - spread)), Math.round(back(level + spread))],
  };
}

/** Added before the root, it makes the spread of small counts alike too. */
const ANSCOMBE = 3 / 8;
/** The variance of the root of a Poisson count. */
const POISSON_VARIANCE = 1 / 4;

/**
 * 97.5 % quantile of Student's t, by Cornish and Fisher's expansion: right to 1 % from 3 degrees of freedom on.
 *
 * @see Abramowitz & Stegun 1964, 26.7.5.
 */
function studentQuantile(degrees: number): number {
  const z = Z;
  return (
    z +
    (z ** 3 + z) / 4 / degrees +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96 / degrees ** 2 +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384 / degrees ** 3 +
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92160 / degrees ** 4
  );
}
