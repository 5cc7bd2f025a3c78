import type { Store } from '../conversations/index.js';
import { printable } from '../text/index.js';
import { costsOf, DEFAULT_TIER, type Costs, type Settings } from '../workspace/index.js';
import { BAD_RATING, FOR_THE_MACHINE, type Topic } from './prepare.js';
import { all } from './recognised.js';

/** What went wrong. */
export type Hurt = 'handed over' | 'left' | 'not helped' | 'asked again' | 'asked back';

/** A place where the service costs its customers, and the team, most. */
export interface Place {
  readonly intent: string | null;
  readonly hurt: Hurt;
  /** How often: questions; of `asked back`, messages. */
  readonly count: number;
  readonly customers: number;
  /** Of how many questions of the intent. */
  readonly questions: number;
  /** In the units of `routing.costs`. */
  readonly cost: number;
  /** What to change, in words, with the file where there is one. */
  readonly advice: string;
  /** Whole conversations, cut where they are long; redacted when they were imported. */
  readonly examples: readonly Example[];
}

export interface Example {
  readonly conversation: string;
  readonly turns: readonly { readonly role: string; readonly text: string }[];
}

const PLACES = 10;
const EXAMPLES = 3;
const TURNS_SHOWN = 8;
const TEXT_SHOWN = 240;

/** SQL for the questions of each kind, and which of `routing.costs` each is worth. */
const HURTS: Readonly<Record<Hurt, { readonly where: string; readonly cost: keyof Costs; readonly each?: string }>> = {
  // Where a person belongs by its tier, beside the machine or instead of it, nothing went wrong.
  'handed over': { where: `result = 'handed_off' AND ${FOR_THE_MACHINE}`, cost: 'needless_handoff' },
  left: { where: "result = 'abandoned'", cost: 'wrong_answer' },
  'not helped': {
    where: `(result = 'unresolved' OR result = 'resolved' AND rating <= ${BAD_RATING})`,
    cost: 'wrong_answer',
  },
  'asked again': { where: "result = 'resolved' AND repeated_same AND coalesce(rating, 5) > 2", cost: 'wrong_answer' },
  'asked back': { where: 'stuck > 0', cost: 'clarification', each: 'stuck' },
};

/**
 * The ten places with the greatest cost, each of at least `least` customers; the dearest first.
 *
 * @param shown - the intents that may be shown: how often another one is asked would give its neighbours away.
 */
export async function whereItHurts(
  store: Store,
  costs: Settings['routing']['costs'],
  topics: readonly Topic[],
  shown: ReadonlySet<string | null>,
  least: number,
): Promise<readonly Place[]> {
  const kinds = Object.entries(HURTS) as readonly (readonly [Hurt, (typeof HURTS)[Hurt]])[];
  const columns = kinds.flatMap(([, { where, each }], index) => [
    `coalesce(${each === undefined ? 'count(*)' : `sum(${each})`} FILTER (${where}), 0)::DOUBLE AS count${index}`,
    `(count(DISTINCT person) FILTER (${where}))::DOUBLE AS people${index}`,
  ]);
  const rows = (await all(
    store,
    `SELECT intent, count(*)::DOUBLE AS questions, ${columns.join(', ')}
     FROM questions LEFT JOIN topics ON topics.number = topic GROUP BY 1`,
  )) as unknown as readonly (Readonly<Record<string, number>> & { readonly intent: string | null })[];
  const known = new Map(topics.map((topic) => [topic.name, topic]));
  const places = rows.flatMap(({ intent, ...row }) => {
    // Not by segment: a sum of two prices would tell how many of the few customers of a segment are among them.
    const tier = intent === null ? undefined : (known.get(intent)?.tier ?? DEFAULT_TIER);
    const price = costsOf(costs, { tier });
    return kinds.map(([hurt, { cost }], index) => ({
      intent,
      hurt,
      count: row[`count${index}`] as number,
      customers: row[`people${index}`] as number,
      questions: row['questions'] as number,
      cost: (row[`count${index}`] as number) * price[cost],
    }));
  });
  const dearest = places
    .filter(({ intent, customers, cost }) => shown.has(intent) && customers >= least && cost > 0)
    .toSorted(
      (a, b) => b.cost - a.cost || compare(a.intent ?? '\uffff', b.intent ?? '\uffff') || compare(a.hurt, b.hurt),
    )
    .slice(0, PLACES);
  const found: (readonly Found[])[] = [];
  for (const place of dearest) found.push(await latestOf(store, place, topics));
  const turns = await turnsOf(store, found.flat());
  return dearest.map((place, index) => {
    const topic = place.intent === null ? undefined : known.get(place.intent);
    const examples = (found[index] ?? []).map(({ id, start }) => ({
      conversation: id,
      turns: (turns.get(id) ?? [])
        .filter(({ turn }) => turn >= start && turn < start + TURNS_SHOWN)
        .map(({ role, text }) => ({ role, text })),
    }));
    return { ...place, advice: printable(adviceFor(place.hurt, place.intent, topic)), examples };
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function adviceFor(hurt: Hurt, intent: string | null, topic: Topic | undefined): string {
  if (intent === null) {
    return 'No intent was recognised: `kb mine` groups these questions and suggests intents and utterances for them.';
  }
  if (topic?.file == null) return `The workspace has no intent "${intent}": \`kb new intent\` makes one.`;
  const article = topic.article === null ? undefined : `articles/${topic.article}.md`;
  if (article === undefined && hurt !== 'asked back') {
    return `${topic.file} names no article: \`kb new article\`, so that there is an answer to give.`;
  }
  switch (hurt) {
    case 'handed over':
      return `It is for the machine by its tier (simple), but a person takes over: see in ${article} what the answer, its tasks or its facts lack, or make it medium or complex in ${topic.file}.`;
    case 'left':
      return `Customers leave before they are helped: put the answer first in ${article}, and ask for less before it.`;
    case 'not helped':
      return `The answer does not help, or none was given: rewrite ${article} by the examples, and see with \`kb explain\` whether the question was understood.`;
    case 'asked again':
      return `The same customers ask the same again: say in ${article} what happens next and when.`;
    case 'asked back':
      return `The service is not sure what is meant: add utterances as in the examples to ${topic.file}, and look at \`kb eval\` for what it is confused with.`;
  }
}

/** Conversations among which those of different customers are looked for, the latest first. */
const CANDIDATES = 50;

interface Found {
  readonly id: string;
  /** The first turn to show. */
  readonly start: number;
}

/** The latest conversations of a place, of different customers. */
async function latestOf(
  store: Store,
  { intent, hurt }: Pick<Place, 'intent' | 'hurt'>,
  topics: readonly Topic[],
): Promise<readonly Found[]> {
  const number = topics.findIndex(({ name }) => name === intent) + 1;
  return (await all(
    store,
    `WITH fitting AS (
       SELECT c, person, began, first_message AS message FROM questions LEFT JOIN topics ON topics.number = topic
       WHERE topic IS NOT DISTINCT FROM ${intent === null ? 'NULL' : number} AND ${HURTS[hurt].where}
       ORDER BY began DESC NULLS LAST, c, message LIMIT ${CANDIDATES}),
     latest AS (
       SELECT c, id, fitting.began, message FROM fitting JOIN chosen USING (c)
       QUALIFY row_number() OVER (PARTITION BY fitting.person ORDER BY fitting.began DESC NULLS LAST, id, message) = 1
       ORDER BY fitting.began DESC NULLS LAST, id LIMIT ${EXAMPLES})
     SELECT id, turn::DOUBLE AS start FROM latest JOIN asked USING (c, message) ORDER BY latest.began DESC NULLS LAST, id`,
  )) as unknown as readonly Found[];
}

/** The turns of conversations, for all places at once: to look for ids takes as long as to read all turns. */
async function turnsOf(store: Store, found: readonly Found[]): Promise<ReadonlyMap<string, readonly Said[]>> {
  const turns = new Map<string, Said[]>();
  if (found.length === 0) return turns;
  const ids = [...new Set(found.map(({ id }) => `'${id.replaceAll("'", "''")}'`))].join(', ');
  const rows = (await all(
    store,
    `SELECT conversation AS id, turn::DOUBLE AS turn, role, text FROM turns
     WHERE conversation IN (${ids}) AND role <> 'system' ORDER BY 1, 2`,
  )) as unknown as readonly (Said & { readonly id: string })[];
  for (const { id, turn, role, text } of rows) {
    const said = turns.get(id) ?? [];
    turns.set(id, said);
    said.push({ turn, role, text: cut(text.replace(/\s+/g, ' ').trim()) });
  }
  return turns;
}

interface Said {
  readonly turn: number;
  readonly role: string;
  readonly text: string;
}

function cut(text: string): string {
  const characters = Array.from(text);
  return characters.length > TEXT_SHOWN ? `${characters.slice(0, TEXT_SHOWN - 1).join('')}…` : text;
}
