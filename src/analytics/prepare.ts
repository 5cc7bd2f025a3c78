import type { Store } from '../conversations/index.js';
import { compareText } from '../problem.js';
import { DEFAULT_TIER, OUT_OF_SCOPE, type Tier, type Workspace } from '../workspace/index.js';
import { COURTESY_INTENT, COURTESY_LENGTH, COURTESY_TEXT, PERSON_INTENT } from './courtesy.js';
import { recogniseMissing, type Recognise, type Recognised } from './recognised.js';

/** Which conversations count. Days are those on which a conversation began, in UTC; both ends are included. */
export interface Window {
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly channels?: readonly string[] | undefined;
  readonly segments?: readonly string[] | undefined;
  readonly languages?: readonly string[] | undefined;
}

/** What a workspace knows of an intent that a log names. */
export interface Topic {
  readonly name: string;
  readonly tier: Tier | null;
  readonly article: string | null;
  /** The intent file's path; `null` for an intent that the workspace does not have. */
  readonly file: string | null;
}

/** Ratings up to this are bad, from `GOOD_RATING` on good, of 1 to 5. */
export const BAD_RATING = 2;
export const GOOD_RATING = 4;

/** SQL, of questions and topics: those that are for the machine alone. Where nothing was recognised, nobody said otherwise. */
export const FOR_THE_MACHINE = `(topic IS NULL OR coalesce(tier, '${DEFAULT_TIER}') = 'simple')`;

/** What other tools write where nothing was recognised. */
const NOTHING = new Set(['none', 'null', 'nlu_fallback', 'fallback', 'default_fallback', 'no_nodes_detected']);

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;
const among = (column: string, values: readonly string[] | undefined): string =>
  values === undefined ? 'true' : `coalesce(${column}, '') IN (${values.map(text).join(', ')})`;
/** Seconds between two moments, `NULL` where one is missing or the clocks went backwards. */
const seconds = (from: string, to: string): string =>
  `CASE WHEN ${to} >= ${from} THEN epoch_ms(${to} - ${from}) / 1000.0 END`;

/**
 * Derives temporary tables from the store, on which every figure is a plain query:
 *
 * - `cases`: a conversation each, with what became of it (`result`);
 * - `episodes`: a conversation up to its reopening each: what the clocks measure;
 * - `questions`: the messages of a conversation about one intent each;
 * - `asked`: a customer's message with the service's reply each;
 * - `topics`: the intents, by the numbers that the others have.
 *
 * docs/stats.md has their columns and the rules.
 */
export async function prepare(
  store: Store,
  workspace: Workspace,
  window: Window,
  recognise: Recognise | undefined,
): Promise<{ readonly topics: readonly Topic[]; readonly recognised: Recognised }> {
  const { reopen_after_hours: reopenHours, repeat_within_days: repeatDays } = workspace.settings.stats;
  await store.run(chosenSql(window, repeatDays));
  // From here on no result depends on the order of the rows.
  await store.run('SET preserve_insertion_order = false');
  const topics = await makeTopics(store, workspace);
  await store.run(spokenSql());
  const recognised = await recogniseMissing(store, recognise);
  await store.run(askedSql(reopenHours));
  await store.run(CASES);
  await store.run(EPISODES);
  await store.run(QUESTIONS);
  return { topics, recognised };
}

/** Conversations as they count: `person` is a customer, or (negative) a conversation whose customer is not known. */
function chosenSql({ since, until, channels, segments, languages }: Window, repeatDays: number): string {
  return `
  CREATE TEMP TABLE chosen AS
    WITH first_said AS (
      SELECT conversation, min(said_at) AS at FROM turns
      WHERE conversation IN (SELECT id FROM conversations WHERE started_at IS NULL) GROUP BY 1),
    counted AS (
      SELECT row_number() OVER ()::INTEGER AS c, id, customer, channel, language, segment, outcome,
        CASE WHEN rating BETWEEN 1 AND 5 THEN rating END AS rating,
        coalesce(started_at, first_said.at) AS began, coalesce(last_at, started_at) AS ended
      FROM conversations LEFT JOIN first_said ON conversation = id),
    known AS (
      SELECT * EXCLUDE (customer),
        CASE WHEN customer IS NULL THEN -c ELSE dense_rank() OVER (ORDER BY customer)::INTEGER END AS person
      FROM counted),
    followed AS (
      SELECT *, lead(began) OVER later AS next_began, lead(c) OVER later AS next_c FROM known
      WINDOW later AS (PARTITION BY person ORDER BY began NULLS LAST, id))
    SELECT * EXCLUDE (next_began), date_trunc('week', began)::DATE AS week,
      CASE WHEN person > 0 AND began IS NOT NULL
          AND ended + INTERVAL ${repeatDays} DAY <= (SELECT max(ended) FROM counted)
        THEN coalesce(next_began <= ended + INTERVAL ${repeatDays} DAY, false) END AS repeated
    FROM followed
    WHERE ${since === undefined ? 'true' : `began >= TIMESTAMP ${text(since)}`}
      AND ${until === undefined ? 'true' : `began < TIMESTAMP ${text(until)} + INTERVAL 1 DAY`}
      AND ${among('channel', channels)} AND ${among('segment', segments)} AND ${among('language', languages)}`;
}

async function makeTopics(store: Store, workspace: Workspace): Promise<readonly Topic[]> {
  const logged: string[] = [];
  const found = await store.rows('SELECT DISTINCT intent FROM turns WHERE intent IS NOT NULL');
  for await (const rows of found.rows()) logged.push(...rows.map(({ intent }) => String(intent)));
  const known = new Map(workspace.intents.map((file) => [file.intent, file]));
  const names = [...new Set([...known.keys(), ...logged])].toSorted(compareText);
  const topics = names.map((name): Topic => {
    const file = known.get(name);
    const article = file?.article ?? workspace.articles.find(({ intents }) => intents.includes(name))?.id;
    return { name, tier: file?.tier ?? null, article: article ?? null, file: file?.path ?? null };
  });
  await store.run(
    'CREATE TEMP TABLE topics (number DOUBLE, intent VARCHAR, tier VARCHAR, article VARCHAR, kind VARCHAR)',
  );
  const kindOf = (name: string): string => {
    if (name === OUT_OF_SCOPE) return 'out of scope';
    if (NOTHING.has(name.toLowerCase())) return 'nothing';
    if (COURTESY_INTENT.test(name)) return 'courtesy';
    return PERSON_INTENT.test(name) ? 'person' : 'question';
  };
  await store.append(
    'topics',
    topics.map(({ name, tier, article }, index) => [index + 1, name, tier, article, kindOf(name)]),
  );
  await store.run(`
    CREATE TEMP TABLE topic AS SELECT number::INTEGER AS number, * EXCLUDE (number) FROM topics;
    DROP TABLE topics;
    ALTER TABLE topic RENAME TO topics;`);
  return topics;
}

/** What is written of an action, in the words of this tool. */
const DEED = (column: string): string => `CASE
  WHEN ${column} IS NULL THEN NULL
  WHEN regexp_matches(lower(${column}), 'hand_?-?off|hand_?over|human|escalat|transfer') THEN 'handoff'
  WHEN regexp_matches(lower(${column}), 'fallback|not_?understood|out_of_scope') THEN 'fallback'
  WHEN regexp_matches(lower(${column}), 'clarif|rephrase|disambig|ask_affirmation') THEN 'clarify'
  ELSE 'answer' END`;

/** A customer's message and what the service said before the next one: `said`. */
function spokenSql(): string {
  return `
  CREATE TEMP TABLE deeds AS SELECT action, ${DEED('action')} AS deed FROM (SELECT DISTINCT action FROM turns);
  CREATE TEMP TABLE said AS
    WITH spoken AS (
      SELECT c, turn, role = 'customer' AS asks, role = 'bot' AS bot, said_at, topics.number AS topic, topics.kind, deed,
        -- CASE, since AND would look at every text.
        CASE WHEN role <> 'customer' THEN false WHEN topics.kind = 'courtesy' THEN true
          WHEN length(text) <= ${COURTESY_LENGTH} THEN regexp_full_match(text, ${text(COURTESY_TEXT)})
          ELSE false END AS courtesy
      FROM turns JOIN chosen ON chosen.id = turns.conversation
        LEFT JOIN topics ON topics.intent = turns.intent LEFT JOIN deeds ON deeds.action = turns.action
      WHERE role <> 'system'),
    placed AS (
      SELECT *, (count(*) FILTER (asks) OVER (PARTITION BY c ORDER BY turn))::INTEGER AS message FROM spoken)
    SELECT c, message,
      any_value(turn) FILTER (asks) AS turn, any_value(said_at) FILTER (asks) AS asked_at,
      bool_or(courtesy) AS courtesy,
      coalesce(any_value(topic) FILTER (asks), arg_min(topic, turn) FILTER (NOT asks AND topic IS NOT NULL)) AS topic,
      coalesce(bool_or(kind = 'nothing'), false) AS nothing,
      bool_or(bot) AS bot, bool_or(NOT asks AND NOT bot) AS agent,
      min(said_at) FILTER (NOT asks) AS answered_at, max(said_at) FILTER (NOT asks) AS served_at,
      min(said_at) FILTER (bot) AS bot_at, min(said_at) FILTER (NOT asks AND NOT bot) AS agent_at,
      coalesce(bool_or(deed = 'handoff'), false) AS handoff,
      coalesce(bool_or(deed = 'clarify'), false) AS clarify,
      coalesce(bool_or(deed = 'fallback'), false) AS fallback
    FROM placed WHERE message > 0 GROUP BY c, message;
  DROP TABLE deeds;`;
}

/**
 * Messages with the number of the episode and of the question that they belong to. A message without an intent of its own
 * goes on about what the one before was about, unless the service said that it did not understand; so does one that asks
 * for a person.
 */
const askedSql = (reopenHours: number): string => `
  CREATE TEMP TABLE asked AS
    WITH named AS (
      SELECT said.* EXCLUDE (topic, nothing, courtesy), said.courtesy OR coalesce(topics.kind = 'courtesy', false) AS courtesy,
        CASE WHEN said.courtesy OR topics.kind = 'courtesy' THEN NULL
          WHEN topics.kind = 'person' AND message > 1 THEN NULL
          WHEN topics.kind IN ('question', 'person', 'out of scope') THEN topics.number
          WHEN fallback OR nothing THEN 0 END AS topic,
        CASE WHEN topics.kind = 'person' THEN topics.number END AS asks_person
      FROM (SELECT said.* EXCLUDE (topic), coalesce(said.topic, r.topic) AS topic
        FROM said LEFT JOIN recognised_at AS r USING (c, message)) AS said
        LEFT JOIN topics ON topics.number = said.topic),
    traced AS (
      SELECT *, message = 1 OR NOT courtesy AND coalesce(
          asked_at - lag(served_at) OVER messages >= INTERVAL ${reopenHours} HOUR, false) AS opens, lag(topic IGNORE NULLS) OVER messages AS topic_before,
        coalesce(bool_or(agent OR handoff) OVER (messages ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), false) AS taken
      FROM named WINDOW messages AS (PARTITION BY c ORDER BY message))
    SELECT * EXCLUDE (topic_before),
      (sum(opens::INTEGER) OVER messages)::INTEGER AS episode,
      (sum((opens OR topic IS NOT NULL AND topic IS DISTINCT FROM topic_before)::INTEGER) OVER messages)::INTEGER AS question
    FROM traced WINDOW messages AS (PARTITION BY c ORDER BY message);
  DROP TABLE said;`;

/**
 * How the last message that asks something was met, in one number, since that is several times as fast as to look for the
 * last message: was it answered, and if so only by asking back or not understanding?
 */
const LAST = `max(message * 4 + (bot OR agent)::INTEGER * 2 + ((clarify OR fallback) AND NOT agent)::INTEGER) FILTER (NOT courtesy)`;
const SERVED = 'last % 4 >= 2';
const STUCK = 'last % 2 = 1';

/** What became of a conversation: what the log states, else what its end shows. */
const CASES = `
  CREATE TEMP TABLE cases AS
    WITH ends AS (
      SELECT c, count(*)::INTEGER AS messages, count(*) FILTER (NOT courtesy)::INTEGER AS asking, bool_or(bot) AS bot,
        bool_or(agent) AS agent, bool_or(handoff) AS handoff, max(episode) AS episodes,
        ${LAST} AS last,
        -- Only the first question can be nothing but courtesies, and is none then.
        max(question) FILTER (NOT courtesy) AS last_question,
        coalesce(last_question - min(question) FILTER (NOT courtesy) + 1, 0)::INTEGER AS questions,
        count(*) FILTER (clarify OR fallback)::INTEGER AS stuck,
        bool_or(bot OR agent) AS served
      FROM asked GROUP BY c),
    judged AS (
      SELECT *, CASE
        WHEN agent AND NOT bot AND NOT handoff AND outcome IS DISTINCT FROM 'handed_off' THEN 'person'
        WHEN outcome = 'abandoned' THEN 'abandoned'
        WHEN outcome = 'handed_off' OR handoff OR bot AND agent THEN 'handed_off'
        WHEN outcome = 'resolved' THEN 'resolved'
        WHEN asking = 0 OR NOT (SELECT bool_or(served) FROM ends) THEN NULL
        WHEN NOT (${SERVED}) OR ${STUCK} THEN 'abandoned'
        WHEN rating <= ${BAD_RATING} THEN 'unresolved'
        ELSE 'resolved' END AS result
      FROM ends JOIN chosen USING (c))
    SELECT *, outcome IS NOT NULL AS stated,
      CASE WHEN bot AND agent THEN 'bot, then person' WHEN bot THEN 'bot' WHEN agent THEN 'person' ELSE 'nobody' END AS served_by,
      coalesce(result = 'resolved' OR outcome = 'resolved'
        OR agent AND coalesce(${SERVED}, false) AND outcome IS DISTINCT FROM 'abandoned', false) AS solved
    FROM judged`;

/** The clocks: each episode has its own, so that a conversation that is reopened does not go on being waited for. */
const EPISODES = `
  CREATE TEMP TABLE episodes AS
    WITH spans AS (
      SELECT c, episode, min(asked_at) AS asked_at, min(answered_at) AS answered_at,
        max(served_at) AS served_at, min(agent_at) AS agent_at,
        coalesce(min(asked_at) FILTER (handoff), max(bot_at) FILTER (NOT taken), min(asked_at)) AS passed_at
      FROM asked GROUP BY c, episode)
    SELECT c, person, channel, segment, language, week, served_by, episode,
      ${seconds('asked_at', 'answered_at')} AS first_response, ${seconds('passed_at', 'agent_at')} AS wait,
      CASE WHEN solved OR episode < episodes THEN ${seconds('asked_at', 'served_at')} END AS resolution
    FROM spans JOIN cases USING (c)`;

/** What became of a question: of the last one what became of the conversation, of another what the service did. */
const QUESTIONS = `
  CREATE TEMP TABLE grouped AS
    SELECT c, question,
        CASE WHEN bool_and(courtesy OR asks_person IS NOT NULL) THEN max(asks_person) ELSE max(topic) END AS topic, min(asked_at) AS asked_at, min(answered_at) AS answered_at,
        max(served_at) AS served_at, min(message) AS first_message, bool_and(taken) AS taken,
        count(*) FILTER (NOT courtesy)::INTEGER AS messages, bool_or(handoff) AS handoff,
        coalesce(bool_or(bot), false) AS bot, coalesce(bool_or(agent), false) AS agent,
        ${LAST} AS last,
        count(*) FILTER (clarify OR fallback)::INTEGER AS stuck,
        count(*) FILTER (bot AND NOT (clarify OR fallback))::INTEGER AS answers
      FROM asked GROUP BY c, question HAVING NOT bool_and(courtesy);
  -- Questions that the customer's next conversation asks, too.
  CREATE TEMP TABLE asked_again AS
    SELECT DISTINCT g.c, g.question FROM cases JOIN grouped AS g USING (c)
      JOIN grouped AS later ON later.c = next_c AND later.topic = g.topic
    WHERE repeated AND g.topic > 0;
  CREATE TEMP TABLE questions AS
    WITH judged AS (
      SELECT g.*, person, week, began, rating, repeated, solved AS case_solved, g.question = last_question AS is_last,
        CASE
          WHEN cases.result IS NULL THEN NULL
          WHEN g.handoff OR g.agent AND NOT taken AND cases.result <> 'person' THEN 'handed_off'
          WHEN g.agent OR cases.result = 'person' OR taken AND NOT g.bot THEN 'person'
          WHEN g.question = last_question AND cases.result = 'handed_off' AND NOT taken THEN 'handed_off'
          WHEN g.question = last_question AND cases.result <> 'handed_off' THEN cases.result
          WHEN g.last % 2 = 1 OR g.last % 4 < 2 THEN 'unresolved'
          ELSE 'resolved' END AS result
      FROM grouped AS g JOIN cases USING (c)),
    ended AS (
      SELECT * EXCLUDE (case_solved),
        coalesce(result = 'resolved' OR agent AND (case_solved OR NOT is_last AND ${SERVED}), false) AS solved
      FROM judged)
    SELECT c, person, question, is_last, nullif(topic, 0) AS topic, week, began, result, messages, first_message, answers,
      stuck, bot, CASE WHEN is_last THEN rating END AS rating, repeated,
      asked_again.c IS NOT NULL AS repeated_same, solved,
      ${seconds('asked_at', 'answered_at')} AS first_response,
      CASE WHEN solved THEN ${seconds('asked_at', 'served_at')} END AS resolution
    FROM ended LEFT JOIN asked_again USING (c, question);
  DROP TABLE grouped; DROP TABLE asked_again;`;
