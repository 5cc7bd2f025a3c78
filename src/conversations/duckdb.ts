import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pid } from 'node:process';
import type * as DuckDb from '@duckdb/node-api';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { KbError } from '../problem.js';

/** The library, loaded on use: it is large, and linting needs none of it. */
export async function loadDuckDb(): Promise<typeof DuckDb> {
  try {
    return await import('@duckdb/node-api');
  } catch (error) {
    throw new KbError(
      {
        code: 'logs/no-duckdb',
        severity: 'error',
        message: 'conversations are kept in DuckDB, which is not installed',
        hint: 'npm install @duckdb/node-api (about 70 MB; only `kb logs` and what reads imported logs need it)',
      },
      { cause: error },
    );
  }
}

/** What every database is opened with. */
export const SAFE = {
  // Nothing is fetched, and no extension is looked for: what is needed is built in.
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  allow_community_extensions: 'false',
  memory_limit: '1GB',
};

let opened = 0;

/** Where what does not fit into memory goes: each has its own, since another reader's must stay when one is done. */
export function spillFolder(file: string): string {
  opened += 1;
  return `${file}.${pid}-${opened}.tmp`;
}

/** Who writes is alone, and clears away what killed processes left: there is text of customers in it. */
export async function clearSpilled(file: string, own: string): Promise<void> {
  const isSpilled = (name: string): boolean => name.startsWith(`${path.basename(file)}.`) && name.endsWith('.tmp');
  const names = await readdir(path.dirname(file)).catch(() => []);
  for (const name of names.filter(isSpilled)) {
    const folder = path.join(path.dirname(file), name);
    if (folder !== own) await rm(folder, { recursive: true, force: true });
  }
}

export function close(instance: DuckDBInstance, connection: DuckDBConnection): void {
  connection.closeSync();
  instance.closeSync();
}

export async function openDatabase(
  duckdb: typeof DuckDb,
  file: string,
  options: Record<string, string>,
): Promise<DuckDBInstance> {
  try {
    return await duckdb.DuckDBInstance.create(file, options);
  } catch (error) {
    const [first = ''] = (error as Error).message.split('\n');
    if (/lock/i.test(first)) {
      throw new KbError(
        {
          code: 'file/locked',
          severity: 'error',
          message: 'another program has the imported conversations open',
          hint: 'wait for it to end',
          file,
        },
        { cause: error },
      );
    }
    throw damaged(file, first, error);
  }
}

export function damaged(file: string, message: string, cause?: unknown): KbError {
  return new KbError(
    {
      code: 'logs/store',
      severity: 'error',
      message: `cannot be opened: ${message}`,
      hint: 'delete it and import the logs again: nothing else is lost',
      file,
    },
    { cause },
  );
}

/** Text as a literal of SQL. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The rows of a Parquet file, values as text, in the order of the file; one conversation's rows need not be together. */
export async function* readParquet(
  file: string,
): AsyncGenerator<{ readonly columns: readonly string[]; readonly rows: readonly Readonly<Record<string, string>>[] }> {
  const duckdb = await loadDuckDb();
  // Not beside the file, which need not be ours; and by itself DuckDB would take the folder that one happens to be in.
  const spill = await mkdtemp(path.join(tmpdir(), 'kb-'));
  const instance = await duckdb.DuckDBInstance.create(':memory:', { ...SAFE, temp_directory: spill });
  const connection = await instance.connect();
  try {
    const result = await connection.stream(
      `SELECT coalesce(CAST(COLUMNS(*) AS VARCHAR), '') FROM read_parquet(${quoted(file)})`,
    );
    const columns = result.deduplicatedColumnNames();
    for await (const rows of result.yieldRowObjects()) yield { columns, rows: rows as Record<string, string>[] };
  } finally {
    close(instance, connection);
    await rm(spill, { recursive: true, force: true });
  }
}
