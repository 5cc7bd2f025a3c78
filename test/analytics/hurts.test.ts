import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { computeStats, type Stats } from '../../src/analytics/index.js';
import { openStore, type LoggedConversation } from '../../src/conversations/index.js';
import { parseWorkspace } from '../../src/workspace/index.js';

const { workspace } = parseWorkspace([
  {
    path: 'kb.yaml',
    text: `name: Shop
privacy: { minimum_group: 2 }
routing:
  costs: { needless_handoff: 3, wrong_answer: 20, tiers: { simple: { needless_handoff: 7 }, medium: { wrong_answer: 5 } } }
`,
  },
  ...['easy', 'untold'].map((intent) => ({
    path: `intents/${intent}.md`,
    text: `---\nintent: ${intent}\n${intent === 'easy' ? 'tier: simple\n' : ''}article: about-${intent}\n---\n## en\n- about ${intent}\n`,
  })),
]);

type Asked = Readonly<{ intent?: string; customers: number; action: string; rating?: number }>;

/** So many customers ask one question each; the service replies as it says, or a person after it. */
async function statsOf(asked: readonly Asked[]): Promise<Stats> {
  const log = asked.flatMap(({ intent, customers, action, rating }, kind) =>
    Array.from({ length: customers }, (_, number): LoggedConversation => {
      const id = `${kind}-${number}`;
      return {
        id,
        customer: { id },
        turns: [
          { role: 'customer', text: 'what about it?', ...(intent !== undefined && { intent }) },
          { role: 'bot', text: 'As it is.', action: 'answer' },
          ...(action === 'answer' ? [] : [{ role: 'bot' as const, text: 'One moment.', action }]),
        ],
        ...(rating !== undefined && { feedback: { rating } }),
      };
    }),
  );
  const folder = await mkdtemp(path.join(tmpdir(), 'kb-hurts-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'logs.duckdb');
  const writing = await openStore(file, 'write');
  await writing.merge(log, 'canonical');
  await writing.close();
  const store = await openStore(file, 'export');
  try {
    return await computeStats(store, workspace, { window: {}, today: '2026-11-23' });
  } finally {
    await store.close();
  }
}

test('without a tier a person has a part in it: his hand-offs hurt nobody; costs are those of the tier', async () => {
  const { hurts, articles } = await statsOf([
    { intent: 'easy', customers: 4, action: 'handoff' },
    { intent: 'untold', customers: 4, action: 'handoff' },
    { intent: 'untold', customers: 3, action: 'answer', rating: 1 },
    { customers: 5, action: 'handoff' },
  ]);
  expect(hurts.map(({ intent, hurt, count, cost }) => [intent, hurt, count, cost])).toEqual([
    ['easy', 'handed over', 4, 28],
    ['untold', 'not helped', 3, 15],
    [null, 'handed over', 5, 15],
  ]);
  expect(articles.map(({ article, handOff }) => [article, handOff.count])).toEqual([
    ['about-easy', 4],
    ['about-untold', 0],
  ]);
});
