import type { Store } from '../conversations/index.js';
import { shareOf } from '../interval.js';
import { CONCEALED, spreadOfCounts, type Share, type Spread } from './figures.js';
import { BAD_RATING, FOR_THE_MACHINE } from './prepare.js';
import { all } from './recognised.js';
import { suppress } from './suppress.js';

/** Where conversations end without an answer, by how many messages the customer had written. */
export interface DropOff {
  /** The customer's messages, from and to; `to` is `null` in the last row. */
  readonly from: number;
  readonly to: number | null;
  /** Conversations that got so far. */
  readonly reached: number;
  /** Of these, left without an answer before the next row. */
  readonly left: Share;
}

/** Rows are of so many messages that each has people enough to be shown. */
export async function dropOff(store: Store, least: number): Promise<readonly DropOff[]> {
  const rows = (await all(
    store,
    // Each person once, so that numbers of people can be added up.
    `WITH counted AS (
       SELECT asking, result, person, max(asking) OVER (PARTITION BY person) AS most
       FROM cases WHERE result IS NOT NULL AND result <> 'person' AND asking > 0)
     SELECT asking::DOUBLE AS messages, count(*)::DOUBLE AS ended,
       (count(DISTINCT person) FILTER (asking = most))::DOUBLE AS people,
       (count(*) FILTER (result = 'abandoned'))::DOUBLE AS abandoned
     FROM counted GROUP BY 1 ORDER BY 1`,
  )) as unknown as readonly { messages: number; ended: number; people: number; abandoned: number }[];
  const bins: { from: number; to: number; ended: number; people: number; abandoned: number }[] = [];
  let from = 1;
  for (const { messages, ended, people, abandoned } of rows) {
    const open = bins.at(-1);
    if (open && open.people < least) {
      open.to = messages;
      open.ended += ended;
      open.people += people;
      open.abandoned += abandoned;
    } else bins.push({ from, to: messages, ended, people, abandoned });
    from = messages + 1;
  }
  const tail = bins.at(-1);
  if (tail && tail.people < least) {
    bins.pop();
    const before = bins.at(-1);
    if (!before) return [];
    before.ended += tail.ended;
    before.abandoned += tail.abandoned;
  }
  let reached = bins.reduce((sum, { ended }) => sum + ended, 0);
  return bins.map(({ from: first, to, ended, abandoned }, index) => {
    const row = {
      from: first,
      to: index === bins.length - 1 ? null : to,
      reached,
      left: shareOf(abandoned, reached),
    };
    reached -= ended;
    return row;
  });
}

/** With which question customers leave, and when. */
export interface Leaving {
  readonly intent: string | null;
  /** Questions that customers left with, of those of the intent that were not for a person alone. */
  readonly left: Share;
  /** How many messages they had written in the conversation. */
  readonly messages: Spread;
}

/** The questions that most customers left with first; each of at least `least` customers. */
export async function leavingByIntent(
  store: Store,
  shown: ReadonlySet<string | null>,
  least: number,
): Promise<readonly Leaving[]> {
  const rows = (await all(
    store,
    `WITH asked_of AS (
       SELECT topic, count(*)::DOUBLE AS total, (count(*) FILTER (result = 'abandoned'))::DOUBLE AS gone,
         (count(DISTINCT person) FILTER (result = 'abandoned'))::DOUBLE AS people
       FROM questions WHERE result IS NOT NULL AND result <> 'person' GROUP BY 1),
     left_after AS (
       SELECT topic, asking::DOUBLE AS value, count(*)::DOUBLE AS times
       FROM questions JOIN cases USING (c) WHERE questions.result = 'abandoned' GROUP BY 1, 2)
     SELECT intent, total, gone, people, value, times
     FROM asked_of JOIN left_after ON left_after.topic IS NOT DISTINCT FROM asked_of.topic
       LEFT JOIN topics ON topics.number = asked_of.topic
     ORDER BY gone DESC, intent NULLS LAST, value`,
  )) as unknown as readonly {
    intent: string | null;
    total: number;
    gone: number;
    people: number;
    value: number;
    times: number;
  }[];
  return [...new Set(rows.map(({ intent }) => intent))].flatMap((intent) => {
    const own = rows.filter((row) => row.intent === intent);
    const [first] = own;
    if (!first || first.people < least || !shown.has(intent)) return [];
    return [{ intent, left: shareOf(first.gone, first.total), messages: spreadOfCounts(own) }];
  });
}

/** What customers ask after an intent, in the same conversation. */
export interface NextQuestions {
  readonly intent: string;
  readonly questions: number;
  /** Nothing: the conversation ends with it. `null` where it may not be shown. */
  readonly nothing: Share | null;
  /** The most frequent first, at most three. */
  readonly next: readonly { readonly intent: string | null; readonly share: Share }[];
}

const NEXT_SHOWN = 3;

/** @param shown - the intents that may be shown; a row of theirs has people enough. */
export async function nextQuestions(
  store: Store,
  shown: ReadonlySet<string | null>,
  least: number,
): Promise<readonly NextQuestions[]> {
  const rows = (await all(
    store,
    `WITH pairs AS (
       SELECT a.topic AS topic, b.topic AS next, b.c IS NULL AS ends, count(*)::DOUBLE AS count,
         count(DISTINCT a.person)::DOUBLE AS people
       FROM questions AS a LEFT JOIN questions AS b ON b.c = a.c AND b.question = a.question + 1 GROUP BY 1, 2, 3)
     SELECT asked.intent, followed.intent AS next, ends, count, people
     FROM pairs JOIN topics AS asked ON asked.number = topic LEFT JOIN topics AS followed ON followed.number = next
     ORDER BY 1, count DESC, 2 NULLS LAST`,
  )) as unknown as readonly {
    intent: string;
    next: string | null;
    ends: boolean;
    count: number;
    people: number;
  }[];
  const intents = [...new Set(rows.map(({ intent }) => intent))].filter((intent) => shown.has(intent));
  return intents.flatMap((intent) => {
    const own = rows.filter((row) => row.intent === intent);
    const questions = own.reduce((sum, { count }) => sum + count, 0);
    const cells = own.map(({ people }, index) => ({ key: String(index), people }));
    const hidden = suppress(cells, [cells.map(({ key }) => key)], least);
    const visible = own.filter((row, index) => !hidden.has(String(index)) && (row.ends || shown.has(row.next)));
    const ending = visible.find(({ ends }) => ends);
    const next = visible.filter(({ ends }) => !ends).slice(0, NEXT_SHOWN);
    if (next.length === 0) return [];
    return [
      {
        intent,
        questions,
        nothing: ending ? shareOf(ending.count, questions) : null,
        next: next.map(({ next: name, count }) => ({ intent: name, share: shareOf(count, questions) })),
      },
    ];
  });
}

/** What follows an article's answers. */
export interface ArticleEvidence {
  readonly article: string;
  /** Questions that the service answered and whose intent the article is for. */
  readonly answered: number;
  /** Of questions that are for the machine alone by their tier. */
  readonly handOff: Share;
  /** Concealed where too few rated; `trouble` then leaves them out. */
  readonly badRating: Share;
  /** Another question in the same conversation. */
  readonly anotherQuestion: Share;
  /** The same question in another conversation soon after. */
  readonly sameAgain: Share;
  /** Any of these but another question. */
  readonly trouble: Share;
  /** Whether there is more trouble than with all articles, beyond chance: the interval's lower end is above their share. */
  readonly isWorse: boolean;
}

/** The articles with the most trouble first: by the lower end of its interval. */
export async function articleEvidence(
  store: Store,
  shown: ReadonlySet<string | null>,
  least: number,
): Promise<readonly ArticleEvidence[]> {
  const rows = (await all(
    store,
    `WITH answered AS (
       SELECT article, person, result = 'handed_off' AND ${FOR_THE_MACHINE} AS handed,
         coalesce(rating <= ${BAD_RATING}, false) AS bad, NOT is_last AS more, coalesce(repeated_same, false) AS again, rating
       FROM questions JOIN topics ON topics.number = topic
       WHERE article IS NOT NULL AND answers > 0 AND result IS NOT NULL AND result <> 'person')
     SELECT article, count(*)::DOUBLE AS answered, count(DISTINCT person)::DOUBLE AS people,
       (count(*) FILTER (handed))::DOUBLE AS handed, (count(*) FILTER (bad))::DOUBLE AS bad,
       (count(*) FILTER (more))::DOUBLE AS more, (count(*) FILTER (again))::DOUBLE AS again,
       (count(*) FILTER (handed OR bad OR again))::DOUBLE AS trouble,
       (count(*) FILTER (handed OR again))::DOUBLE AS unrated_trouble,
       (count(DISTINCT person) FILTER (rating IS NOT NULL))::DOUBLE AS raters
     FROM answered GROUP BY 1 ORDER BY 1`,
  )) as unknown as readonly (Readonly<Record<string, number>> & { readonly article: string })[];
  const sum = (key: string): number => rows.reduce((total, row) => total + (row[key] as number), 0);
  const usual = sum('answered') === 0 ? 0 : sum('trouble') / sum('answered');
  return rows
    .filter(({ article, people }) => shown.has(article) && (people as number) >= least)
    .map((row) => {
      const share = (key: string): ReturnType<typeof shareOf> => shareOf(row[key] as number, row['answered'] as number);
      const raters = row['raters'] as number;
      const isConcealed = raters > 0 && raters < least;
      const trouble = share(isConcealed ? 'unrated_trouble' : 'trouble');
      return {
        article: row.article,
        answered: row['answered'] as number,
        handOff: share('handed'),
        badRating: isConcealed ? CONCEALED : share('bad'),
        anotherQuestion: share('more'),
        sameAgain: share('again'),
        trouble,
        isWorse: (trouble.interval?.[0] ?? 0) > usual,
      };
    })
    .toSorted(
      (a, b) => (b.trouble.interval?.[0] ?? 0) - (a.trouble.interval?.[0] ?? 0) || (a.article < b.article ? -1 : 1),
    );
}
