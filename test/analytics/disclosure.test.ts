import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { computeStats, type Stats } from '../../src/analytics/index.js';
import { openStore, type LoggedConversation } from '../../src/conversations/index.js';
import { parseWorkspace } from '../../src/workspace/index.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kb-disclosure-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const TIERS = { few: 'complex', rare: 'simple', common: 'simple', varied: 'medium', steady: 'medium' };
const WORKSPACE = parseWorkspace([
  { path: 'kb.yaml', text: 'name: Shop\nprivacy: { minimum_group: 3 }\n' },
  ...Object.entries(TIERS).map(([intent, tier]) => ({
    path: `intents/${intent}.md`,
    text: `---\nintent: ${intent}\ntier: ${tier}\narticle: about-${intent}\n---\n## en\n- about ${intent}\n`,
  })),
]).workspace;

/** Each of so many customers asks one question in each of five weeks, from Monday, 5 October 2026 on. */
function statsOf(weeks: Readonly<Record<string, readonly number[]>>): Promise<Stats> {
  const log = Object.entries(weeks).flatMap(([intent, counts]) =>
    counts.flatMap((count, week) =>
      Array.from({ length: count }, (_, number): LoggedConversation => {
        const id = `${intent}-${week}-${number}`;
        const at = new Date(Date.UTC(2026, 9, 5 + 7 * week, 9)).toISOString();
        const answer = { role: 'bot' as const, text: 'As it is.', at, action: 'answer' };
        return {
          id,
          started_at: at,
          customer: { id },
          turns: [
            { role: 'customer', text: 'what about it?', at, intent },
            ...(intent in TIERS && intent !== 'rare' ? [answer] : []),
          ],
        };
      }),
    ),
  );
  return statsOfLog(log);
}

async function statsOfLog(log: readonly LoggedConversation[], workspace = WORKSPACE): Promise<Stats> {
  const file = path.join(await mkdtemp(path.join(folder, 'store-')), 'logs.duckdb');
  const store = await openStore(file, 'write');
  await store.merge(log, 'canonical');
  await store.close();
  const own = await openStore(file, 'export');
  try {
    return await computeStats(own, workspace, { window: {}, today: '2026-11-23' });
  } finally {
    await own.close();
  }
}

const few = [0, 2, 0, 0, 0];
const rare = [0, 4, 0, 0, 0];
const common = [10, 10, 10, 10, 10];
const steady = [4, 4, 4, 4, 4];

test('what is hidden cannot be computed from tiers, places that hurt or forecasts', async () => {
  const one = await statsOf({ few, rare, common, steady, varied: [9, 1, 2, 9, 9] });
  // Two people: the tier and its intent are hidden. The tier is all less the simple ones less those of the medium tier,
  // one of which must be hidden too.
  expect(one.by.tier.map(({ name }) => name)).toEqual(['simple']);
  expect(one.by.intent.map(({ name }) => name)).toEqual(['varied']);
  // Four were left alone, but how often `rare` is asked is what `few` is not.
  expect(one.hurts).toEqual([]);
  expect(one.articles.map(({ article }) => article)).toEqual(one.by.article.map(({ name }) => name));

  const other = await statsOf({ few, rare, common, steady, varied: [9, 2, 1, 9, 9] });
  const [weekly] = one.weekly.byIntent;
  expect(weekly?.counts).toEqual([9, null, null, 9, 9]);
  expect(weekly?.next?.expected).toBeGreaterThan(3);
  expect(other.weekly.byIntent[0]?.next).toEqual(weekly?.next);
});

test('the ratings of one person are not what all ratings are less those of the other channels', async () => {
  const rated = { chat: 6, email: 1, social: 4, phone: 8 };
  const log = Object.entries(rated).flatMap(([channel, ratings]) =>
    Array.from({ length: 9 }, (_, number): LoggedConversation => {
      const id = `${channel}-${number}`;
      const turns = [{ role: 'customer' as const, text: 'what about it?', intent: 'steady' }];
      return { id, channel, customer: { id }, turns, ...(number < ratings && { feedback: { rating: 4 } }) };
    }),
  );
  const { by, overall } = await statsOfLog(log);
  expect(overall?.satisfaction.ratings).toBe(19);
  const shown = by.channel.map(({ name, conversations, satisfaction }) => [
    name,
    conversations,
    satisfaction.ratings,
    satisfaction.satisfied.total,
  ]);
  // One rating by e-mail; with the four of social hidden as well, all that can be told is that the two have five.
  expect(shown).toEqual([
    ['chat', 9, 6, 6],
    ['email', 9, null, null],
    ['phone', 9, 8, 8],
    ['social', 9, null, null],
  ]);
});

test('a name that a log gives an intent steers no terminal from the advice either', async () => {
  const { hurts } = await statsOf({ steady, '\u001b[31mred': [5, 0, 0, 0, 0] });
  expect(hurts.map(({ advice }) => advice)).toEqual([expect.stringContaining('no intent "\ufffd[31mred"')]);
});

test('nor are those of one intent what all are less a tier and the other intents, where the tiers tell of none', async () => {
  const tiers = { a: 'simple', b: 'medium', c: 'complex' };
  const rated = { a1: 6, a2: 12, a3: 12, b1: 8, b2: 8, c1: 2 };
  const files = Object.keys(rated).map((intent) => ({
    path: `intents/${intent}.md`,
    text: `---\nintent: ${intent}\ntier: ${tiers[intent.slice(0, 1) as 'a']}\n---\n## en\n- about ${intent}\n`,
  }));
  const { workspace } = parseWorkspace([{ path: 'kb.yaml', text: 'privacy: { minimum_group: 3 }\n' }, ...files]);
  const log = Object.entries(rated).flatMap(([intent, ratings]) =>
    Array.from({ length: 20 }, (_, number): LoggedConversation => {
      const id = `${intent}-${number}`;
      const turns = [{ role: 'customer' as const, text: 'what about it?', intent }];
      return { id, customer: { id }, turns, ...(number < ratings && { feedback: { rating: 4 } }) };
    }),
  );
  const { by } = await statsOfLog(log, workspace);
  const ratingsOf = (groups: Stats['by']['tier']) =>
    Object.fromEntries(groups.map(({ name, satisfaction }) => [name, satisfaction.ratings]));
  expect(ratingsOf(by.tier)).toEqual({ simple: 30, medium: null, complex: null });
  // c1's two hide with the ratings of its neighbour in the tiers that tell of none; those of a shown tier stay.
  expect(ratingsOf(by.intent)).toEqual({ a1: 6, a2: 12, a3: 12, b1: null, b2: 8, c1: null });
});

test('many ratings of few people are those of few people', async () => {
  const log = [1, 2, 2, 3, 4, 1, 2, 1].map((rater, number): LoggedConversation => {
    const feedback = number < 4 ? undefined : { rating: 1 };
    return {
      id: `talk-${number}`,
      customer: { id: `rater-${rater}` },
      turns: [
        { role: 'customer', text: 'what about it?', intent: 'steady' },
        { role: 'bot', text: 'As it is.', action: 'answer' },
      ],
      ...(feedback && { feedback }),
    };
  });
  const { overall, articles } = await statsOfLog(log);
  expect(overall).toMatchObject({ conversations: 8, resolution: { total: 8 }, satisfaction: { ratings: 4 } });
  expect(articles).toMatchObject([{ answered: 8, badRating: { count: 4 }, trouble: { count: 4 } }]);

  const two = await statsOfLog(log.filter(({ id }) => id !== 'talk-4'));
  expect(two.overall).toMatchObject({ conversations: 7, satisfaction: { ratings: null, mean: null } });
  expect(two.articles).toMatchObject([{ answered: 7, badRating: { count: null, total: null }, trouble: { count: 0 } }]);
});
