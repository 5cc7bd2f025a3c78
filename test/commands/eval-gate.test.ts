import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runIn } from './run.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kb-gate-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const run = (...args: readonly string[]) => runIn(folder, args);

function git(...args: readonly string[]): void {
  execFileSync('git', ['-c', 'user.name=Desk', '-c', 'user.email=desk@example.com', ...args], {
    cwd: folder,
    stdio: 'ignore',
  });
}

const THINGS = ['blanket', 'kettle', 'lamp', 'tent', 'spade', 'stove', 'mug', 'rug'];
/** An intent's own words, with which no classifier could mix it up. */
const WORDS = {
  refund: ['give me my money back for the', 'refund the price of the'],
  login: ['cannot log in to see the', 'my password for the'],
  delivery: ['when is the parcel delivered with the', 'where is the courier with the'],
  care: ['how do I wash the', 'how do I clean the'],
} as const;

function intentFile(intent: string, texts: readonly string[]): string {
  return `---\nintent: ${intent}\ntier: complex\nowner: desk\n---\n## en\n${texts.map((text) => `- ${text}\n`).join('')}`;
}

/** Four intents to learn from; each held out with so many sentences. */
async function workspace(heldout = 16): Promise<void> {
  await writeFile(path.join(folder, 'kb.yaml'), 'name: Desk\n');
  for (const name of ['intents', 'heldout']) await mkdir(path.join(folder, name));
  for (const [intent, [first, second]] of Object.entries(WORDS)) {
    await writeFile(
      path.join(folder, `intents/${intent}.md`),
      intentFile(
        intent,
        THINGS.map((thing) => `${first} ${thing}`),
      ),
    );
    const sentences = THINGS.flatMap((thing) => [
      `${first} green ${thing}`,
      `please, ${first} red ${thing}`,
      `${second} ${thing}`,
    ]);
    await writeFile(path.join(folder, `heldout/${intent}.md`), intentFile(intent, sentences.slice(0, heldout)));
  }
}

interface Comparison {
  readonly verdict: string;
  readonly difference: number;
  readonly interval: readonly [number, number];
  readonly pValue: number;
  readonly against: object;
  readonly unpaired: number;
  readonly flips: readonly { text: string; expected: string | null; before: string | null; after: string | null }[];
}

function comparisonOf(stdout: string): Comparison {
  return (JSON.parse(stdout) as { comparison: Comparison }).comparison;
}

test('a revision that was better fails the gate, with the sentences that were lost; the report of then says the same', async () => {
  await workspace();
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '-m', 'good');
  await run('eval', '--format', 'json', '-o', 'good.json');
  // Two intents in each other's place.
  await writeFile(
    path.join(folder, 'intents/refund.md'),
    intentFile(
      'refund',
      THINGS.map((thing) => `${WORDS.login[0]} ${thing}`),
    ),
  );
  await writeFile(
    path.join(folder, 'intents/login.md'),
    intentFile(
      'login',
      THINGS.map((thing) => `${WORDS.refund[0]} ${thing}`),
    ),
  );

  const worse = await run('eval', '--against', 'HEAD', '--format', 'json');
  expect(worse.code).toBe(1);
  expect(worse.stderr.trim().split('\n').at(-1)).toMatch(/^kb: worse: best intent went from \d+\.\d % to \d+\.\d %/);
  const comparison = comparisonOf(worse.stdout);
  const against = { kind: 'revision', revision: 'HEAD' };
  // The loss holds in most of three trainings of either.
  expect(comparison).toMatchObject({ verdict: 'worse', against, unpaired: 0, trainings: 3 });
  expect(comparison.difference).toBeLessThan(-0.2);
  expect(comparison.interval[1]).toBeLessThan(0);
  expect(comparison.flips.find(({ text }) => text === `${WORDS.refund[0]} green lamp`)).toMatchObject({
    expected: 'refund',
    before: 'refund',
    effect: 'worse',
  });

  const saved = await run('eval', '--against', 'good.json', '--format', 'json');
  expect(saved.code).toBe(1);
  // What made the report cannot be trained again.
  const one = { against: { kind: 'report', file: 'good.json' }, trainings: 1 };
  expect(comparisonOf(saved.stdout)).toEqual({ ...comparison, ...one });

  const check = await run('check', '--against', 'good.json', '--format', 'json');
  expect(check.code).toBe(1);
  expect(check.stderr).toMatch(/^kb: .*worse: best intent went from/m);
  expect(comparisonOf(check.stdout)).toEqual(comparisonOf(saved.stdout));
  expect((await run('check', '--against', 'good.json')).stdout).toMatch(/\n✗ against good\.json: worse: best intent/);

  const table = await run('eval', '--against', 'HEAD');
  expect(table.stdout).toMatch(/Against HEAD \([0-9a-f]{12}\)\n✗ worse: best intent went from/);
  const markdown = await run('eval', '--against', 'good.json', '--format', 'markdown');
  expect(markdown.stdout).toMatch(/### Against `good\.json`\n\n\*\*worse: /);
});

test('nothing changed is no difference, and a new sentence that the report does not know is left out', async () => {
  await workspace();
  await run('eval', '--format', 'json', '-o', 'before.json');
  await writeFile(path.join(folder, 'heldout/more.md'), intentFile('care', ['how do I scrub the tent']));
  const same = await run('eval', '--against', 'before.json', '--format', 'json');
  expect(same.code).toBe(0);
  expect(comparisonOf(same.stdout)).toMatchObject({ difference: 0, pValue: 1, flips: [], unpaired: 1 });
});

test('without anything held out, both are cross-validated on the utterances of now', async () => {
  await workspace();
  await rm(path.join(folder, 'heldout'), { recursive: true });
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '-m', 'good');
  await rm(path.join(folder, 'intents/care.md'));
  await writeFile(
    path.join(folder, 'intents/refund.md'),
    intentFile(
      'refund',
      THINGS.map((thing) => `${WORDS.refund[0]} old ${thing}`),
    ),
  );
  const result = await run('eval', '--against', 'HEAD', '--folds', '2', '--format', 'json');
  expect(result.stderr).toMatch(/cross-validating 24 utterances in 2 folds, learning from those of then/);
  expect(comparisonOf(result.stdout).against).toMatchObject({ kind: 'revision' });
});

test('what cannot be compared with is told, with exit code 2', async () => {
  await workspace(1);
  expect(await run('eval', '--against', 'main')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/--against: git knows no revision "main" here/),
  });
  await writeFile(path.join(folder, 'odd.json'), '{"schema":"kb.lint/1"}');
  expect((await run('eval', '--against', 'odd.json')).stderr).toMatch(
    /odd\.json.*not a report of `kb eval --format json`/,
  );
  git('init', '--quiet');
  git('commit', '--quiet', '--allow-empty', '-m', 'empty');
  expect((await run('eval', '--against', 'HEAD')).stderr).toMatch(/there was no kb\.yaml here at "HEAD"/);
  expect((await run('eval', '--against', '--output=x')).code).toBe(2);
});

test('another system is judged on the same sentences, and compared with ours', async () => {
  await workspace();
  const lines = Object.entries(WORDS).flatMap(([intent, [first]]) =>
    THINGS.map((thing, i) =>
      JSON.stringify({ text: `${first} green ${thing}`, intent: i < 4 ? intent : 'None', score: 0.9 }),
    ),
  );
  await writeFile(path.join(folder, 'old.jsonl'), `${lines.join('\n')}\n`);
  const assessed = await run('assess', 'old.jsonl', '--none', 'None', '--format', 'json', '-o', 'old.json');
  expect(assessed).toMatchObject({ code: 0 });
  // Of 16 sentences an intent, six are green and known to it; it knows four of them.
  expect(assessed.stderr).toMatch(/40 held-out utterances without a prediction/);
  expect(assessed.stderr).toMatch(/8 predictions of texts that are not held out/);
  const { summary, method } = JSON.parse(await readFile(path.join(folder, 'old.json'), 'utf8')) as {
    summary: { inScope: { accuracy: number } };
    method: object;
  };
  expect(method).toEqual({ kind: 'predictions', file: 'old.jsonl' });
  expect(summary.inScope.accuracy).toBeCloseTo(16 / 64, 12);
  const ours = await run('eval', '--against', 'old.json', '--format', 'json');
  expect(comparisonOf(ours.stdout).verdict).toBe('better');

  await writeFile(path.join(folder, 'bad.jsonl'), '{"text":"a","intent":"b"}\n{"text":"c"}\nx\n');
  const bad = await run('assess', 'bad.jsonl');
  expect(bad.code).toBe(2);
  expect(bad.stderr).toMatch(/bad\.jsonl:2:1.*"intent" is missing/);
  expect(bad.stderr).toMatch(/bad\.jsonl:3:1.*not JSON/);
});

test('accepted runs are lines of metrics.jsonl, each once, and none when a goal is missed', async () => {
  await workspace();
  expect((await run('eval', '--accept')).stderr).toMatch(/accepted: a line more in metrics\.jsonl/);
  expect((await run('eval', '--accept', '--today', '2026-11-24')).stderr).toMatch(
    /has these figures as its last line already/,
  );
  await writeFile(
    path.join(folder, 'kb.yaml'),
    'goals: { eval: { intents: { care: { recall: 1 }, gone: { f1: 0.1 } }, out_of_scope_recall: 1 } }\n',
  );
  await writeFile(path.join(folder, 'heldout/more.md'), intentFile('care', ['my password for the tent']));
  const missed = await run('eval', '--accept');
  expect(missed.code).toBe(1);
  expect(missed.stderr).toMatch(/not accepted[^]*goals missed: eval\.intents\.care\.recall is/);
  expect(missed.stdout).toMatch(/· +eval\.intents\.gone\.f1 .* not measured/);
  const history = await run('eval', '--history', '--format', 'json');
  expect(JSON.parse(history.stdout)).toMatchObject({
    schema: 'kb.eval-history/1',
    runs: [{ date: '2026-11-23', utterances: 64 }],
  });
  expect((await run('eval', '--history')).stdout).toMatch(/^date +model +utterances[^]*2026-11-23/);

  await writeFile(path.join(folder, 'metrics.jsonl'), '<<<<<<< ours\n');
  expect(await run('eval', '--history')).toMatchObject({ code: 2, stderr: expect.stringMatching(/metrics\.jsonl:1/) });
});

test('flags that have nothing to do with each other are refused, not passed over', async () => {
  await workspace();
  expect(await run('eval', '--write')).toMatchObject({ code: 2, stderr: expect.stringMatching(/give --tune too/) });
  for (const flags of [
    ['--history', '--accept'],
    ['--next', '--against', 'main'],
    ['--tune', '--suspects'],
  ]) {
    expect(await run('eval', ...flags)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/cannot be used with option/),
    });
  }
});

test("the thresholds of kb.yaml are not another system's", async () => {
  await workspace();
  await writeFile(path.join(folder, 'kb.yaml'), 'routing: { thresholds: { answer: 0.9, intents: { care: 0.95 } } }\n');
  await writeFile(
    path.join(folder, 'old.jsonl'),
    '{"text":"how do I wash the green tent","intent":"care","confidence":0.6}\n',
  );
  const { stdout } = await run('assess', 'old.jsonl', '--answer', '0.5', '--format', 'json');
  expect(JSON.parse(stdout)).toMatchObject({ summary: { answer: { threshold: 0.5, coverage: 1 / 64 } } });
});

test('where nothing can be measured yet, check says so of --against, once there is such a revision', async () => {
  await writeFile(path.join(folder, 'kb.yaml'), 'name: Desk\n');
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '-m', 'new');
  const unknown = await run('check', '--against', 'nowhere');
  expect(unknown).toMatchObject({ code: 2, stdout: '' });
  expect(unknown.stderr).toContain('--against: git knows no revision "nowhere" here');
  const noReport = await run('check', '--against', 'nowhere.json');
  expect(noReport).toMatchObject({ code: 2, stdout: '' });
  const check = await run('check', '--against', 'HEAD');
  expect(check.code).toBe(0);
  expect(check.stdout).toMatch(/\n· against HEAD: nothing to compare\n/);
  const json = await run('check', '--against', 'HEAD', '--format', 'json');
  expect(JSON.parse(json.stdout)).toMatchObject({ comparison: null });
  const page = await run('check', '--against', 'HEAD', '--format', 'html');
  expect(page.stdout).toContain('nothing to compare');
});
