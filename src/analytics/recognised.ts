import type { Recognition } from '../classifier/index.js';
import type { Store } from '../conversations/index.js';

/** How messages that carry no intent get one. */
export interface Recognise {
  /** A Parquet file that keeps what was recognised: it holds hashes of texts, and intents. */
  readonly cache: string;
  /** Whether the cache is there. */
  readonly cached: boolean;
  /** Called only where the cache does not know all of them. */
  readonly model: () => Promise<{ recogniseAll(texts: readonly string[]): readonly Recognition[] }>;
  /** A new cache, where something was added: a file beside it that takes its place. */
  readonly keep: (write: (file: string) => Promise<void>) => Promise<void>;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Customers' messages by where their intent comes from. */
export interface Recognised {
  /** The log says it. */
  readonly logged: number;
  /** The workspace's model says it. */
  readonly byModel: number;
  /** Neither does: not recognised. */
  readonly none: number;
  /** Different texts that went through the model in this run; the others were known from before. */
  readonly read: number;
}

/** A message up to this long, after the service asked back, is taken for the answer. */
const ANSWER_LENGTH = 30;

/** Texts that are read from the store, and go through the model, at a time. */
const TOGETHER = 20_000;

/**
 * Makes the table `recognised_at`: an intent for messages that the log has none for, each message taken by itself.
 * Only texts that were not recognised before go through the model, the same text once.
 */
export async function recogniseMissing(store: Store, recognise: Recognise | undefined): Promise<Recognised> {
  const [{ logged, missing }] = (await all(
    store,
    `SELECT (count(*) FILTER (topic IS NOT NULL))::DOUBLE AS logged,
       (count(*) FILTER (topic IS NULL AND NOT courtesy AND NOT nothing))::DOUBLE AS missing FROM said`,
  )) as [{ logged: number; missing: number }];
  if (!recognise || missing === 0) {
    await store.run('CREATE TEMP TABLE recognised_at (c INTEGER, message INTEGER, topic INTEGER)');
    return { logged, byModel: 0, none: missing, read: 0 };
  }
  await store.run(`
    CREATE TEMP TABLE recognised (hash UBIGINT, intent VARCHAR);
    CREATE TEMP TABLE unnamed AS
      SELECT said.c, said.message, md5_number_lower(text) AS hash
      FROM said JOIN chosen USING (c) JOIN turns ON turns.conversation = chosen.id AND turns.turn = said.turn
        LEFT JOIN said AS before ON before.c = said.c AND before.message = said.message - 1
      WHERE said.topic IS NULL AND NOT said.courtesy AND NOT said.nothing
        -- The few words that answer what the service asked back say nothing by themselves.
        AND NOT (length(text) <= ${ANSWER_LENGTH} AND coalesce(before.clarify, false));`);
  if (recognise.cached) {
    const file = recognise.cache.replaceAll("'", "''");
    // A cache that is broken is as good as none: it is made anew.
    await store.run(`INSERT INTO recognised SELECT hash, intent FROM read_parquet('${file}')`).catch(() => undefined);
  }
  const read = await readUnknown(store, recognise);
  await store.run(`
    CREATE TEMP TABLE recognised_at AS
      SELECT c, message, number AS topic FROM unnamed JOIN recognised USING (hash) JOIN topics USING (intent);
    DROP TABLE unnamed; DROP TABLE recognised;`);
  const [{ named }] = (await all(store, 'SELECT count(*)::DOUBLE AS named FROM recognised_at')) as [{ named: number }];
  return { logged, byModel: named, none: missing - named, read };
}

async function readUnknown(store: Store, { model, keep, onProgress }: Recognise): Promise<number> {
  await store.run(`
    CREATE TEMP TABLE unread AS
      WITH wanted AS (
        SELECT hash, min(c) AS c, arg_min(message, c) AS message FROM unnamed
        ANTI JOIN recognised USING (hash) GROUP BY hash)
      SELECT wanted.hash, text FROM wanted JOIN chosen USING (c) JOIN said USING (c, message)
        JOIN turns ON turns.conversation = chosen.id AND turns.turn = said.turn;
    CREATE TEMP TABLE added (hash VARCHAR, intent VARCHAR);`);
  const [{ total }] = (await all(store, 'SELECT count(*)::DOUBLE AS total FROM unread')) as [{ total: number }];
  if (total > 0) {
    const classifier = await model();
    for (let from = 0; from < total; from += TOGETHER) {
      const rows = (await all(
        store,
        `SELECT hash::VARCHAR AS hash, text FROM unread WHERE rowid >= ${from} AND rowid < ${from + TOGETHER}`,
      )) as unknown as readonly { readonly hash: string; readonly text: string }[];
      const recognitions = classifier.recogniseAll(rows.map(({ text }) => text));
      await store.append(
        'added',
        rows.map(({ hash }, index) => [hash, recognitions[index]?.intent ?? null]),
      );
      onProgress?.(Math.min(total, from + TOGETHER), total);
    }
    await store.run('INSERT INTO recognised SELECT hash::UBIGINT, intent FROM added');
    await keep((file) =>
      store.run(
        `COPY (FROM recognised ORDER BY hash) TO '${file.replaceAll("'", "''")}' (FORMAT parquet, COMPRESSION zstd)`,
      ),
    );
  }
  await store.run('DROP TABLE unread; DROP TABLE added;');
  return total;
}

type Value = string | number | boolean | null | readonly number[];

/** All rows of a query whose columns are texts, doubles, booleans and lists of doubles. */
export async function all(store: Store, sql: string): Promise<Readonly<Record<string, Value>>[]> {
  const rows: Readonly<Record<string, Value>>[] = [];
  const result = await store.rows(sql);
  for await (const batch of result.rows()) {
    for (const row of batch) {
      rows.push(
        Object.fromEntries(
          result.columns.map((column) => {
            const value = row[column];
            if (typeof value === 'object' && value !== null && 'items' in value)
              return [column, value.items as number[]];
            return [column, (value ?? null) as Value];
          }),
        ),
      );
    }
  }
  return rows;
}
