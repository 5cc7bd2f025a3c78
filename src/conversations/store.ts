import { rename, rm } from 'node:fs/promises';
import type * as DuckDb from '@duckdb/node-api';
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import type { LoggedConversation } from './conversation.js';
import { clearSpilled, close, damaged, loadDuckDb, openDatabase, quoted, SAFE, spillFolder } from './duckdb.js';

/** The version of the tables; a store of another one is made anew from the logs. */
const VERSION = '1';

/** Also of a file that is rebuilt. */
export const TABLES = `
  CREATE TABLE IF NOT EXISTS meta (key VARCHAR, value VARCHAR);
  CREATE TABLE IF NOT EXISTS conversations (
    id VARCHAR, channel VARCHAR, language VARCHAR, started_at TIMESTAMP, last_at TIMESTAMP, customer VARCHAR,
    segment VARCHAR, outcome VARCHAR, rating DOUBLE, comment VARCHAR, source VARCHAR, fingerprint VARCHAR);
  CREATE TABLE IF NOT EXISTS turns (
    conversation VARCHAR, turn INTEGER, role VARCHAR, text VARCHAR, said_at TIMESTAMP, intent VARCHAR,
    confidence DOUBLE, action VARCHAR);`;

/** What a batch changes. The fingerprint tells a conversation that was imported before from one that has gone on. */
const MERGE = `
  BEGIN;
  CREATE OR REPLACE TEMP TABLE changed AS
    SELECT batch.id FROM batch JOIN conversations AS old USING (id) WHERE old.fingerprint <> md5(batch.body);
  CREATE OR REPLACE TEMP TABLE incoming AS
    SELECT batch.id, source, md5(body) AS fingerprint, from_json(body, '{
      "channel":"VARCHAR","language":"VARCHAR","started_at":"TIMESTAMP",
      "customer":{"id":"VARCHAR","segment":"VARCHAR"},"outcome":"VARCHAR",
      "feedback":{"rating":"DOUBLE","comment":"VARCHAR"},
      "turns":[{"role":"VARCHAR","text":"VARCHAR","at":"TIMESTAMP","intent":"VARCHAR","confidence":"DOUBLE","action":"VARCHAR"}]
    }') AS c
    FROM batch ANTI JOIN (SELECT id FROM conversations ANTI JOIN changed USING (id)) AS same USING (id);
  DELETE FROM turns WHERE conversation IN (SELECT id FROM changed);
  DELETE FROM conversations WHERE id IN (SELECT id FROM changed);
  INSERT INTO conversations
    SELECT id, c.channel, c.language, c.started_at,
      greatest(c.started_at, list_max(list_transform(c.turns, lambda t: t.at))),
      c.customer.id, c.customer.segment, c.outcome, c.feedback.rating, c.feedback.comment, source, fingerprint
    FROM incoming;
  INSERT INTO turns
    SELECT id, turn - 1, t.role, t.text, t.at, t.intent, t.confidence, t.action
    FROM (SELECT id, unnest(c.turns) AS t, generate_subscripts(c.turns, 1) AS turn FROM incoming);
  COMMIT;`;

/** One line a turn, the conversation's columns repeated: what Parquet and CSV hold. */
export const FLAT_COLUMNS = [
  'conversation_id',
  'turn',
  'role',
  'text',
  'at',
  'intent',
  'confidence',
  'action',
  'channel',
  'language',
  'customer_id',
  'segment',
  'started_at',
  'outcome',
  'rating',
  'comment',
] as const;

const iso = (column: string): string => `strftime(${column}, '%Y-%m-%dT%H:%M:%S.%gZ')`;
const FLAT = `
  SELECT c.id AS conversation_id, t.turn, t.role, t.text, ${iso('t.said_at')} AS at, t.intent, t.confidence, t.action,
    c.channel, c.language, c.customer AS customer_id, c.segment, ${iso('c.started_at')} AS started_at, c.outcome, c.rating,
    c.comment
  FROM conversations AS c LEFT JOIN turns AS t ON t.conversation = c.id`;

export interface Merged {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
}

export interface Counted {
  readonly conversations: number;
  readonly turns: number;
}

export type Row = Readonly<Record<string, DuckDBValue>>;

/** Imported conversations in one DuckDB file. Whoever writes to it holds the workspace's lock. */
export interface Store {
  /** Adds conversations and replaces those that have changed, all or nothing; the same twice changes nothing. */
  merge(conversations: readonly LoggedConversation[], source: string): Promise<Merged>;
  count(): Promise<Counted>;
  /** How many conversations last went on before `moment`; undated ones never count. */
  countBefore(moment: string): Promise<Counted>;
  countOf(customers: readonly string[]): Promise<Counted>;
  /** Whether two keys are the same; the first one that is asked about is remembered. */
  hasKey(keyCheck: string): Promise<boolean>;
  /** In the order of their ids; `customer`, a pseudonym, picks those of one. */
  conversations(customer?: string): AsyncGenerator<readonly LoggedConversation[]>;
  /** Rows of the flat form, or of any SELECT. */
  rows(sql?: string): Promise<{ readonly columns: readonly string[]; rows(): AsyncGenerator<readonly Row[]> }>;
  writeParquet(file: string, customer?: string): Promise<void>;
  /** Runs statements of our own, such as those that make temporary tables over the store's. */
  run(sql: string): Promise<void>;
  /** Appends rows to a temporary table; values are texts, numbers (DOUBLE) or null. */
  append(table: string, rows: readonly (readonly (string | number | null)[])[]): Promise<void>;
  /**
   * The rows of one SELECT of a user's. From then on no file can be reached, whatever the SQL says.
   *
   * @throws {Error} with DuckDB's message for SQL that is wrong, or is no SELECT.
   */
  ask(sql: string): ReturnType<Store['rows']>;
  /** The same into a Parquet file, the one that can be reached. */
  askIntoParquet(sql: string, file: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the store, making it where there is none.
 *
 * @param access - `query` can neither change anything nor reach another file or the network, whatever SQL it is given.
 * @throws {KbError} without DuckDB; for a file that is none of ours, is damaged, or is in use.
 */
export async function openStore(file: string, access: 'write' | 'export' | 'query'): Promise<Store> {
  const duckdb = await loadDuckDb();
  const spill = spillFolder(file);
  const instance = await openDatabase(duckdb, file, {
    ...SAFE,
    ...(access === 'write' ? {} : { access_mode: 'READ_ONLY' }),
    ...(access === 'query' ? { enable_external_access: 'false' } : { temp_directory: spill }),
  });
  const connection = await instance.connect();
  await connection.run(access === 'query' ? 'SET lock_configuration = true' : "SET TimeZone = 'UTC'");
  const value = async (sql: string, values: DuckDBValue[] = []): Promise<DuckDBValue | undefined> =>
    (await connection.runAndReadAll(sql, values)).getRows()[0]?.[0];
  if (access === 'write') {
    await clearSpilled(file, spill);
    await connection.run(TABLES);
    await connection.run(
      `INSERT INTO meta SELECT 'version', '${VERSION}' WHERE NOT EXISTS (FROM meta WHERE key = 'version')`,
    );
  }
  const version = await value("SELECT value FROM meta WHERE key = 'version'").catch(() => undefined);
  if (version !== VERSION) {
    close(instance, connection);
    throw damaged(file, `a store of version ${String(version)}, not ${VERSION}`);
  }
  return {
    merge: (conversations, source) => merge(connection, conversations, source),
    count: () => counted(connection, 'true', []),
    countBefore: (moment) => counted(connection, 'last_at < CAST($1 AS TIMESTAMP)', [moment]),
    countOf: (customers) => counted(connection, `customer IN (${placeholders(customers)})`, [...customers]),
    async hasKey(keyCheck) {
      const known = await value("SELECT value FROM meta WHERE key = 'privacy-key'");
      if (known === undefined && access === 'write') {
        await connection.run("INSERT INTO meta VALUES ('privacy-key', $1)", [keyCheck]);
      }
      return known === undefined || known === keyCheck;
    },
    conversations: (customer) => readConversations(connection, customer),
    async rows(sql = `${FLAT} ORDER BY c.id, t.turn`) {
      const result = await connection.stream(sql);
      return {
        columns: result.deduplicatedColumnNames(),
        rows: () => result.yieldRowObjects() as AsyncGenerator<Row[]>,
      };
    },
    async writeParquet(target, customer) {
      const where = customer === undefined ? '' : `WHERE c.customer = ${quoted(customer)}`;
      await connection.run(
        `COPY (${FLAT} ${where} ORDER BY c.id, t.turn) TO ${quoted(target)} (FORMAT parquet, COMPRESSION zstd)`,
      );
    },
    async run(sql) {
      await connection.run(sql);
    },
    append: (name, rows) => append(connection, name, rows),
    async ask(sql) {
      const result = await (await oneSelect(duckdb, connection, sql)).stream();
      return {
        columns: result.deduplicatedColumnNames(),
        rows: () => result.yieldRowObjects() as AsyncGenerator<Row[]>,
      };
    },
    async askIntoParquet(sql, target) {
      const temporary = `${target}.tmp`;
      await oneSelect(duckdb, connection, sql, temporary);
      await connection.run(
        `COPY (${sql.replace(/[;\s]+$/, '')}\n) TO ${quoted(temporary)} (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)`,
      );
      await rename(temporary, target);
    },
    async close() {
      if (access === 'write') await connection.run('CHECKPOINT');
      close(instance, connection);
      await rm(spill, { recursive: true, force: true });
    },
  };
}

async function merge(
  connection: DuckDBConnection,
  conversations: readonly LoggedConversation[],
  source: string,
): Promise<Merged> {
  // Of a conversation that comes twice the later one is the whole.
  const byId = new Map(conversations.map((conversation) => [conversation.id, conversation]));
  await connection.run('CREATE OR REPLACE TEMP TABLE batch (id VARCHAR, source VARCHAR, body VARCHAR)');
  const appender = await connection.createAppender('batch');
  for (const { id, ...body } of byId.values()) {
    appender.appendVarchar(id);
    appender.appendVarchar(source);
    // JSON is taken apart by DuckDB on all cores: four times as fast as one call for each value.
    // The escape of NUL ends DuckDB's strings; no message means one.
    appender.appendVarchar(JSON.stringify(body).replaceAll(String.raw`\u0000`, ' '));
    appender.endRow();
  }
  appender.closeSync();
  try {
    await connection.run(MERGE);
  } catch (error) {
    await connection.run('ROLLBACK').catch(() => undefined);
    throw error;
  }
  const reader = await connection.runAndReadAll(
    'SELECT (SELECT count(*) FROM incoming)::INTEGER, (SELECT count(*) FROM changed)::INTEGER',
  );
  const [written, changed] = reader.getRows()[0] as [number, number];
  await connection.run('DROP TABLE batch; DROP TABLE incoming; DROP TABLE changed');
  return { added: written - changed, changed, unchanged: byId.size - written };
}

/** Shuts every file but `reachable` off for good, then takes the SQL as what it must be: one SELECT. */
async function oneSelect(
  duckdb: typeof DuckDb,
  connection: DuckDBConnection,
  sql: string,
  reachable?: string,
): Promise<DuckDb.DuckDBPreparedStatement> {
  if (reachable !== undefined) await connection.run(`SET allowed_paths = [${quoted(reachable)}]`);
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');
  const statements = await connection.extractStatements(sql);
  const prepared = statements.count === 1 ? await statements.prepare(0) : undefined;
  if (prepared?.statementType !== duckdb.StatementType.SELECT) throw new Error('not one SELECT');
  return prepared;
}

async function append(
  connection: DuckDBConnection,
  table: string,
  rows: readonly (readonly (string | number | null)[])[],
): Promise<void> {
  // Named with its catalogue, since the store itself may be open for reading only.
  const appender = await connection.createAppender(table, 'main', 'temp');
  for (const row of rows) {
    for (const value of row) {
      if (value === null) appender.appendNull();
      else if (typeof value === 'string') appender.appendVarchar(value);
      else appender.appendDouble(value);
    }
    appender.endRow();
  }
  appender.closeSync();
}

async function counted(connection: DuckDBConnection, where: string, values: DuckDBValue[]): Promise<Counted> {
  const reader = await connection.runAndReadAll(
    `WITH chosen AS (SELECT id FROM conversations WHERE ${where})
     SELECT (SELECT count(*) FROM chosen)::INTEGER,
       (SELECT count(*) FROM turns WHERE conversation IN (FROM chosen))::INTEGER`,
    values,
  );
  const [conversations, turns] = reader.getRows()[0] as [number, number];
  return { conversations, turns };
}

function placeholders(values: readonly unknown[]): string {
  return values.length === 0 ? 'NULL' : values.map((_, index) => `$${index + 1}`).join(', ');
}

async function* readConversations(
  connection: DuckDBConnection,
  customer: string | undefined,
): AsyncGenerator<readonly LoggedConversation[]> {
  const where = customer === undefined ? '' : `WHERE c.customer = ${quoted(customer)}`;
  const result = await connection.stream(`${FLAT} ${where} ORDER BY c.id, t.turn`);
  let current: (Omit<LoggedConversation, 'turns'> & { turns: LoggedConversation['turns'][number][] }) | undefined;
  for await (const rows of result.yieldRowObjects()) {
    const whole: LoggedConversation[] = [];
    for (const row of rows as Readonly<Record<(typeof FLAT_COLUMNS)[number], string & number>>[]) {
      if (current?.id !== row.conversation_id) {
        if (current) whole.push(current);
        current = {
          id: row.conversation_id,
          ...given({ channel: row.channel, language: row.language, started_at: row.started_at }),
          ...(row.customer_id !== null || row.segment !== null
            ? { customer: given({ id: row.customer_id, segment: row.segment }) }
            : {}),
          turns: [],
          ...given({ outcome: row.outcome }),
          ...(row.rating !== null || row.comment !== null
            ? { feedback: given({ rating: row.rating, comment: row.comment }) }
            : {}),
        };
      }
      if (row.role !== null) {
        const { role, text, at, intent, confidence, action } = row;
        current.turns.push({
          role,
          text,
          ...given({ at, intent, confidence, action }),
        });
      }
    }
    if (whole.length > 0) yield whole;
  }
  if (current) yield [current];
}

/** Without what is null. */
function given<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== null && value !== undefined),
  ) as Partial<T>;
}
