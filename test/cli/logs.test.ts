import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { kb, killed, temporaryFolder, type Run } from './kb.js';

const LOGS = fileURLToPath(new URL('../../fixtures/logs/', import.meta.url));
const KEY = { KB_PRIVACY_KEY: 'a key of the tests' };

async function workspace(settings = ''): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(path.join(folder, 'kb.yaml'), `name: X\nlanguages: [en, zh]\n${settings}`);
  return folder;
}

function logs(folder: string, args: readonly string[], env: Record<string, string> = KEY): Promise<Run> {
  return kb(['-C', folder, 'logs', ...args], { env });
}

const fixture = (name: string): string => path.join(LOGS, name);
const TODAY = ['--today', '2026-11-01'];

test('what is imported twice is there once; export gives the canonical form, which imports again unchanged', async () => {
  const folder = await workspace();
  const first = await logs(folder, [
    'import',
    fixture('canonical.jsonl'),
    fixture('zendesk.jsonl'),
    fixture('rasa.json'),
    ...TODAY,
  ]);
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(first.stdout).toContain('4 new, 0 changed, 0 there already');
  const again = await logs(folder, [
    'import',
    fixture('canonical.jsonl'),
    fixture('zendesk.jsonl'),
    fixture('rasa.json'),
    ...TODAY,
  ]);
  expect(again.stdout).toContain('0 new, 0 changed, 4 there already');

  const { stdout } = await logs(folder, ['export']);
  expect(stdout).not.toMatch(/ana@|Silva|07700|13800138000/);
  const other = await workspace();
  await writeFile(path.join(other, 'all.jsonl'), stdout);
  await logs(other, ['import', path.join(other, 'all.jsonl'), ...TODAY]);
  expect((await logs(other, ['export'])).stdout).toBe(stdout);

  const parquet = path.join(folder, 'all.parquet');
  expect(await logs(folder, ['export', '--format', 'parquet', '--output', parquet])).toMatchObject({ code: 0 });
  const third = await workspace();
  expect(await logs(third, ['import', parquet, ...TODAY])).toMatchObject({ code: 0, stderr: '' });
  expect((await logs(third, ['export'])).stdout).toBe(stdout);
});

test('skipped places are counted and listed, and are no failure; a file that cannot be read is one', async () => {
  const folder = await workspace();
  const run = await logs(folder, ['import', fixture('turns.csv'), '--format', 'json', ...TODAY]);
  expect(run.code).toBe(0);
  expect(JSON.parse(run.stdout)).toMatchObject({
    schema: 'kb.logs-import/1',
    conversations: 2,
    added: 2,
    skipped: { count: 2 },
  });
  expect(run.stderr).toMatch(/turns\.csv:6 {2}warning: not a role: "stranger" {2}\(logs\/skipped\)/);
  const missing = await logs(folder, ['import', 'nowhere.jsonl', fixture('canonical.jsonl'), ...TODAY]);
  expect(missing.code).toBe(2);
  expect(missing.stderr).toMatch(/^nowhere\.jsonl {2}error: cannot be read: no such file or folder/);
  expect(missing.stdout).toContain('2 new');
});

test('forget erases a customer from the store, its bytes, utterances and what was made; export --customer gives the data', async () => {
  const folder = await workspace();
  await logs(folder, ['import', fixture('canonical.jsonl'), ...TODAY]);
  const data = await logs(folder, ['export', '--customer', 'Ana@example.com']);
  const { customer, id } = JSON.parse(data.stdout) as { id: string; customer: { id: string } };
  expect(id).toBe('chat-1');
  await mkdir(path.join(folder, 'intents'));
  await mkdir(path.join(folder, '.kb/mined'));
  await writeFile(path.join(folder, '.kb/mined/last.json'), '{}');
  const intent =
    '---\nintent: x\n---\n## en\n- where is it\n- and mine <!-- from c_0123456789abcdef on 2026-10-05 -->\n';
  const line = `- where is my parcel <!-- from ${customer.id} on 2026-10-05 -->\n`;
  await writeFile(path.join(folder, 'intents/x.md'), intent + line);

  const run = await logs(folder, ['forget', 'ana@example.com']);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(run.stdout).toContain('1 conversation with 3 turns erased');
  expect(run.stdout).toContain('intents/x.md: 1');
  expect(run.stdout).toContain('history of git');
  expect(await readFile(path.join(folder, 'intents/x.md'), 'utf8')).toBe(intent);
  expect((await readdir(path.join(folder, '.kb'))).toSorted()).toEqual(['.gitignore', 'logs.duckdb']);
  const bytes = await readFile(path.join(folder, '.kb/logs.duckdb'), 'latin1');
  expect(bytes).not.toContain('chat-1');
  expect(bytes).not.toContain(customer.id);
  expect((await logs(folder, ['export'])).stdout).toMatch(/^\{"id":"chat-2"/);
  expect(await logs(folder, ['forget', 'ana@example.com'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('nothing is known'),
  });
});

test('retention: what is too old is not kept, what has become so is erased, both aloud', async () => {
  const folder = await workspace('privacy: { retention_days: 30 }\n');
  await logs(folder, ['import', fixture('canonical.jsonl'), fixture('zendesk.jsonl'), ...TODAY]);
  const later = await logs(folder, ['import', fixture('rasa.json'), '--today', '2026-11-06']);
  expect(later.stdout).toContain('1 conversation erased: older than 30 days on 2026-11-06');
  const old = await logs(folder, ['import', fixture('canonical.jsonl'), '--today', '2027-11-06']);
  expect(old.stdout).toContain('1 conversation not kept: older than 30 days');
  // Undated conversations are exempt.
  expect(
    (await logs(folder, ['export'])).stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => (JSON.parse(line) as { id: string }).id),
  ).toEqual(['chat-2']);
});

test('the key: made once with mode 600, refused when others may read it or when it is another', async () => {
  const folder = await workspace();
  const config = await temporaryFolder();
  const env = { KB_PRIVACY_KEY: '', XDG_CONFIG_HOME: config };
  expect((await logs(folder, ['import', fixture('canonical.jsonl'), ...TODAY], env)).stderr).toContain(
    'made a privacy key',
  );
  const key = path.join(config, 'kb/privacy.key');
  expect((await stat(key)).mode & 0o777).toBe(0o600);
  expect((await logs(folder, ['import', fixture('canonical.jsonl'), ...TODAY], env)).stderr).toBe('');
  expect(await logs(folder, ['import', fixture('canonical.jsonl')])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('another privacy key'),
  });
  await chmod(key, 0o644);
  expect(await logs(folder, ['import', fixture('canonical.jsonl')], env)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('others may read'),
  });
  expect(await logs(folder, ['import', fixture('canonical.jsonl')], { KB_PRIVACY_KEY: 'short' })).toMatchObject({
    code: 2,
  });
});

test('sql reads and cannot do anything else; hostile text neither steers a terminal nor becomes a formula', async () => {
  const folder = await workspace();
  const hostile = {
    id: '=1+1',
    turns: [
      { role: 'customer', text: '\u001b[2J=cmd|calc\u202e' },
      { role: 'bot', text: '=HYPERLINK(1)' },
    ],
  };
  await writeFile(path.join(folder, 'h.jsonl'), JSON.stringify(hostile));
  await logs(folder, ['import', path.join(folder, 'h.jsonl')]);
  const table = await logs(folder, ['sql', 'SELECT conversation, text FROM turns ORDER BY turn']);
  expect(table).toMatchObject({ code: 0, stderr: '' });
  expect(table.stdout).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
  const csv = await logs(folder, ['sql', 'SELECT text FROM turns', '--format', 'csv']);
  expect(csv.stdout).toContain(`"'=HYPERLINK(1)"`);
  expect((await logs(folder, ['export', '--format', 'csv'])).stdout).not.toMatch(/^=|,=|[^\P{Cc}\n]|\u202e/mu);
  for (const query of [
    'DELETE FROM turns',
    "COPY turns TO '/tmp/x.csv'",
    "SELECT * FROM read_csv('/etc/passwd')",
    "ATTACH '/tmp/x.db'",
    'SET enable_external_access = true',
    'nonsense',
  ]) {
    expect(await logs(folder, ['sql', query]), query).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('(logs/sql)'),
    });
  }
});

test('without an import, without DuckDB and with a damaged store it is said what to do', async () => {
  const folder = await workspace();
  expect(await logs(folder, ['export'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('kb logs import FILE'),
  });
  await mkdir(path.join(folder, '.kb'));
  await writeFile(path.join(folder, '.kb/logs.duckdb'), 'x'.repeat(5000));
  expect(await logs(folder, ['sql', 'SELECT 1'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('(logs/store)'),
  });
});

test('where DuckDB is not installed it is said how to get it, and everything else works', async () => {
  const folder = await workspace();
  // As npm ci --omit=optional leaves it: a loader that does not find the package.
  const hook = `data:text/javascript,${encodeURIComponent(`
    export const resolve = (name, context, next) => {
      if (name.startsWith('@duckdb/')) throw Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' });
      return next(name, context);
    };`)}`;
  const register = `data:text/javascript,${encodeURIComponent(`import { register } from 'node:module'; register(${JSON.stringify(hook)});`)}`;
  const env = { NODE_OPTIONS: `--import="${register}"` };
  expect(await logs(folder, ['import', fixture('canonical.jsonl'), ...TODAY], env)).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(/DuckDB.*npm install/s),
  });
  const mined = await kb(['-C', folder, 'mine', fixture('canonical.jsonl'), ...TODAY], { env: { ...KEY, ...env } });
  expect(mined).toMatchObject({ code: 0, stderr: '' });
});

test('kb redact is a filter; what it cannot read it leaves out', async () => {
  const folder = await workspace("privacy: { patterns: { order: 'HP-\\d{5}' } }\n");
  const input = Buffer.concat([
    Buffer.from('mail ana@example.com about HP-48213\n\nThanks,\nAna\n'),
    Buffer.from([0xff, 0x0a]),
    Buffer.from('end'),
  ]);
  const run = await kb(['-C', folder, 'redact'], { input });
  expect(run).toMatchObject({ code: 1, stdout: 'mail <email> about <order>\n\nThanks,\n<name>\nend\n' });
  expect(run.stderr).toMatch(/^line 5 left out: not UTF-8 text\n/);
  await writeFile(path.join(folder, 'kb.yaml'), "privacy: { patterns: { order: '(?<=x)y' } }\n");
  expect(await kb(['-C', folder, 'redact'], { input })).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining('privacy/pattern'),
  });
});

/** `KB_KILLS=50 npx vitest run test/cli/logs.test.ts` for the whole bar. */
const KILLS = Number(process.env['KB_KILLS'] ?? 3);

test(
  'killed at any moment of an import, nothing is lost, doubled or half, and the next one completes it',
  { timeout: 120_000 + KILLS * 10_000 },
  async () => {
    const folder = await workspace();
    const file = path.join(folder, 'many.jsonl');
    const lines = Array.from({ length: 12_000 }, (_, i) =>
      JSON.stringify({
        id: `k${i}`,
        turns: Array.from({ length: 6 }, (_turn, n) => ({
          role: 'customer',
          text: `turn ${n} of ${i}, ana${i}@example.com`,
        })),
      }),
    );
    await writeFile(file, `${lines.join('\n')}\n`);
    await logs(folder, ['import', fixture('canonical.jsonl'), ...TODAY]);
    for (let kill = 0; kill < KILLS; kill += 1) {
      // From before the start of the import to about its end, at moments that are spread and not round.
      await killed(['-C', folder, 'logs', 'import', file, ...TODAY], KEY, 150 + ((kill * 617) % 2300));
      const query = `SELECT count(*) AS n, count(DISTINCT id) AS distinct_ids, (SELECT count(*) FROM (
        SELECT conversation FROM turns WHERE conversation LIKE 'k%' GROUP BY ALL HAVING count(*) <> 6)) AS halves
        FROM conversations`;
      const rows = await logs(folder, ['sql', query, '--format', 'json']);
      const [{ n, distinct_ids, halves }] = JSON.parse(rows.stdout) as [
        Record<'n' | 'distinct_ids' | 'halves', number>,
      ];
      expect({ distinct_ids, halves }, `after kill ${kill}`).toEqual({ distinct_ids: n, halves: 0 });
      expect(n).toBeGreaterThanOrEqual(2);
    }
    expect(await logs(folder, ['import', file, ...TODAY])).toMatchObject({ code: 0, stderr: '' });
    const all = await logs(folder, [
      'sql',
      'SELECT count(*) AS n, (SELECT count(*) FROM turns) AS t FROM conversations',
      '--format',
      'json',
    ]);
    expect(JSON.parse(all.stdout)).toEqual([{ n: 12_002, t: 72_004 }]);
    expect((await readdir(path.join(folder, '.kb'))).toSorted()).toEqual(['.gitignore', 'logs.duckdb']);
  },
);

test(
  'killed at any moment of forgetting or of the retention, others keep everything, and the next one completes it',
  { timeout: 60_000 + KILLS * 20_000 },
  async () => {
    const folder = await workspace('privacy: { retention_days: 100 }\n');
    const file = path.join(folder, 'many.jsonl');
    const lines = Array.from({ length: 6000 }, (_, i) =>
      JSON.stringify({
        id: `k${i}`,
        customer: { id: `ana${i % 3}@example.com` },
        // A third is too old a month later.
        started_at: i % 2 === 0 ? '2026-08-20T00:00:00Z' : '2026-10-20T00:00:00Z',
        turns: [{ role: 'customer', text: `turn of ${i}` }],
      }),
    );
    await writeFile(file, `${lines.join('\n')}\n`);
    await mkdir(path.join(folder, 'intents'));
    const kept = 'intents/refund.md';
    for (let kill = 0; kill < Math.ceil(KILLS / 3); kill += 1) {
      await logs(folder, ['import', file, ...TODAY]);
      const [one] = JSON.parse(
        (await logs(folder, ['sql', "SELECT customer FROM conversations WHERE id = 'k0'", '-f', 'json'])).stdout,
      ) as [{ customer: string }];
      await writeFile(
        path.join(folder, kept),
        `---\nintent: refund\n---\n## en\n- my money back <!-- from ${one.customer} on 2026-10-01 -->\n- refund me\n`,
      );
      const isForget = kill % 2 === 0;
      const args = isForget
        ? ['forget', 'ana0@example.com']
        : ['import', fixture('canonical.jsonl'), '--today', '2026-12-01'];
      await killed(['-C', folder, 'logs', ...args], KEY, 200 + ((kill * 617) % 1500));
      const count = async (where: string): Promise<number> => {
        const sql = `SELECT count(*) AS n FROM conversations JOIN turns ON id = conversation WHERE id LIKE 'k%' AND ${where}`;
        const [{ n }] = JSON.parse((await logs(folder, ['sql', sql, '-f', 'json'])).stdout) as [{ n: number }];
        return n;
      };
      const untouched = isForget ? `customer <> '${one.customer}'` : `started_at > '2026-09-01'`;
      const touched = isForget ? `customer = '${one.customer}'` : `started_at < '2026-09-01'`;
      expect(await count(untouched), `after kill ${kill}`).toBe(isForget ? 4000 : 3000);
      expect([0, isForget ? 2000 : 3000], `after kill ${kill}`).toContain(await count(touched));
      await logs(folder, args);
      expect([await count(untouched), await count(touched)]).toEqual([isForget ? 4000 : 3000, 0]);
      if (isForget) expect(await readFile(path.join(folder, kept), 'utf8')).not.toContain('my money back');
      expect((await readdir(path.join(folder, '.kb'))).toSorted()).toEqual(['.gitignore', 'logs.duckdb']);
    }
  },
);
