import type { Store } from '../conversations/index.js';
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

/**
 * Counts the questions of whole weeks: the last one is over before `today`, and the first one is there from its Monday on.
 */
export async function weeklyCounts(store: Store, today: string): Promise<WeeklyCounts> {
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
  const [{ first }] = (await all(store, 'SELECT CAST(min(began)::DATE AS VARCHAR) AS first FROM cases')) as [
    { first: string | null },
  ];
  const seen = rows.map(({ week }) => week).toSorted();
  const weeks: string[] = [];
  const end = addDays(seen.at(-1) ?? today, 7);
  for (let week = seen[0] ?? end; week < end; week = addDays(week, 7)) {
    // A week that the log begins in the middle of, or that is not over, would look like one with few questions.
    if (first !== null && first <= week && addDays(week, 7) <= today) weeks.push(week);
  }
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
