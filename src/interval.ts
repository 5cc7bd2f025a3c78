/** A share with its 95 % Wilson interval; `null` when there is nothing to take a share of. */
export interface Share {
  readonly count: number;
  readonly total: number;
  readonly share: number | null;
  readonly interval: readonly [low: number, high: number] | null;
}

/** 97.5 % quantile of the normal distribution. */
export const Z = 1.959963984540054;

/** @see Wilson 1927, "Probable inference": unlike the usual interval it stays in [0, 1] and is honest for small totals. */
export function shareOf(count: number, total: number): Share {
  if (total === 0) return { count, total, share: null, interval: null };
  const share = count / total;
  const spread = (Z * Math.sqrt((share * (1 - share)) / total + (Z * Z) / (4 * total * total))) / (1 + (Z * Z) / total);
  const middle = (share + (Z * Z) / (2 * total)) / (1 + (Z * Z) / total);
  return { count, total, share, interval: [Math.max(0, middle - spread), Math.min(1, middle + spread)] };
}

/**
 * The 95 % interval of an F1. F1 = 2J / (1 + J) rises with J = right / (right + missed + wrongly predicted), which is a
 * share: its Wilson interval, carried over.
 *
 * @param right - utterances of the label that were recognised as such.
 * @param support - with this gold label.
 * @param predicted - with this predicted label.
 */
export function f1Interval(
  right: number,
  support: number,
  predicted: number,
): readonly [low: number, high: number] | null {
  const { interval } = shareOf(right, support + predicted - right);
  if (!interval) return null;
  const [low, high] = interval;
  return [(2 * low) / (1 + low), (2 * high) / (1 + high)];
}
