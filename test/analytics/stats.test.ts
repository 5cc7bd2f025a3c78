import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { computeStats, type NamedFigures, type Stats, type Window } from '../../src/analytics/index.js';
import { openStore, type LoggedConversation, type LoggedTurn } from '../../src/conversations/index.js';
import { statsReporters, statsSchema } from '../../src/reporting/index.js';
import { parseWorkspace } from '../../src/workspace/index.js';

/*
 * A log small enough to be counted by hand: ten conversations of seven customers over two weeks (Mondays 5 and 12 October
 * 2026). Times are seconds after the start. With privacy.minimum_group 1 everything is shown.
 */
const start = (day: number, hour = 9): number => Date.UTC(2026, 9, day, hour);
const at = (from: number, seconds: number): string => new Date(from + seconds * 1000).toISOString();

interface Said extends Omit<LoggedTurn, 'at'> {
  readonly after: number;
}
const customer = (after: number, text: string, intent?: string): Said => ({ role: 'customer', text, after, intent });
const bot = (after: number, action = 'answer', intent?: string): Said => ({
  role: 'bot',
  text: 'as it is',
  after,
  action,
  intent,
});
const agent = (after: number): Said => ({ role: 'agent', text: 'let me see', after });

function talk(
  id: string,
  began: number,
  who: string | undefined,
  turns: readonly Said[],
  more: Partial<LoggedConversation> & { readonly segment?: string } = {},
): LoggedConversation {
  const { segment, ...rest } = more;
  return {
    id,
    channel: 'chat',
    language: 'en',
    started_at: at(began, 0),
    customer: { ...(who !== undefined && { id: who }), segment: segment ?? 'new' },
    turns: turns.map(({ after, ...turn }) => ({ ...turn, at: at(began, after) })),
    ...rest,
  };
}

const DAY = 86_400;
const LOG: readonly LoggedConversation[] = [
  // Answered after 2 s, thanks: resolved. The intent stands with the bot's answer.
  talk('a1', start(5), 'ana', [customer(0, 'where is it?'), bot(2, 'answer', 'order.track'), customer(9, 'thanks!')], {
    feedback: { rating: 5 },
  }),
  // The same customer asks the same three days later: a repeat contact, and answered badly.
  talk('a2', start(8), 'ana', [customer(0, 'still not here', 'order.track'), bot(4)], { feedback: { rating: 2 } }),
  // Two questions; the second is handed over, the person comes 60 s later and solves it.
  talk('b1', start(6), 'bob', [
    customer(0, 'where is it?', 'order.track'),
    bot(2),
    customer(10, 'then I want my money back', 'refund.request'),
    bot(12, 'handoff'),
    agent(72),
  ]),
  // Not understood, and left.
  talk('c1', start(6), 'cid', [customer(0, 'glorp?'), bot(3, 'fallback')], { channel: 'email' }),
  // A person alone, by e-mail; reopened two days later: the clock starts anew.
  talk(
    'd1',
    start(7),
    'dot',
    [
      customer(0, 'please refund me', 'refund.request'),
      agent(3600),
      customer(3600 + 2 * DAY, 'and the postage?', 'refund.request'),
      agent(3600 + 2 * DAY + 1800),
    ],
    { channel: 'email', segment: 'vip' },
  ),
  // Nobody answers.
  talk('e1', start(12), 'eve', [customer(0, 'refund please', 'refund.request'), customer(60, 'hello?')], {
    channel: 'email',
  }),
  // The log states it: abandoned although it was answered.
  talk('f1', start(13), 'fay', [customer(0, 'where is my order', 'order.track'), bot(6)], { outcome: 'abandoned' }),
  // Asked back once, then answered: two messages to the solution.
  talk(
    'g1',
    start(14),
    'gus',
    [customer(0, 'it', 'order.track'), bot(2, 'clarify'), customer(20, 'my order', 'order.track'), bot(22)],
    { feedback: { rating: 4 } },
  ),
  // Nobody knows who it is; the bot's greeting comes first and counts nowhere.
  talk('x1', start(14), undefined, [{ ...bot(0), text: 'Hello!' }, customer(5, 'refund', 'refund.request'), bot(6)]),
  // The service spoke, the customer did not.
  talk('s1', start(14), 'gus', [bot(0)]),
];

const WORKSPACE = parseWorkspace([
  {
    path: 'kb.yaml',
    text: `name: Shop
segments: [new, vip]
privacy: { minimum_group: 1 }
goals: { stats: { resolution_rate: 0.5, first_response_p90_seconds: 10, satisfaction: 4, coverage: 0.8, wait_p90_seconds: { all: 120, vip: 1 } } }
`,
  },
  {
    path: 'intents/order.track.md',
    text: '---\nintent: order.track\ntier: simple\narticle: track\n---\n## en\n- where\n',
  },
  { path: 'intents/refund.request.md', text: '---\nintent: refund.request\ntier: complex\n---\n## en\n- refund\n' },
]).workspace;

let folder: string;
let stats: Stats;

async function statsOf(window: Window = {}, workspace = WORKSPACE): Promise<Stats> {
  // Each run makes its temporary tables in a connection of its own.
  const own = await openStore(path.join(folder, 'log.duckdb'), 'export');
  try {
    return await computeStats(own, workspace, { window, today: '2026-11-01' });
  } finally {
    await own.close();
  }
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kb-stats-'));
  const store = await openStore(path.join(folder, 'log.duckdb'), 'write');
  await store.merge(LOG, 'canonical');
  await store.close();
  stats = await statsOf();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const counts = ({ count, total }: { count: number | null; total: number | null }): string => `${count} of ${total}`;
const named = (groups: readonly NamedFigures[], name: string | null): NamedFigures | undefined =>
  groups.find((group) => group.name === name);

test('every figure of all conversations is what counting by hand gives', () => {
  const all = stats.overall;
  if (!all) throw new Error('nothing is shown');
  expect(stats).toMatchObject({ from: '2026-10-05', to: '2026-10-14', silent: 1 });
  // s1 has no message of a customer.
  expect([all.conversations, all.customers, all.unknownCustomers]).toEqual([9, 7, 1]);
  // One a conversation, two in b1 and in d1, which was reopened; thanks and hellos are no messages that count.
  expect([all.questions, all.messages]).toEqual([11, 12]);
  // d1 was served by a person alone. Resolved: a1, g1, x1; handed over: b1; left: c1, e1, f1; unresolved: a2.
  expect(counts(all.resolution)).toBe('3 of 8');
  expect(counts(all.handOff)).toBe('1 of 8');
  expect(counts(all.containment)).toBe('7 of 8');
  expect(counts(all.abandonment)).toBe('3 of 8');
  // Followed for seven days before the log ends on the 14th: a1 (which came back), b1, c1; ana came back after a1 only.
  expect(counts(all.repeatContact)).toBe('1 of 3');
  // 1, 2, 2, 2, 3, 4, 6 and, of d1's two episodes, 1800 and 3600 seconds; e1 was never answered.
  expect(all.firstResponse).toMatchObject({ measured: 9, median: 3, p90: expect.closeTo(1800 + 0.2 * 1800, 6) });
  // b1 60 s after the hand-off's message was said (10 to 72), d1 after 3600 and 1800 s.
  expect(all.wait).toMatchObject({ measured: 3, median: 1800 });
  // Solved: a1 2, b1 72, d1 3600 and 1800, g1 22, x1 1.
  expect(all.resolutionTime).toMatchObject({ measured: 6, median: 47, p90: (1800 + 3600) / 2 });
  // a1 1 (thanks aside), b1 2, d1 2, g1 2, x1 1.
  expect(all.messagesToSolution).toMatchObject({ measured: 5, median: 2, p90: 2 });
  expect(all.satisfaction).toMatchObject({ ratings: 3, mean: 11 / 3, satisfied: { count: 2, total: 3 } });
  expect(counts(stats.reopened)).toBe('1 of 9');
  expect(stats.resolvedFrom).toEqual({ stated: 0, assumed: 3 });
  // c1's question was not recognised.
  expect(counts(stats.coverage)).toBe('10 of 11');
});

test('groups are the same figures over their part: questions by intent, tier and article, conversations by the rest', () => {
  const { by } = stats;
  const summary = (group: NamedFigures | undefined): unknown =>
    group && [
      group.conversations,
      group.customers,
      counts(group.resolution),
      counts(group.handOff),
      counts(group.abandonment),
    ];
  // order.track: a1 resolved, a2 badly rated, b1's first question resolved, f1 left, g1 resolved.
  expect(summary(named(by.intent, 'order.track'))).toEqual([5, 4, '3 of 5', '0 of 5', '1 of 5']);
  expect(by.tier.map(({ name }) => name)).toEqual(['complex', 'simple', null]);
  expect(summary(named(by.article, 'track'))).toEqual([5, 4, '3 of 5', '0 of 5', '1 of 5']);
  // refund.request: b1 handed over, d1 twice with a person alone, e1 left, x1 resolved.
  expect(summary(named(by.intent, 'refund.request'))).toEqual([4, 3, '1 of 3', '1 of 3', '1 of 3']);
  expect(named(by.intent, 'refund.request')).toMatchObject({ questions: 5, unknownCustomers: 1 });
  expect(summary(named(by.intent, null))).toEqual([1, 1, '0 of 1', '0 of 1', '1 of 1']);
  // Asked again within seven days: a1's question, of those that could be followed (a1, b1).
  expect(counts(named(by.intent, 'order.track')!.repeatContact)).toBe('1 of 2');
  expect(summary(named(by.channel, 'email'))).toEqual([3, 3, '0 of 2', '0 of 2', '2 of 2']);
  expect(summary(named(by.segment, 'vip'))).toEqual([1, 1, '0 of 0', '0 of 0', '0 of 0']);
  expect(by.servedBy.map(({ name, conversations }) => [name, conversations])).toEqual([
    ['bot', 6],
    ['bot, then person', 1],
    ['nobody', 1],
    ['person', 1],
  ]);
  expect(by.week.map(({ name, conversations }) => [name, conversations])).toEqual([
    ['2026-10-05', 5],
    ['2026-10-12', 4],
  ]);
});

test('where customers leave, what they ask next, what follows an article, where it hurts', () => {
  // All eight got to the first message; c1, f1 and e1 left after it, since "hello?" asks nothing new.
  expect(stats.dropOff.map(({ from, reached, left }) => [from, reached, left.count])).toEqual([
    [1, 8, 3],
    [2, 2, 0],
  ]);
  expect(stats.leaving.map(({ intent, left, messages }) => [intent, counts(left), messages.median])).toEqual([
    ['order.track', '1 of 5', 1],
    ['refund.request', '1 of 3', 1],
    [null, '1 of 1', 1],
  ]);
  expect(stats.nextQuestions).toMatchObject([
    { intent: 'order.track', questions: 5, next: [{ intent: 'refund.request', share: { count: 1, total: 5 } }] },
    { intent: 'refund.request', questions: 5, next: [{ intent: 'refund.request', share: { count: 1, total: 5 } }] },
  ]);
  expect(stats.articles).toMatchObject([
    {
      article: 'track',
      answered: 5,
      handOff: { count: 0 },
      badRating: { count: 1 },
      sameAgain: { count: 1 },
      anotherQuestion: { count: 1 },
      trouble: { count: 2 },
    },
  ]);
  // By the costs of kb.yaml's defaults: a wrong answer 20, a clarification 1.
  expect(stats.hurts.map(({ intent, hurt, count, cost }) => [intent, hurt, count, cost])).toEqual([
    ['order.track', 'asked again', 1, 20],
    ['order.track', 'left', 1, 20],
    ['order.track', 'not helped', 1, 20],
    ['refund.request', 'left', 1, 20],
    [null, 'left', 1, 20],
    ['order.track', 'asked back', 1, 1],
    [null, 'asked back', 1, 1],
  ]);
  expect(stats.hurts[1]?.examples).toEqual([
    {
      conversation: 'f1',
      turns: [
        { role: 'customer', text: 'where is my order' },
        { role: 'bot', text: 'as it is' },
      ],
    },
  ]);
});

test('who asks for a person after a question asks no new one; the hand-off is that of the question', async () => {
  const file = path.join(folder, 'person.duckdb');
  const writing = await openStore(file, 'write');
  await writing.merge(
    [
      talk('p1', start(5), 'ana', [
        customer(0, 'hi'),
        bot(1),
        customer(2, 'where is it', 'order.track'),
        bot(3),
        customer(4, 'a human please', 'agent.request'),
        bot(5, 'handoff'),
        customer(6, 'it is order 7', 'order.track'),
      ]),
      talk('p2', start(5), 'bob', [
        customer(0, 'glorp'),
        bot(1, 'fallback'),
        customer(2, 'human', 'agent.request'),
        agent(9),
      ]),
      talk('p3', start(5), 'cid', [customer(0, 'hello'), bot(1), customer(2, 'human', 'agent.request'), agent(9)]),
    ],
    'canonical',
  );
  await writing.close();
  const own = await openStore(file, 'export');
  const { by } = await computeStats(own, WORKSPACE, { window: {}, today: '2026-11-01' });
  await own.close();
  expect(by.intent.map(({ name, questions, handOff }) => [name, questions, handOff.count])).toEqual([
    ['agent.request', 1, 1],
    ['order.track', 1, 1],
    [null, 1, 1],
  ]);
});

test('only whole weeks are compared: none that the log has in part, none that is not over', async () => {
  const file = path.join(folder, 'weeks.duckdb');
  const writing = await openStore(file, 'write');
  // From Wednesday 7 October to Tuesday 10 November, a question each day.
  const days = Array.from({ length: 35 }, (_, day) => Date.UTC(2026, 9, 7 + day, 9));
  await writing.merge(
    days.map((began, index) =>
      talk(`w${index}`, began, `who-${index}`, [customer(0, 'where is it', 'order.track'), bot(1)]),
    ),
    'canonical',
  );
  await writing.close();
  const weeksOf = async (window: Window, today: string): Promise<readonly string[]> => {
    const own = await openStore(file, 'export');
    const { weekly } = await computeStats(own, WORKSPACE, { window, today });
    await own.close();
    return weekly.weeks;
  };
  const all = ['2026-10-12', '2026-10-19', '2026-10-26', '2026-11-02'];
  expect(await weeksOf({}, '2026-12-01')).toEqual(all);
  expect(await weeksOf({}, '2026-11-08')).toEqual(all.slice(0, 3));
  expect(await weeksOf({ until: '2026-10-30' }, '2026-12-01')).toEqual(all.slice(0, 2));
  expect(await weeksOf({ since: '2026-10-20' }, '2026-12-01')).toEqual(all.slice(2));
});

test('the report keeps the contract, whatever is in it', () => {
  const report = JSON.parse(statsReporters.json({ name: 'Shop', ...stats })) as unknown;
  expect(statsSchema.safeParse(report).error).toBeUndefined();
});

test('goals are met, missed, or not measured', async () => {
  expect(stats.goals.map(({ goal, met }) => [goal, met])).toEqual([
    ['stats.resolution_rate', false],
    ['stats.coverage', true],
    ['stats.first_response_p90_seconds', false],
    ['stats.wait_p90_seconds.all', false],
    ['stats.wait_p90_seconds.vip', false],
    ['stats.satisfaction', false],
  ]);
  const nobody = await statsOf({ channels: ['telex'] });
  expect(nobody.overall).toBeNull();
  expect(nobody.goals.every(({ met, value }) => met === null && value === null)).toBe(true);
});

test('a window takes whole days on both ends; filters take what they name', async () => {
  expect((await statsOf({ since: '2026-10-06', until: '2026-10-07' })).overall?.conversations).toBe(3);
  expect((await statsOf({ segments: ['vip'] })).overall?.conversations).toBe(1);
  expect((await statsOf({ channels: ['chat', 'email'], languages: ['zh'] })).overall).toBeNull();
});

test('no group of fewer people than privacy.minimum_group is shown, nor what gives it away', async () => {
  const settings = { ...WORKSPACE.settings, privacy: { ...WORKSPACE.settings.privacy, minimum_group: 3 } };
  const few = await statsOf({}, { ...WORKSPACE, settings });
  expect(few.overall?.conversations).toBe(9);
  // chat has 5 people, email 3: both are shown. vip has one, so that new goes with it.
  expect(few.by.channel.map(({ name }) => name)).toEqual(['chat', 'email']);
  expect(few.by.segment).toEqual([]);
  expect(few.hidden.segment).toBe(2);
  // One person was not recognised: the tier that goes with what has none takes its intent along.
  expect(few.by.tier.map(({ name }) => name)).toEqual(['simple']);
  expect(few.by.intent.map(({ name }) => name)).toEqual(['order.track']);
  // Two conversations by e-mail were rated by nobody; the three ratings of all are those of two customers.
  expect(few.overall?.satisfaction.ratings).toBeNull();
  expect(few.overall?.resolution.total).toBe(8);
  expect(named(few.by.channel, 'email')?.resolution).toEqual({
    count: null,
    total: null,
    share: null,
    interval: null,
  });
  expect(few.hurts).toEqual([]);
});
