import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { matching, type Desk } from '../../src/commands/review-desk.js';
import { converse, numbersOf } from '../../src/commands/review-talk.js';
import { startReview, type Session } from '../../src/review/index.js';
import { reportOf, topic } from '../review/mined.js';
import { workspaceOf } from '../workspace/workspaces.js';
import { runIn } from './run.js';

const CARE = '---\nintent: product.care\ntitle: How do I clean it?\n---\n## en\n- how do I wash it\n';
const { workspace } = workspaceOf({
  'intents/product.care.md': CARE,
  'intents/order.track.md': '---\nintent: order.track\ntitle: Where is it?\n---\n## en\n- where is it\n',
});
const TOPICS = [
  topic('induction hob', ['induction?', 'on a gas hob', 'oven safe', '电磁炉能用吗'], {
    agentReply: { text: 'All hobs are fine.', replies: 3 },
    trend: [1, 2, 4].map((messages, week) => ({ week: `2026-11-0${week + 1}`, messages })),
    growth: 0.8,
  }),
  topic('fake message', ['is this text from you', 'fake \u001b[31mmessage']),
];

/** A person whose keys and answers are known beforehand; `undefined` is Ctrl-C. */
function person(
  ...answers: readonly (string | undefined | readonly number[])[]
): Desk & { readonly screens: string[] } {
  const rest = [...answers];
  const next = <T>(): Promise<T> => {
    if (rest.length === 0) throw new Error('one question too many');
    return Promise.resolve(rest.shift() as T);
  };
  const screens: string[] = [];
  return {
    screens,
    show: (screen) => void screens.push(screen),
    key: next,
    close: () => undefined,
    input: (message) => (screens.push(message), next()),
    choose: (message, options) => {
      screens.push(`${message} ${options.map(({ value }) => value).join(' ')}`);
      return next();
    },
    pick: (message) => (screens.push(message), next()),
  };
}

async function review(desk: Desk): Promise<{ session: Session; write: boolean; kept: Session[] }> {
  const kept: Session[] = [];
  const result = await converse(startReview(reportOf(...TOPICS), workspace), {
    desk,
    style: { color: false, width: 80 },
    workspace,
    model: undefined,
    keep: (session) => Promise.resolve(void kept.push(session)),
    conversation: (id) =>
      Promise.resolve({
        id,
        channel: 'chat',
        turns: [
          { role: 'customer', text: 'induction?' },
          { role: 'agent', text: 'All hobs \u001b[2Jare fine.' },
        ],
      }),
  });
  return { ...result, kept };
}

test('a screen shows a topic with its lines, its growth, what agents say and the keys; nothing of it moves the cursor', async () => {
  const desk = person('m', undefined);
  await review(desk);
  expect(desk.screens[0]).toMatch(/^1 of 2 {2}induction hob {2}▃▅█\n4 messages, 4 customers, growing 80 % a week\n/);
  expect(desk.screens[0]).toMatch(/\n {2}1 {2}induction\?\n(?:.*\n)*.*agents say +All hobs are fine\.\n/);
  expect(desk.screens[0]).toMatch(/\nnew intent {2}add to an intent {2}out of scope {2}ignore {2}skip\nx split/);
  const all = await review(person('s', undefined));
  expect(all.session.groups).toHaveLength(1);
  const second = person('s', undefined);
  await review(second);
  expect(second.screens.join('')).not.toContain('\u001b');
});

test('one key decides; a new intent takes a title, a name and who answers, and drafts an article from the agents', async () => {
  const desk = person('n', 'Which hobs?', 'product.hobs', 'simple', 'a', 'product.hobs', 'y');
  const { session, write, kept } = await review(desk);
  expect(write).toBe(true);
  expect(session.decisions).toMatchObject([
    {
      do: 'new-intent',
      intent: 'product.hobs',
      title: 'Which hobs?',
      tier: 'simple',
      article: 'product/hobs',
      answer: 'All hobs are fine.',
    },
    { do: 'add-to-intent', intent: 'product.hobs' },
  ]);
  // The intent that was just made can be added to, beside those that were there.
  expect(desk.screens.find((screen) => screen.startsWith('Add to'))).toMatch(
    / product\.hobs order\.track product\.care$/,
  );
  expect(kept.map(({ decisions }) => decisions.length)).toEqual([1, 2]);
});

test('lines are dropped and split off, steps undone, contexts shown; leaving keeps what was decided', async () => {
  const desk = person('d', '4', 'x', [2], 'u', 'c', '1', ' ', 'o', 'i', undefined);
  const { session, write, kept } = await review(desk);
  expect(write).toBe(false);
  expect(session.decisions.map(({ do: what, utterances }) => [what, ...utterances.map(({ text }) => text)])).toEqual([
    ['out-of-scope', 'induction?', 'on a gas hob', 'oven safe'],
    ['ignore', 'is this text from you', 'fake \u001b[31mmessage'],
  ]);
  expect(session.groups.map(({ utterances }) => utterances.map(({ text }) => text))).toEqual([['电磁炉能用吗']]);
  expect(kept).toHaveLength(5);
  const context = desk.screens.find((screen) => screen.startsWith('c-1  chat'));
  expect(context).toMatch(/\n› customer induction\?\n {2}agent {4}All hobs \ufffd\[2Jare fine\.\n/);
});

test('Enter does what is suggested', async () => {
  const desk = person('\r', 'Which hobs?', 'product.hobs', 'medium', 'q', 'n');
  expect((await review(desk)).session.decisions).toMatchObject([{ do: 'new-intent', tier: 'medium' }]);
  expect(desk.screens[0]).toMatch(/Enter +a new intent: no intent comes near\n/);
});

test('who goes back from a question decided nothing', async () => {
  const desk = person('n', undefined, 'n', 'Title', undefined, 'a', undefined, 'x', undefined, 'd', 'none', 'z', 'q');
  const { session, kept } = await review(desk);
  expect([session.decisions, session.groups.length, kept]).toEqual([[], 2, []]);
});

test('lines by number, intents by any of their words', () => {
  expect(numbersOf('3 5-7, 7 99 0', 6)).toEqual([2, 4, 5]);
  const options = [{ value: 'order.track', description: 'Where is my order?' }, { value: 'refund.status' }];
  expect(matching(options, 'where ord')).toEqual([options[0]]);
  expect(matching(options, '')).toEqual(options);
});

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kb-review-'));
  await writeFile(path.join(folder, 'kb.yaml'), 'languages: [en]\n');
  await mkdir(path.join(folder, 'intents'));
  await mkdir(path.join(folder, 'heldout'));
  const refund = [
    'my money back please',
    'refund the payment',
    'when is the money back',
    'pay my money back',
    'refund me',
  ];
  const login = ['cannot log in', 'password forgotten', 'the login fails', 'reset my password', 'log in does not work'];
  const other = ['sing a song', 'how old are you', 'tell me a joke', 'the weather tomorrow', 'do my homework'];
  for (const [intent, texts] of Object.entries({ refund, login, 'out-of-scope': other })) {
    const lines = texts.map((text) => `- ${text}\n`).join('');
    await writeFile(path.join(folder, `intents/${intent}.md`), `---\nintent: ${intent}\n---\n## en\n${lines}`);
  }
  await writeFile(path.join(folder, 'heldout/login.md'), '---\nintent: login\n---\n## en\n- forgot the password\n');
  const hobs = ['works on induction', 'is it for induction hobs', 'induction hob yes or no', 'ok on an induction hob'];
  const said = (text: string, index: number): string =>
    JSON.stringify({
      id: `c-${index}`,
      customer: { id: `ana${index % 2}@example.com` },
      started_at: '2026-11-02T09:00:00Z',
      turns: [
        { role: 'customer', text },
        { role: 'bot', text: 'What?', action: 'fallback' },
      ],
    });
  await writeFile(path.join(folder, 'log.jsonl'), `${hobs.map(said).join('\n')}\n`);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (...args: readonly string[]) => runIn(folder, args);

const DECISIONS = `schema: kb.decisions/1
decisions:
  - { do: new-intent, intent: hobs, tier: simple, utterances: [works on induction, is it for induction hobs] }
  - { do: ignore, utterances: [induction hob yes or no] }
`;

test('decisions in a file are written, trained on and measured; doing it again changes nothing; a customer is forgotten', async () => {
  expect(await run('review', 'log.jsonl')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/no terminal.*--decisions FILE/),
  });
  await writeFile(path.join(folder, 'd.yaml'), DECISIONS);
  const dry = await run('review', 'log.jsonl', '--decisions', 'd.yaml', '--dry-run');
  expect(dry.stdout).toMatch(/^\+- is it for induction hobs <!-- from c_[0-9a-f]{16} on 2026-11-02 -->$/m);
  expect(await readdir(path.join(folder, 'intents'))).toEqual(['login.md', 'out-of-scope.md', 'refund.md']);

  const done = await run('review', 'log.jsonl', '--decisions', 'd.yaml', '--format', 'json');
  expect(done.code).toBe(0);
  const report = JSON.parse(done.stdout) as Record<'before' | 'after', { mined: { unrecognised: number } }>;
  expect(report).toMatchObject({
    schema: 'kb.review/1',
    decisions: 2,
    added: { 'new-intent': 2, 'add-to-intent': 0, 'out-of-scope': 0, ignore: 1 },
    newIntents: ['hobs'],
    files: ['intents/hobs.md', 'ignored.md'],
    before: { heldout: { utterances: 1 }, mined: { turns: 4 } },
    after: { heldout: { utterances: 1 }, mined: { turns: 4 } },
  });
  expect(report.after.mined.unrecognised).toBeLessThanOrEqual(report.before.mined.unrecognised);
  const text = await readFile(path.join(folder, 'intents/hobs.md'), 'utf8');
  const again = await run('review', 'log.jsonl', '--decisions', 'd.yaml');
  expect(again.stdout).toMatch(/^2 decisions: 0 utterances added\n\n/);
  expect(await readFile(path.join(folder, 'intents/hobs.md'), 'utf8')).toBe(text);

  const forgotten = await run('logs', 'forget', 'ana0@example.com');
  expect(forgotten.stdout).toMatch(/2 utterances removed from 2 files/);
  expect(await readFile(path.join(folder, 'ignored.md'), 'utf8')).not.toContain('induction');
  expect(await readFile(path.join(folder, 'intents/hobs.md'), 'utf8')).not.toContain('works on induction');
});

test('a review that was left and is going on is forgotten in part too, and is written with what comes from a file', async () => {
  const [mine, other] = ['works on induction', 'is it for induction hobs'];
  const key = /from (c_[0-9a-f]{16})/.exec(await readFile(path.join(folder, 'intents/hobs.md'), 'utf8'))?.[1];
  const saved = {
    schema: 'kb.review-state/1',
    decisions: [
      {
        do: 'out-of-scope',
        utterances: [
          { text: 'sing a song', customer: key },
          { text: 'dance', customer: 'c_00000000000000aa' },
        ],
      },
    ],
    skipped: [],
  };
  await writeFile(path.join(folder, '.kb/review.json'), JSON.stringify(saved));
  expect((await run('logs', 'forget', key ?? '')).stdout).toMatch(/a review that is going on: 1/);
  await writeFile(
    path.join(folder, 'd.json'),
    JSON.stringify({
      schema: 'kb.decisions/1',
      decisions: [{ do: 'add-to-intent', intent: 'hobs', utterances: [mine, other] }],
    }),
  );
  const done = await run('review', '--decisions', 'd.json');
  expect(done).toMatchObject({ code: 0 });
  expect(done.stdout).toMatch(/^2 decisions: 2 utterances added, 1 out of scope\n/);
  expect(await readFile(path.join(folder, 'intents/out-of-scope.md'), 'utf8')).toMatch(/- dance <!-- from c_0+aa/);
  expect(JSON.parse(await readFile(path.join(folder, '.kb/review.json'), 'utf8'))).toMatchObject({ decisions: [] });
});

test('decisions that cannot be written are not kept: the next ones are', async () => {
  const decide = (intent: string): Promise<void> =>
    writeFile(
      path.join(folder, 'e.json'),
      JSON.stringify({
        schema: 'kb.decisions/1',
        decisions: [{ do: 'add-to-intent', intent, utterances: ['the refund of last week'] }],
      }),
    );
  await decide('refunds');
  const wrong = await run('review', '--decisions', 'e.json');
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringMatching(/there is no intent refunds/) });
  await decide('refund');
  expect(await run('review', '--decisions', 'e.json')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^1 decision: 1 utterance added/),
  });
});
