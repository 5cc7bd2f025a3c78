import type { Store } from '../conversations/index.js';
import { quantile } from './intervals.js';
import { all } from './recognised.js';

/** Questions by week and intent; `null` is what was not recognised. */
export interface WeeklyCounts {
  /** Whole weeks from the first to the last, by their Mondays, without a gap. */
  readonly weeks: readonly string[];
  readonly byIntent: readonly {
    readonly intent: string | null;
    /** Questions of each week. */
    readonly counts: readonly number[];
    /** Customers of each week, and conversations whose customer is not known. */
    readonly people: readonly number[];
  }[];
}

/** So many days before the other weeks usually end, a last week is taken for one that the log has in part. */
const EARLY_DAYS = 2;

/**
 * Counts the questions of whole weeks: a first week that the log begins in the middle of, one that is not over before
 * `end`, and a last one that the log has in part would look like weeks with few questions.
 *
 * @param end - the first day that does not count.
 */
export async function weeklyCounts(store: Store, end: string): Promise<WeeklyCounts> {
  const rows = (await all(
    store,
    `SELECT CAST(week AS VARCHAR) AS week, topics.intent, count(*)::DOUBLE AS count, count(DISTINCT person)::DOUBLE AS people
     FROM questions LEFT JOIN topics ON topics.number = topic WHERE week IS NOT NULL GROUP BY 1, 2 ORDER BY 2 NULLS LAST, 1`,
  )) as unknown as readonly {
    readonly week: string;
    readonly intent: string | null;
    readonly count: number;
    readonly people: number;
  }[];
  const days = (await all(
    store,
    `SELECT CAST(week AS VARCHAR) AS week, CAST(min(began)::DATE AS VARCHAR) AS first, max(isodow(began))::DOUBLE AS last
     FROM cases WHERE week IS NOT NULL GROUP BY 1 ORDER BY 1`,
  )) as unknown as readonly { readonly week: string; readonly first: string; readonly last: number }[];
  const weeks: string[] = [];
  const latest = days.at(-1);
  const usual = quantile(
    days
      .slice(0, -1)
      .map(({ last }) => last)
      .toSorted((a, b) => a - b),
    0.5,
  );
  const isCut = latest !== undefined && usual !== null && latest.last <= usual - EARLY_DAYS;
  const begin = days[0] && days[0].first > days[0].week ? addDays(days[0].week, 7) : days[0]?.week;
  const stop = latest === undefined ? end : isCut ? latest.week : addDays(latest.week, 7);
  for (let week = begin ?? stop; week < stop && addDays(week, 7) <= end; week = addDays(week, 7)) weeks.push(week);
  const place = new Map(weeks.map((week, index) => [week, index]));
  const byIntent = new Map<string | null, { counts: number[]; people: number[] }>();
  for (const { week, intent, count, people } of rows) {
    const index = place.get(week);
    let series = byIntent.get(intent);
    if (!series) {
      series = { counts: weeks.map(() => 0), people: weeks.map(() => 0) };
      byIntent.set(intent, series);
    }
    if (index === undefined) continue;
    series.counts[index] = count;
    series.people[index] = people;
  }
  return { weeks, byIntent: [...byIntent].map(([intent, series]) => ({ intent, ...series })) };
}

/** A day so many days later. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
