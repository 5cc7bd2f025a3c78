import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from '../../src/conversations/index.js';

test('a reader that is done leaves what another one spilled to disk; who writes next clears away what was left', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'kb-store-'));
  try {
    const file = path.join(folder, 'logs.duckdb');
    await (await openStore(file, 'write')).close();
    const spillOf = async (store: Awaited<ReturnType<typeof openStore>>): Promise<string> => {
      const answer = await store.rows("SELECT current_setting('temp_directory') AS folder");
      for await (const [row] of answer.rows()) return String(row?.['folder']);
      throw new Error('no row');
    };
    const [one, other] = [await openStore(file, 'export'), await openStore(file, 'export')];
    const [ones, others] = [await spillOf(one), await spillOf(other)];
    expect(ones).not.toBe(others);
    await mkdir(others);
    await one.close();
    expect(await readdir(folder)).toContain(path.basename(others));
    await other.close();
    expect(await readdir(folder)).not.toContain(path.basename(others));
    await mkdir(others); // as if it had been killed
    await (await openStore(file, 'write')).close();
    expect(await readdir(folder)).toEqual(['logs.duckdb']);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
