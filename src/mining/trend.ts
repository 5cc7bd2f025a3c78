const DAY_MS = 86_400_000;

/** Messages a week, by its Monday. */
export interface Week {
  readonly week: string;
  readonly messages: number;
}

/**
 * Messages by week, every week of the log from the first to the last.
 *
 * @param dayOf - days since 1970, -1 where there is no date.
 * @param days - of the whole log; `null` where it has no dates.
 */
export function trendOf(
  dayOf: readonly number[],
  days: { readonly from: number; readonly to: number } | null,
): readonly Week[] {
  if (!days) return [];
  const first = mondayOf(days.from);
  const weeks = Array.from({ length: (mondayOf(days.to) - first) / 7 + 1 }, () => 0);
  for (const day of dayOf) if (day >= 0) weeks[(mondayOf(day) - first) / 7]! += 1;
  return weeks.map((messages, week) => ({ week: dayText(first + 7 * week), messages }));
}

/** The slope of a straight line through the weeks as a share of their mean; null for fewer than three weeks. */
export function growthOf(weeks: readonly number[]): number | null {
  if (weeks.length < 3) return null;
  const middle = (weeks.length - 1) / 2;
  const mean = weeks.reduce((sum, messages) => sum + messages, 0) / weeks.length;
  let [slope, spread] = [0, 0];
  weeks.forEach((messages, week) => {
    slope += (week - middle) * (messages - mean);
    spread += (week - middle) ** 2;
  });
  return mean > 0 ? slope / spread / mean : null;
}

/** 1970 began on a Thursday. */
function mondayOf(day: number): number {
  return day - ((((day + 3) % 7) + 7) % 7);
}

/** `2026-10-01`, of a number of days since 1970. */
export function dayText(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
