import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runIn } from './run.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kb-mine-'));
  await writeFile(path.join(folder, 'kb.yaml'), 'name: Desk\n');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const run = (...args: readonly string[]) => runIn(folder, args);

const ENGRAVING = [
  'do you engrave pens',
  'can you engrave my name on a pen',
  'is engraving of pens possible',
  'how much is engraving a pen',
  'Do you engrave pens?',
];
const PARKING = [
  'where can I park at the shop',
  'is there parking near the shop',
  'do you have a car park at the shop',
  'free parking at the shop?',
];

/** One conversation a text, a week apart; an agent answers each. */
async function log(name: string, texts: readonly string[]): Promise<string> {
  const lines = texts.map((text, i) =>
    JSON.stringify({
      id: `${name}${i}`,
      channel: 'chat',
      started_at: `2026-11-${String(2 + ((7 * i) % 21)).padStart(2, '0')}T10:00:00Z`,
      customer: { id: `customer ${i}`, segment: 'new' },
      turns: [
        { role: 'customer', text: 'hello' },
        { role: 'customer', text },
        {
          role: 'agent',
          text: text.includes('engrav') ? 'Engraving a pen costs 5 pounds.' : 'There is a car park behind us.',
        },
      ],
      outcome: 'handed_off',
    }),
  );
  const file = `${name}.jsonl`;
  await writeFile(path.join(folder, file), lines.join('\n'));
  return file;
}

interface Json {
  readonly turns: {
    readonly total: number;
    readonly unrecognised: number;
    readonly excluded: { readonly greeting: number };
  };
  readonly clusters: readonly {
    readonly id: string;
    readonly name: string;
    readonly size: number;
    readonly customers: number;
    readonly members?: readonly string[];
    readonly agentReply?: { readonly text: string };
    readonly trend: readonly { readonly week: string; readonly messages: number }[];
    readonly suggestion: { readonly kind: string };
  }[];
  readonly singles: { readonly count: number; readonly members?: readonly string[] };
  readonly comparison?: { readonly appeared: readonly string[]; readonly vanished: readonly unknown[] };
}

test('in an empty workspace every turn is accounted for, by topic, with its ids; the order of the log plays no part', async () => {
  const texts = [...ENGRAVING, ...PARKING, 'qwertz'];
  const file = await log('a', texts);
  const { code, stdout } = await run('mine', file, '-f', 'json', '--members');
  const report = JSON.parse(stdout) as Json;
  expect(code).toBe(0);
  expect(report.turns).toMatchObject({ total: 20, unrecognised: 10, excluded: { greeting: 10 } });
  const members = [...report.clusters.flatMap((cluster) => cluster.members ?? []), ...(report.singles.members ?? [])];
  expect(members.toSorted()).toEqual(texts.map((_, i) => `a${i}#1`).toSorted());
  expect(report.singles.members).toEqual(['a9#1']);
  const engraving = report.clusters.find((cluster) => cluster.members?.includes('a0#1'));
  expect(engraving?.members?.toSorted()).toEqual(['a0#1', 'a1#1', 'a2#1', 'a3#1', 'a4#1']);
  expect(engraving).toMatchObject({ size: 5, customers: 5, agentReply: { text: 'Engraving a pen costs 5 pounds.' } });
  expect(engraving?.name).toMatch(/engrav|pen/);
  expect(engraving?.trend.reduce((sum, { messages }) => sum + messages, 0)).toBe(5);
  expect(engraving?.suggestion.kind).toBe('new-intent');

  const lines = (await readFile(path.join(folder, file), 'utf8')).split('\n');
  await writeFile(path.join(folder, file), lines.toReversed().join('\n'));
  expect((await run('mine', file, '-f', 'json', '--members')).stdout).toBe(stdout);
});

test('a topic keeps its id as long as it keeps its core; new ones are named, and can fail', async () => {
  const first = JSON.parse((await run('mine', await log('a', ENGRAVING), '-f', 'json')).stdout) as Json;
  const more = await log('b', [...ENGRAVING, 'engraving on pens please', ...PARKING]);
  const { code, stdout, stderr } = await run('mine', more, '-f', 'json', '--compare', 'LAST', '--fail-on-new', '1');
  const second = JSON.parse(stdout) as Json;
  const ids = second.clusters.map(({ id }) => id);
  expect(ids).toContain(first.clusters[0]?.id);
  expect(second.comparison?.appeared).toEqual(ids.filter((id) => id !== first.clusters[0]?.id));
  expect(code).toBe(1);
  expect(stderr).toMatch(/mine: 1 new topic, the limit is 1/);
  const third = await run('mine', await log('c', PARKING), '-f', 'json', '--compare', 'LAST', '--fail-on-new', '1');
  expect(third.code).toBe(0);
  expect((JSON.parse(third.stdout) as Json).comparison).toMatchObject({
    appeared: [],
    vanished: [{ id: first.clusters[0]?.id }],
  });
  expect((await run('mine', 'c.jsonl', '--compare', 'nowhere.json')).code).toBe(2);
});

test('the patch applies with git, and holds utterances with their provenance, a draft and a scenario', async () => {
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' });
  git('init', '-q');
  const { stdout, stderr } = await run('mine', await log('a', ENGRAVING), '-f', 'json', '--patch', 'mined.diff');
  expect(stderr).toMatch(/changes to 3 files in mined.diff/);
  git('apply', 'mined.diff');
  const created = git('ls-files', '--others', 'intents', 'articles', 'scenarios').trim().split('\n');
  expect(created).toHaveLength(3);
  const [article = '', intent = ''] = await Promise.all(
    created.map((file) => readFile(path.join(folder, file), 'utf8')),
  );
  expect(intent).toMatch(/^- do you engrave pens <!-- from c_[0-9a-f]{16} on 2026-11-02 -->$/m);
  expect(article).toMatch(/^Engraving a pen costs 5 pounds\.$/m);
  expect((await run('lint', '--rule', 'kb/front-matter-schema')).code).toBe(0);
  // The intent is called as the report proposes it, and the title is a question that fits.
  const { clusters } = JSON.parse(stdout) as {
    readonly clusters: readonly { readonly suggestion: { readonly intent: string } }[];
  };
  expect(intent).toContain(`intent: ${clusters[0]?.suggestion.intent}\n`);
  expect(intent).toMatch(/^title: .*engrav/m);
});

test('nothing from a log steers a terminal or becomes a formula', async () => {
  const hostile = ['=cmd() \u001b[31m engrave pens', '=cmd() \u001b[31m engrave pen please', '=cmd() engrave a pen'];
  const file = await log('a', hostile);
  for (const format of ['table', 'csv', 'markdown']) {
    const { stdout } = await run('mine', file, '-f', format);
    expect(stdout).not.toContain('\u001b');
    expect(stdout).not.toMatch(/(^|,)=cmd/m);
  }
});

test('the same log gives the same topics in whatever order it comes, however often a text got which reply', async () => {
  const replies = [
    'Every pen can be engraved with up to twenty letters.',
    'The car park behind the shop is free for an hour.',
  ];
  const lines = Array.from({ length: 40 }, (_, i) =>
    JSON.stringify({
      id: `r${i}`,
      customer: { id: `u${i}` },
      turns: [
        { role: 'customer', text: i % 3 === 0 ? 'what about this one' : [...ENGRAVING, ...PARKING][i % 9] },
        { role: 'agent', text: replies[Math.floor(i / 20)] },
      ],
    }),
  );
  const mined = async (name: string, texts: readonly string[]): Promise<string> => {
    const file = path.join(folder, name);
    await writeFile(file, texts.join('\n'));
    return (await run('mine', file, '-f', 'json', '--members')).stdout;
  };
  expect(await mined('backwards.jsonl', lines.toReversed())).toBe(await mined('forwards.jsonl', lines));
});
