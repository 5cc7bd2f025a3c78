import { open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { close, loadDuckDb, quoted, SAFE, spillFolder } from './duckdb.js';
import { openStore, TABLES } from './store.js';

/**
 * Rebuilds the file without the conversations of some customers, or those that ended before a moment, so that no byte of
 * them stays: a row that is only deleted would remain in the file until something else is written over it. The new file
 * replaces the old one in one step; whatever happens before, the old one stays.
 */
export async function eraseFromStore(
  file: string,
  erase: { readonly customers?: readonly string[]; readonly before?: string },
): Promise<void> {
  const duckdb = await loadDuckDb();
  // Opening it for writing once brings what an interrupted import left in the log into the file.
  await (await openStore(file, 'write')).close();
  const fresh = `${file}.new`;
  await rm(fresh, { force: true });
  await rm(`${fresh}.wal`, { force: true });
  const spill = spillFolder(file);
  const instance = await duckdb.DuckDBInstance.create(':memory:', { ...SAFE, temp_directory: spill });
  const connection = await instance.connect();
  const { customers = [], before } = erase;
  const keep = [
    ...(customers.length > 0 ? [`coalesce(customer, '') NOT IN (${customers.map(quoted).join(', ')})`] : []),
    ...(before === undefined ? [] : [`coalesce(last_at >= TIMESTAMP ${quoted(before)}, true)`]),
  ].join(' AND ');
  try {
    await connection.run(`
      ATTACH ${quoted(file)} AS old (READ_ONLY);
      ATTACH ${quoted(fresh)} AS fresh;
      USE fresh;
      ${TABLES}
      INSERT INTO fresh.meta FROM old.meta;
      INSERT INTO fresh.conversations FROM old.conversations WHERE ${keep};
      INSERT INTO fresh.turns FROM old.turns WHERE conversation IN (SELECT id FROM fresh.conversations);
      CHECKPOINT fresh;
      USE memory;
      DETACH fresh;
      DETACH old;`);
  } finally {
    close(instance, connection);
    await rm(spill, { recursive: true, force: true });
  }
  const handle = await open(fresh, 'r+');
  await handle.sync();
  await handle.close();
  await rename(fresh, file);
  for (const name of await readdir(path.dirname(file))) {
    if (name === `${path.basename(file)}.wal` || name === `${path.basename(fresh)}.wal`) {
      await rm(path.join(path.dirname(file), name), { force: true });
    }
  }
}
