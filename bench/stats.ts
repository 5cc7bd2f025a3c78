import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openStore } from '../dist/conversations/index.js';
import { runKb } from './process.js';

const EXAMPLE = fileURLToPath(new URL('../kb', import.meta.url));

/** Figures over five million turns, and what it costs to recognise messages that carry no intent. */
export async function stats(): Promise<void> {
  console.log('\nstats: kb stats --format json, the start of the process in the time; intents stand in the log');
  console.log('  turns       seconds  CPU seconds  needed  peak MB  needed');
  for (const turns of [500_000, 5_000_000]) {
    await withFolder(async (folder) => {
      await writeFile(path.join(folder, 'kb.yaml'), 'name: Bench\n');
      await generate(
        folder,
        turns,
        (conversation) => `'intent.' || ((hash(${conversation}) % 60) * (hash(${conversation}) % 7) // 6)`,
      );
      const run = await runKb(['-C', folder, 'stats', '--format', 'json', '--today', '2026-11-23']);
      row(turns, run, turns > 1_000_000 ? ['20', '2000'] : ['', '']);
    });
  }
  console.log(
    '\nstats: recognising, with the example workspace; no message carries an intent, each text is a different one',
  );
  console.log('  turns       seconds  CPU seconds  needed  peak MB  needed');
  await withFolder(async (folder) => {
    await cp(EXAMPLE, folder, { recursive: true });
    await runKb(['-C', folder, 'train']);
    await generate(folder, 500_000, () => 'NULL');
    for (const _ of ['first', 'again']) {
      row(500_000, await runKb(['-C', folder, 'stats', '--format', 'json', '--today', '2026-11-23']), ['', '']);
    }
  });
}

function row(turns: number, run: Awaited<ReturnType<typeof runKb>>, needed: readonly [string, string]): void {
  console.log(
    [
      turns.toLocaleString('en').padStart(9),
      run.seconds.toFixed(1).padStart(12),
      run.cpuSeconds.toFixed(1).padStart(12),
      needed[0].padStart(7),
      run.peakMb.toFixed(0).padStart(8),
      needed[1].padStart(7),
    ].join(' '),
  );
}

async function withFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'kb-bench-'));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * A store as an import leaves it: half a year of conversations of five turns on average, a quarter of them with a second
 * question, seven in ten customers with a name, most without a stated outcome. Drawn by hashes: the same in every run.
 */
async function generate(folder: string, turns: number, intent: (conversation: string) => string): Promise<void> {
  const file = path.join(folder, '.kb/logs.duckdb');
  await mkdir(path.dirname(file), { recursive: true });
  await (await openStore(file, 'write')).close();
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(file, { memory_limit: '2GB' });
  const connection = await instance.connect();
  const conversations = Math.round(turns / 5);
  await connection.run(`
    INSERT INTO conversations
      SELECT 'conversation-' || i, ['chat', 'email', 'social'][1 + (hash(i) % 3)::INTEGER],
        ['en', 'zh'][1 + (hash(i + 1) % 2)::INTEGER],
        TIMESTAMP '2026-05-04' + to_seconds((hash(i * 7) % (26 * 7 * 86400))::BIGINT), NULL,
        CASE WHEN hash(i * 5) % 10 < 7 THEN 'c_' || md5((hash(i * 3) % ${Math.floor(conversations * 0.6)})::VARCHAR)[1:16] END,
        ['new', 'returning', 'vip'][1 + (hash(i + 2) % 3)::INTEGER],
        CASE WHEN hash(i * 11) % 4 = 0 THEN ['resolved', 'handed_off', 'abandoned'][1 + (hash(i * 13) % 3)::INTEGER] END,
        CASE WHEN hash(i * 17) % 5 = 0 THEN 1 + hash(i * 19) % 5 END, NULL, 'canonical', md5(i::VARCHAR)
      FROM range(${conversations}) AS numbers(i);
    INSERT INTO turns
      SELECT id, t,
        CASE WHEN t % 2 = 0 THEN 'customer' WHEN t >= 3 AND hash(id) % 4 = 0 THEN 'agent' ELSE 'bot' END,
        left('message ' || (hash(id || t) % 100000000) || ' of some usual length, as customers write them to a shop', 20 + (hash(id || t) % 60)::INTEGER),
        started_at + to_seconds(t * (20 + (hash(id || t || 'x') % 100))::BIGINT),
        CASE WHEN t % 2 = 0 THEN ${intent("id || CASE WHEN t >= 4 AND hash(id || 's') % 4 = 0 THEN 'second' ELSE '' END")} END, 0.8,
        CASE WHEN t % 2 = 1 THEN
          CASE WHEN hash(id || t || 'a') % 10 < 7 THEN 'answer' ELSE ['clarify', 'handoff', 'fallback'][1 + (hash(id || t || 'b') % 3)::INTEGER] END
        END
      FROM conversations, range(3 + (hash(id || 'n') % 5)::INTEGER) AS numbers(t);
    UPDATE conversations SET last_at = latest.at
      FROM (SELECT conversation, max(said_at) AS at FROM turns GROUP BY 1) AS latest WHERE latest.conversation = id;
    CHECKPOINT;`);
  connection.closeSync();
  instance.closeSync();
}
