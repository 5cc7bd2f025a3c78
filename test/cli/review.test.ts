import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openWorkspace } from '../../src/workspace/index.js';
import { kb, killed, temporaryFolder } from './kb.js';

const KEY = { KB_PRIVACY_KEY: 'a key of the tests' };
/** `KB_KILLS=50 npx vitest run test/cli/review.test.ts` for the whole bar. */
const KILLS = Number(process.env['KB_KILLS'] ?? 2);

const WORDS = 'induction hob oven gas fire kettle lid knob pot pan base ring'.split(' ');
const SAID = Array.from(
  { length: 60 },
  (_, i) => `is the ${WORDS[i % 12]} good for the ${WORDS[(i * 5 + 1) % 12]} no ${i}`,
);

async function workspace(): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(path.join(folder, 'intents'));
  await mkdir(path.join(folder, 'heldout'));
  const write = (name: string, text: string): Promise<void> => writeFile(path.join(folder, name), text);
  await write('kb.yaml', 'languages: [en]\n');
  await write(
    'intents/refund.md',
    '---\nintent: refund\n---\n## en\n- my money back\n- refund me\n- pay it back please\n',
  );
  await write(
    'intents/login.md',
    '---\nintent: login\n---\n## en\n- cannot log in\n- password forgotten\n- reset the password\n',
  );
  await write('heldout/login.md', '---\nintent: login\n---\n## en\n- my password is lost\n');
  const log = SAID.map((text, i) =>
    JSON.stringify({ id: `c-${i}`, customer: { id: `u${i}` }, turns: [{ role: 'customer', text, at: '2026-11-02' }] }),
  );
  await write('log.jsonl', `${log.join('\n')}\n`);
  const decisions = [
    { do: 'new-intent', intent: 'hobs', title: 'Which hobs?', article: 'hobs', utterances: SAID.slice(0, 20) },
    { do: 'add-to-intent', intent: 'refund', utterances: SAID.slice(20, 30) },
    { do: 'out-of-scope', utterances: SAID.slice(30, 45) },
    { do: 'ignore', utterances: SAID.slice(45) },
  ];
  await write('d.json', JSON.stringify({ schema: 'kb.decisions/1', decisions }));
  return folder;
}

/** Everything in a workspace but what can be made again. */
async function contents(folder: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(folder, file);
    if (entry.isFile() && name !== '.kb/model.bin') files[name] = await readFile(file, 'utf8');
  }
  return files;
}

const args = (folder: string): string[] => [
  '-C',
  folder,
  'review',
  path.join(folder, 'log.jsonl'),
  '--decisions',
  path.join(folder, 'd.json'),
  '--today=2026-11-23',
];

test(
  'killed at any moment of a review, nothing is lost, doubled or half, and the next one completes it',
  { timeout: 60_000 + KILLS * 20_000 },
  async () => {
    const undisturbed = await workspace();
    const begin = performance.now();
    expect(await kb(args(undisturbed), { env: KEY })).toMatchObject({ code: 0 });
    const whole = performance.now() - begin;
    const wanted = await contents(undisturbed);
    expect(Object.keys(wanted)).toContain('articles/hobs.md');
    for (let kill = 0; kill < KILLS; kill += 1) {
      const folder = await workspace();
      // Spread over the run, and no round numbers; the second half is where files are written.
      await killed(args(folder), KEY, whole * (0.3 + (((kill + 1) * 0.618) % 1) * 0.7));
      const { intents } = await openWorkspace(folder);
      const texts = intents.flatMap(({ utterances }) => utterances.map(({ text }) => text));
      expect(new Set(texts).size, `after kill ${kill}`).toBe(texts.length);
      expect(await kb(args(folder), { env: KEY })).toMatchObject({ code: 0 });
      expect(await contents(folder), `after kill ${kill}`).toEqual(wanted);
    }
  },
);
