import type { Store } from '../conversations/index.js';
import { shareOf, Z } from '../interval.js';
import { EXACT, meanRating, quantile, quantileRanks, type Interval } from './intervals.js';
import { GOOD_RATING } from './prepare.js';
import { all } from './recognised.js';

/** A share with its 95 % Wilson interval; all `null` where it would be of too few to be shown, the share of nothing too. */
export interface Share {
  readonly count: number | null;
  readonly total: number | null;
  readonly share: number | null;
  readonly interval: Interval | null;
}

/** A share that is of too few to be shown. */
export const CONCEALED: Share = { count: null, total: null, share: null, interval: null };

/** A quantity's spread over what it was measured on; figures are `null` where that is nothing, or too few to be shown. */
export interface Spread {
  /** How many it was measured on; `null` for too few to be shown. */
  readonly measured: number | null;
  readonly median: number | null;
  readonly medianInterval: Interval | null;
  readonly p90: number | null;
  readonly p90Interval: Interval | null;
}

/** The figures of a group: all conversations, those of one channel, the questions of one intent. */
export interface Figures {
  readonly conversations: number;
  /** Different customers; of conversations whose customer is not known, `unknownCustomers` tells the number. */
  readonly customers: number;
  readonly unknownCustomers: number;
  /** Questions asked: an intent once in a conversation, or again after another one. */
  readonly questions: number;
  /** Customers' messages, greetings and thanks aside. */
  readonly messages: number;
  /** Of those that were not served by a person alone: the service resolved them, with no person in it. */
  readonly resolution: Share;
  /** Of the same: no person in it, resolved or not. */
  readonly containment: Share;
  readonly handOff: Share;
  readonly abandonment: Share;
  /** Seconds from the customer's first message to the service's first. */
  readonly firstResponse: Spread;
  /** Seconds from the hand-off to the person's first message; not measured by intent. */
  readonly wait: Spread;
  /** Seconds from the customer's first message to the service's last, where it was solved. */
  readonly resolutionTime: Spread;
  /** Customers' messages until it was solved. */
  readonly messagesToSolution: Spread;
  /** Of customers that are known, with enough of the log after them: another conversation soon after. */
  readonly repeatContact: Share;
  readonly satisfaction: {
    readonly ratings: number | null;
    /** From 1 to 5. */
    readonly mean: number | null;
    readonly interval: Interval | null;
    /** Ratings of 4 and 5. */
    readonly satisfied: Share;
  };
}

/** What shares and means are of. They add up: that of one group is the difference between all and the others. */
export const BASES = ['automated', 'followed', 'ratings'] as const;
export type Base = (typeof BASES)[number];

/** A group with the number of people in it, which decides whether it may be shown. */
export interface Group {
  readonly name: string | null;
  readonly people: number;
  /** Of these, whom each base is of. */
  readonly peopleOf: Readonly<Record<Base, number>>;
  readonly figures: Figures;
}

/** Rows of one kind, and the columns they can be grouped by. */
interface Unit {
  readonly table: string;
  readonly times: string;
  readonly isQuestion: boolean;
}

const CASE: Unit = { table: 'cases', times: 'episodes', isQuestion: false };
const QUESTION: Unit = {
  table:
    '(SELECT q.*, topics.intent, topics.tier, topics.article FROM questions AS q LEFT JOIN topics ON topics.number = q.topic)',
  times: '',
  isQuestion: true,
};

/** What conversations can be grouped by; an intent, its tier and its article group their questions. */
export const DIMENSIONS = ['intent', 'tier', 'article', 'channel', 'segment', 'language', 'servedBy', 'week'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

const COLUMNS: Readonly<Record<Dimension, readonly [Unit, string]>> = {
  intent: [QUESTION, 'intent'],
  tier: [QUESTION, 'tier'],
  article: [QUESTION, 'article'],
  channel: [CASE, 'channel'],
  segment: [CASE, 'segment'],
  language: [CASE, 'language'],
  servedBy: [CASE, 'served_by'],
  week: [CASE, 'week'],
};

/** The figures of all conversations. */
export async function overall(store: Store): Promise<Group | undefined> {
  const [group] = await groupsOf(store, CASE, "'all'");
  return group;
}

/** The figures of each group of a dimension, in the order of the names, `null` (not known) last. */
export async function figuresBy(store: Store, dimension: Dimension): Promise<readonly Group[]> {
  const [unit, column] = COLUMNS[dimension];
  return groupsOf(store, unit, column);
}

type Row = Readonly<Record<string, number>> & { readonly name: string | null };

async function groupsOf(store: Store, unit: Unit, column: string): Promise<readonly Group[]> {
  const distinct = unit.isQuestion ? 'count(DISTINCT c)' : 'count(*)';
  const counts = (await all(
    store,
    `SELECT CAST(${column} AS VARCHAR) AS name, ${distinct}::DOUBLE AS conversations,
       count(DISTINCT person)::DOUBLE AS people, (${distinct} FILTER (person < 0))::DOUBLE AS unknown,
       ${unit.isQuestion ? 'count(*)' : 'sum(questions)'}::DOUBLE AS questions,
       sum(${unit.isQuestion ? 'messages' : 'asking'})::DOUBLE AS messages,
       (count(*) FILTER (result IS NOT NULL AND result <> 'person'))::DOUBLE AS automated,
       (count(*) FILTER (result = 'resolved'))::DOUBLE AS resolved,
       (count(*) FILTER (result = 'handed_off'))::DOUBLE AS handed_off,
       (count(*) FILTER (result = 'abandoned'))::DOUBLE AS abandoned,
       count(repeated)::DOUBLE AS followed, (count(*) FILTER (${unit.isQuestion ? 'repeated_same' : 'repeated'}))::DOUBLE AS repeated,
       count(rating)::DOUBLE AS ratings, coalesce(sum(rating), 0)::DOUBLE AS sum,
       coalesce(sum(rating * rating), 0)::DOUBLE AS squares,
       (count(*) FILTER (rating >= ${GOOD_RATING}))::DOUBLE AS satisfied,
       (count(DISTINCT person) FILTER (result IS NOT NULL AND result <> 'person'))::DOUBLE AS automated_people,
       (count(DISTINCT person) FILTER (repeated IS NOT NULL))::DOUBLE AS followed_people,
       (count(DISTINCT person) FILTER (rating IS NOT NULL))::DOUBLE AS ratings_people
     FROM ${unit.table} GROUP BY 1 ORDER BY 1 NULLS LAST`,
  )) as unknown as readonly Row[];
  const timesOf = unit.isQuestion ? unit.table : unit.times;
  const first = await spreads(store, timesOf, column, 'first_response');
  const wait = unit.isQuestion ? new Map<string | null, Spread>() : await spreads(store, timesOf, column, 'wait');
  const resolution = await spreads(store, timesOf, column, 'resolution');
  const solution = await counted(store, unit, column);
  return counts.map((row) => {
    const { name, conversations, people, unknown, questions, messages, automated, resolved, ratings } = row as Readonly<
      Record<string, number>
    > & { name: string | null };
    const share = (key: string, of = 'automated'): Share => shareOf(row[key] as number, row[of] as number);
    return {
      name,
      people: people as number,
      peopleOf: Object.fromEntries(BASES.map((base) => [base, row[`${base}_people`]])) as Group['peopleOf'],
      figures: {
        conversations: conversations as number,
        customers: (people as number) - (unknown as number),
        unknownCustomers: unknown as number,
        questions: questions as number,
        messages: messages as number,
        resolution: shareOf(resolved as number, automated as number),
        containment: shareOf((automated as number) - (row['handed_off'] as number), automated as number),
        handOff: share('handed_off'),
        abandonment: share('abandoned'),
        firstResponse: first.get(name) ?? NOTHING,
        wait: wait.get(name) ?? NOTHING,
        resolutionTime: resolution.get(name) ?? NOTHING,
        messagesToSolution: solution.get(name) ?? NOTHING,
        repeatContact: share('repeated', 'followed'),
        satisfaction: {
          ratings: ratings as number,
          ...meanRating({ n: ratings as number, sum: row['sum'] as number, squares: row['squares'] as number }),
          satisfied: share('satisfied', 'ratings'),
        },
      },
    };
  });
}

export const NOTHING: Spread = { measured: 0, median: null, medianInterval: null, p90: null, p90Interval: null };

/** Where the quantiles of many values stand: two neighbours to interpolate between, and the ends of the interval. */
const ranksIn = (q: number): readonly string[] => [
  `floor((n - 1) * ${q}) + 1`,
  `ceil((n - 1) * ${q}) + 1`,
  `greatest(1, floor(n * ${q} - ${Z} * sqrt(n * ${q * (1 - q)})))`,
  `least(n, ceil(n * ${q} + ${Z} * sqrt(n * ${q * (1 - q)})) + 1)`,
];

async function spreads(
  store: Store,
  table: string,
  column: string,
  measure: string,
): Promise<ReadonlyMap<string | null, Spread>> {
  const picks = [...ranksIn(0.5), ...ranksIn(0.9)].map((rank) => `sorted[(${rank})::BIGINT]`).join(', ');
  const rows = (await all(
    store,
    `WITH lists AS (
       SELECT CAST(${column} AS VARCHAR) AS name, list_sort(list(${measure}::DOUBLE)) AS sorted
       FROM ${table} WHERE ${measure} IS NOT NULL GROUP BY 1)
     SELECT name, n::DOUBLE AS n, CASE WHEN n <= ${EXACT} THEN sorted ELSE [${picks}] END AS picked
     FROM (SELECT *, len(sorted) AS n FROM lists)`,
  )) as unknown as readonly { readonly name: string | null; readonly n: number; readonly picked: readonly number[] }[];
  return new Map(rows.map(({ name, n, picked }) => [name, n <= EXACT ? spreadOf(picked) : spreadFrom(n, picked)]));
}

function spreadFrom(n: number, picked: readonly number[]): Spread {
  const at = (q: number, offset: number): { readonly value: number; readonly interval: Interval } => {
    const [low, high, from, to] = picked.slice(offset, offset + 4) as [number, number, number, number];
    const position = (n - 1) * q;
    return { value: low + (high - low) * (position - Math.floor(position)), interval: [from, to] };
  };
  const median = at(0.5, 0);
  const p90 = at(0.9, 4);
  return {
    measured: n,
    median: median.value,
    medianInterval: median.interval,
    p90: p90.value,
    p90Interval: p90.interval,
  };
}

/** The spread of a list of values. */
export function spreadOf(sorted: readonly number[]): Spread {
  const between = (q: number): Interval | null => {
    if (sorted.length === 0) return null;
    const [low, high] = quantileRanks(sorted.length, q);
    return [low === null ? null : (sorted[low - 1] as number), high === null ? null : (sorted[high - 1] as number)];
  };
  return {
    measured: sorted.length,
    median: quantile(sorted, 0.5),
    medianInterval: between(0.5),
    p90: quantile(sorted, 0.9),
    p90Interval: between(0.9),
  };
}

/** Small whole numbers: counted by SQL, spread out here. */
async function counted(store: Store, unit: Unit, column: string): Promise<ReadonlyMap<string | null, Spread>> {
  const messages = unit.isQuestion ? 'messages' : 'asking';
  const rows = (await all(
    store,
    `SELECT CAST(${column} AS VARCHAR) AS name, ${messages}::DOUBLE AS value, count(*)::DOUBLE AS times
     FROM ${unit.table} WHERE solved AND ${messages} > 0 GROUP BY 1, 2 ORDER BY 2`,
  )) as unknown as readonly { readonly name: string | null; readonly value: number; readonly times: number }[];
  const byName = new Map<string | null, { readonly value: number; readonly times: number }[]>();
  for (const { name, ...count } of rows) {
    const counts = byName.get(name);
    if (counts) counts.push(count);
    else byName.set(name, [count]);
  }
  return new Map([...byName].map(([name, counts]) => [name, spreadOfCounts(counts)]));
}

/** The spread of values that come several times each, ascending. */
export function spreadOfCounts(counts: readonly { readonly value: number; readonly times: number }[]): Spread {
  const n = counts.reduce((sum, { times }) => sum + times, 0);
  if (n <= EXACT) return spreadOf(counts.flatMap(({ value, times }) => Array.from({ length: times }, () => value)));
  const at = (rank: number): number => {
    let left = rank;
    for (const { value, times } of counts) if ((left -= times) <= 0) return value;
    return counts.at(-1)?.value as number;
  };
  const picked = [0.5, 0.9].flatMap((q) => {
    const [low, high] = quantileRanks(n, q) as [number, number];
    return [at(Math.floor((n - 1) * q) + 1), at(Math.ceil((n - 1) * q) + 1), at(low), at(high)];
  });
  return spreadFrom(n, picked);
}
