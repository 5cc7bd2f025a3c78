import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { statsSchema } from '../../src/reporting/index.js';
import { runIn } from './run.js';

let folder: string;

const run = (...args: readonly string[]) => runIn(folder, args, 60);

const HOSTILE = '=cmd|\u001b[31m<script>"\\x';

/** Twelve conversations: half about money with the intent in the log, half about logging in without one. */
async function log(): Promise<void> {
  const lines = Array.from({ length: 12 }, (_, index) => {
    const asks = index % 2 === 0;
    const day = `2026-11-${String(2 + index).padStart(2, '0')}`;
    return JSON.stringify({
      id: `talk-${index}`,
      channel: index < 6 ? 'chat' : HOSTILE,
      started_at: `${day}T09:00:00Z`,
      customer: { id: `customer-${index}`, segment: 'new' },
      turns: [
        asks
          ? { role: 'customer', text: 'my money back please', at: `${day}T09:00:00Z`, intent: 'refund' }
          : { role: 'customer', text: `reset my password ${index % 4}`, at: `${day}T09:00:00Z` },
        { role: 'bot', text: 'Here is how.', at: `${day}T09:00:0${index % 4}Z`, action: asks ? 'handoff' : 'answer' },
      ],
    });
  });
  await writeFile(path.join(folder, 'log.jsonl'), lines.join('\n'));
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kb-stats-verb-'));
  await writeFile(
    path.join(folder, 'kb.yaml'),
    'name: Desk\nprivacy: { minimum_group: 5 }\ngoals: { stats: { resolution_rate: 0.7, satisfaction: 4 } }\n',
  );
  await mkdir(path.join(folder, 'intents'));
  const sentences = {
    refund: ['my money back please', 'refund the payment', 'when is the money back', 'pay my money back', 'refund me'],
    login: ['cannot log in', 'password forgotten', 'the login fails', 'reset my password', 'log in does not work'],
  };
  for (const [intent, texts] of Object.entries(sentences)) {
    const lines = texts.map((text) => `- ${text}\n`).join('');
    await writeFile(
      path.join(folder, `intents/${intent}.md`),
      `---\nintent: ${intent}\ntier: simple\n---\n## en\n${lines}`,
    );
  }
  await log();
  await run('logs', 'import', 'log.jsonl');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('without imported conversations it says what to do', async () => {
  await mkdir(path.join(folder, 'empty'));
  await writeFile(path.join(folder, 'empty/kb.yaml'), '');
  const { code, stderr } = await run('-C', 'empty', 'stats');
  expect(code).toBe(2);
  expect(stderr).toMatch(/no conversations were imported yet .*kb logs import FILE/);
});

test('messages without an intent are recognised once; what was recognised is kept, and forgotten with a customer', async () => {
  const first = await run('stats', '--format', 'json');
  expect(first.stderr).toMatch(/^training on 10 utterances/);
  const report = JSON.parse(first.stdout);
  expect(statsSchema.safeParse(report).error).toBeUndefined();
  expect(report).toMatchObject({
    schema: 'kb.stats/1',
    name: 'Desk',
    today: '2026-11-23',
    overall: { conversations: 12, customers: 12, resolution: { count: 6, total: 12 }, handOff: { count: 6 } },
    recognised: { logged: 6, byModel: 6, none: 0, read: 2 },
  });
  expect(report.by.intent.map(({ name, questions }: any) => [name, questions])).toEqual([
    ['login', 6],
    ['refund', 6],
  ]);
  expect(report.by.intent[0].resolution).toMatchObject({ count: 6, total: 6, share: 1 });

  const again = await run('stats', '--format', 'json');
  expect(again.stderr).toBe('');
  expect(JSON.parse(again.stdout)).toEqual({ ...report, recognised: { ...report.recognised, read: 0 } });

  const caches = async (): Promise<string[]> =>
    (await readdir(path.join(folder, '.kb'))).filter((name) => name.startsWith('recognised'));
  expect(await caches()).toHaveLength(1);
  await run('logs', 'forget', 'customer-11');
  expect(await caches()).toEqual([]);
  await run('logs', 'import', 'log.jsonl');
});

test('a missed goal fails the gate and only there; one without data is not measured', async () => {
  const plain = await run('stats');
  expect(plain.code).toBe(0);
  expect(plain.stdout).toMatch(/✗ +stats\.resolution_rate +70\.0 % +50\.0 % +missed/);
  expect(plain.stdout).toMatch(/· +stats\.satisfaction +4\.00 +– +not measured/);
  const gate = await run('stats', '--gate');
  expect(gate.code).toBe(1);
  expect(gate.stderr).toBe('kb: goals missed: stats.resolution_rate is 50.0 %, the goal is 70.0 %\n');
});

test('the table fits the terminal, states what figures are, and shows names without what steers a terminal', async () => {
  const { stdout } = await run('stats');
  const wide = stdout.split('\n').filter((line) => Array.from(line).length > 60);
  expect(wide).toEqual([]);
  expect(stdout).toContain('answered, with no person in it');
  expect(stdout).toContain('=cmd|\ufffd[31m<script>');
  expect(stdout).not.toContain('\u001b');
});

test('CSV, Markdown and OpenMetrics hold the same figures, names made safe', async () => {
  const csv = await run('stats', '--format', 'csv');
  expect(csv.stdout).toMatch(/^dimension,name,conversations,customers,/);
  expect(csv.stdout).toMatch(/^all,,12,12,0,12,12,6,12,0\.5,/m);
  expect(csv.stdout).toMatch(/^channel,"'=cmd\|/m);
  const markdown = await run('stats', '--format', 'markdown');
  expect(markdown.stdout).toMatch(/^\| resolved by the service \| 50\.0 % \|/m);
  expect(markdown.stdout).toContain('`=cmd\\|\ufffd[31m<script>"\\x`');
  const metrics = await run('stats', '--format', 'openmetrics');
  expect(metrics.stdout).toContain('# TYPE kb_resolution_ratio gauge\n');
  expect(metrics.stdout).toContain('kb_resolution_ratio{by="all",name=""} 0.5\n');
  expect(metrics.stdout).toContain('kb_goal_met{goal="stats.resolution_rate"} 0\n');
  expect(metrics.stdout).toMatch(/# EOF\n$/);
  expect(metrics.stdout).not.toContain('\u001b');
  expect(metrics.stdout).toContain(String.raw`<script>\"\\x"`);
});

test('SQL sees the tables that the figures come from, and nothing else; Parquet takes figures and rows', async () => {
  const rows = await run(
    'stats',
    '--sql',
    'SELECT result, count(*) AS n FROM cases GROUP BY ALL ORDER BY 1',
    '-f',
    'json',
  );
  expect(JSON.parse(rows.stdout)).toEqual([
    { result: 'handed_off', n: 6 },
    { result: 'resolved', n: 6 },
  ]);
  for (const sql of [
    "COPY cases TO 'stolen.csv'",
    "SELECT * FROM read_text('kb.yaml')",
    'SELECT 1; DROP TABLE cases',
  ]) {
    const { code, stderr } = await run('stats', '--sql', sql);
    expect([sql, code]).toEqual([sql, 2]);
    expect(stderr).toMatch(/\(stats\/sql\)/);
  }
  expect(await run('stats', '-f', 'parquet')).toMatchObject({ code: 2 });
  for (const [verb = '', ...flags] of [['stats'], ['logs', 'export']]) {
    const nowhere = await run(verb, ...flags, '-f', 'parquet', '-o', 'nowhere/rows.parquet');
    expect(nowhere).toMatchObject({ code: 2, stderr: expect.stringMatching(/nowhere.*its folder is not there/) });
  }
  await writeFile(path.join(folder, 'figures.parquet'), 'of last week');
  expect(await run('stats', '-f', 'parquet', '-o', 'figures.parquet')).toMatchObject({ code: 0, stdout: '' });
  const sql = 'SELECT id, result FROM cases -- all of them';
  expect(await run('stats', '-f', 'parquet', '-o', 'rows.parquet', '--sql', sql)).toMatchObject({ code: 0 });
  for (const file of ['figures.parquet', 'rows.parquet']) {
    expect((await readFile(path.join(folder, file))).subarray(0, 4).toString()).toBe('PAR1');
  }
  expect((await readdir(folder)).filter((name) => name.startsWith('stolen'))).toEqual([]);
});
