import { execFileSync } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openWorkspace } from '../../src/workspace/index.js';
import { runIn } from '../commands/run.js';
import { kb, killed, temporaryFolder } from './kb.js';

const KEY = { KB_PRIVACY_KEY: 'a key of the tests' };
const TODAY = '--today=2026-11-23';
/** `KB_KILLS=50 npx vitest run test/cli/mine.test.ts` for the whole bar. */
const KILLS = Number(process.env['KB_KILLS'] ?? 2);

test(
  'killed at any moment of mining, what was remembered and written is whole, old or new, and the next run completes it',
  { timeout: 60_000 + KILLS * 30_000 },
  async () => {
    const folder = await temporaryFolder();
    const write = (name: string, text: string): Promise<void> => writeFile(path.join(folder, name), text);
    await write('kb.yaml', 'name: X\nlanguages: [en]\n');
    const things = 'induction hob oven gas fire kettle lid knob pot pan base ring'.split(' ');
    const log = (turns: number): string =>
      Array.from({ length: turns }, (_, i) => {
        const text = `is the ${things[i % 12]} good for the ${things[(i * 5 + 1) % 12]} no ${i}`;
        return `${JSON.stringify({ id: `c-${i}`, customer: { id: `u${i}` }, turns: [{ role: 'customer', text, at: '2026-11-02' }] })}\n`;
      }).join('');
    const written = ['--output', path.join(folder, 'report.json'), '--patch', path.join(folder, 'mined.diff')];
    const mine = (file: string): string[] =>
      ['-C', folder, 'mine', path.join(folder, file), '--format', 'json', TODAY].concat(written);
    const made = ['.kb/mined/last.json', 'report.json', 'mined.diff'];
    const contents = (): Promise<string[]> =>
      Promise.all(made.map((name) => readFile(path.join(folder, name), 'utf8')));
    await write('before.jsonl', log(400));
    await write('after.jsonl', log(600));
    // What a run remembers names the topics of the next one: both have a run of the other behind them.
    expect(await kb(mine('before.jsonl'), { env: KEY })).toMatchObject({ code: 0 });
    expect(await kb(mine('after.jsonl'), { env: KEY })).toMatchObject({ code: 0 });
    const after = await contents();
    expect(await kb(mine('before.jsonl'), { env: KEY })).toMatchObject({ code: 0 });
    const before = await contents();
    const begin = performance.now();
    expect(await kb(mine('after.jsonl'), { env: KEY })).toMatchObject({ code: 0 });
    const whole = performance.now() - begin;
    expect(await contents()).toEqual(after);
    for (let kill = 0; kill < KILLS; kill += 1) {
      await kb(mine('before.jsonl'), { env: KEY });
      // Spread, and no round numbers; files are written in the last part.
      await killed(mine('after.jsonl'), KEY, whole * (0.3 + (((kill + 1) * 0.618) % 1) * 0.75));
      for (const [i, text] of (await contents()).entries()) {
        expect([before[i], after[i]], `${made[i]} after kill ${kill}`).toContain(text);
      }
      expect(await kb(mine('after.jsonl'), { env: KEY })).toMatchObject({ code: 0 });
      expect(await contents(), `after kill ${kill}`).toEqual(after);
      expect((await readdir(folder)).toSorted(), `after kill ${kill}`).toEqual(
        ['.kb', 'after.jsonl', 'before.jsonl', 'kb.yaml', 'mined.diff', 'report.json'].toSorted(),
      );
    }
  },
);

/** What somebody may have typed to steer a terminal, a page, a spreadsheet, a diff or a Markdown file. */
const HOSTILE = [
  '\u001b[31mdo you engrave pens\u001b[0m',
  '\u001b]0;title\u0007 engrave pens please',
  '<script>alert(1)</script> engrave a pen',
  '<img src=x onerror=alert(1)> engrave pens',
  '=HYPERLINK("http://x","y") engrave pen',
  '+1+1 engrave pens',
  '@SUM(1) engrave my pen',
  '\u202eengrave\u202c pens',
  'engrave\u0000 pens',
  'engrave\n## zh\n- a pen of mine',
  'engrave --> pen <!-- x',
  '---\nintent: evil\n---\nengrave pens',
  '| a | b | engrave pens',
  '\u009b31m engrave pens',
  '../../etc/passwd engrave pens',
];

test('hostile text steers no terminal, page, spreadsheet or diff, whatever the format', async () => {
  const folder = await temporaryFolder();
  await writeFile(path.join(folder, 'kb.yaml'), 'name: X\nlanguages: [en, zh]\n');
  const at = (i: number): string => HOSTILE[i % HOSTILE.length] as string;
  const lines = Array.from({ length: 2 * HOSTILE.length }, (_, i) =>
    JSON.stringify({
      id: `${at(i)} ${i}`,
      channel: at(i + 3),
      language: at(i + 4),
      started_at: `2026-11-${String(2 + (i % 20)).padStart(2, '0')}T10:00:00Z`,
      customer: { id: at(i + 5), segment: at(i + 6) },
      turns: [
        { role: 'customer', text: `${at(i)}${i < HOSTILE.length ? '' : ' thanks'}` },
        { role: 'agent', text: at(i + 7) },
      ],
    }),
  );
  const log = path.join(folder, 'h.jsonl');
  await writeFile(log, `${lines.join('\n')}\n{"id":"cut","turns":[{"role":"cust\n${'['.repeat(100_000)}\n`);
  for (const format of ['table', 'json', 'csv', 'markdown', 'html']) {
    const { code, stdout, stderr } = await runIn(folder, ['mine', log, '--members', '-f', format, '--patch', 'm.diff']);
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/h\.jsonl:31 .*not valid JSON.*\n.*h\.jsonl:32 .*not valid JSON/);
    expect(stderr + stdout).not.toMatch(/[^\P{Cc}\n]/u);
    // In JSON a text is data; a reader of pages, tables and files sees what it shows.
    if (format === 'json') continue;
    expect(stdout, format).not.toMatch(/[\u202a-\u202e]/);
    expect(stdout, format).not.toMatch(/<script>alert|<img src=x/);
    if (format === 'csv') expect(stdout).not.toMatch(/(?:^|,)"?[=+@]/m);
  }

  execFileSync('git', ['init', '-q'], { cwd: folder });
  const diff = await readFile(path.join(folder, 'm.diff'), 'utf8');
  expect(diff).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e]/u);
  execFileSync('git', ['apply', 'm.diff'], { cwd: folder });
  const { intents, articles } = await openWorkspace(folder);
  expect(intents.length).toBeGreaterThan(0);
  expect(intents.map(({ intent }) => intent)).not.toContain('evil');
  const utterances = intents.flatMap((intent) => intent.utterances);
  expect(utterances.length).toBeGreaterThan(10);
  expect(utterances.map(({ text }) => text)).not.toContain('a pen of mine');
  expect(utterances.every(({ provenance }) => provenance !== undefined)).toBe(true);
  expect(articles.every(({ path: file }) => file.startsWith('articles/'))).toBe(true);
});
