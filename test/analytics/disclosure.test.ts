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
async function statsOf(weeks: Readonly<Record<string, readonly number[]>>): Promise<Stats> {
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
  const file = path.join(folder, `${Object.values(weeks).join('-')}.duckdb`);
  const store = await openStore(file, 'write');
  await store.merge(log, 'canonical');
  await store.close();
  const own = await openStore(file, 'export');
  try {
    return await computeStats(own, WORKSPACE, { window: {}, today: '2026-11-23' });
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

test('a name that a log gives an intent steers no terminal from the advice either', async () => {
  const { hurts } = await statsOf({ steady, '\u001b[31mred': [5, 0, 0, 0, 0] });
  expect(hurts.map(({ advice }) => advice)).toEqual([expect.stringContaining('no intent "\ufffd[31mred"')]);
});
