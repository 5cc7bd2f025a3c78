import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { computeStats } from '../../src/analytics/index.js';
import { conversationSchema, openStore } from '../../src/conversations/index.js';
import { parseWorkspace } from '../../src/workspace/index.js';

const CHAT = fileURLToPath(new URL('../../fixtures/harbour-pine/chat.jsonl', import.meta.url));
const DAY = 86_400_000;

/** PERCENTILE.INC. */
function percentile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * q;
  const [low = 0, high = 0] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low + (high - low) * (at % 1);
}

test('over the fixtures the figures are those of plain loops over the file', async () => {
  const lines = (await readFile(CHAT, 'utf8')).split('\n').filter(Boolean);
  const log = lines.map((line) => conversationSchema.parse(JSON.parse(line)));
  const folder = await mkdtemp(path.join(tmpdir(), 'kb-fixtures-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'log.duckdb');
  const writing = await openStore(file, 'write');
  await writing.merge(log, 'canonical');
  await writing.close();
  const store = await openStore(file, 'export');
  const { workspace } = parseWorkspace([{ path: 'kb.yaml', text: 'privacy: { minimum_group: 1 }\n' }]);
  const { overall, by, resolvedFrom } = await computeStats(store, workspace, { window: {}, today: '2026-11-23' });
  await store.close();
  if (!overall) throw new Error('nothing is shown');

  const time = (moment: string | undefined): number => Date.parse(moment ?? '');
  const stated = (outcome: string): number => log.filter((each) => each.outcome === outcome).length;
  expect(log.every(({ outcome }) => outcome !== undefined)).toBe(true);
  expect(overall.conversations).toBe(log.length);
  expect(overall.customers).toBe(new Set(log.map(({ customer }) => customer?.id)).size);
  expect(overall.handOff).toMatchObject({ count: stated('handed_off'), total: log.length });
  expect(overall.abandonment.count).toBe(stated('abandoned'));
  expect(overall.resolution.count).toBe(stated('resolved'));
  expect(resolvedFrom).toEqual({ stated: stated('resolved'), assumed: 0 });

  const ratings = log.flatMap(({ feedback }) => feedback?.rating ?? []);
  expect(overall.satisfaction.ratings).toBe(ratings.length);
  expect(overall.satisfaction.mean).toBeCloseTo(ratings.reduce((sum, rating) => sum + rating, 0) / ratings.length, 10);
  expect(overall.satisfaction.satisfied.count).toBe(ratings.filter((rating) => rating >= 4).length);

  // No chat of the fixtures is reopened, so that each has one clock.
  const responses = log.flatMap(({ turns }) => {
    const first = turns.findIndex(({ role }) => role === 'customer');
    const answer = turns.find(({ role }, index) => index > first && (role === 'bot' || role === 'agent'));
    return answer ? (time(answer.at) - time(turns[first]?.at)) / 1000 : [];
  });
  expect(overall.firstResponse.measured).toBe(responses.length);
  expect(overall.firstResponse.median).toBeCloseTo(percentile(responses, 0.5), 6);
  expect(overall.firstResponse.p90).toBeCloseTo(percentile(responses, 0.9), 6);

  const ended = (index: number): number =>
    Math.max(time(log[index]?.started_at), ...(log[index]?.turns ?? []).map(({ at }) => time(at)));
  const last = Math.max(...log.map((_, index) => ended(index)));
  const followed = log.map((_, index) => index).filter((index) => ended(index) + 7 * DAY <= last);
  const cameBack = followed.filter((index) =>
    log.some(
      ({ customer, started_at: began }, other) =>
        other !== index &&
        customer?.id === log[index]?.customer?.id &&
        time(began) >= time(log[index]?.started_at) &&
        time(began) <= ended(index) + 7 * DAY,
    ),
  );
  expect(overall.repeatContact).toMatchObject({ count: cameBack.length, total: followed.length });

  for (const key of ['language', 'segment'] as const) {
    const of = ({ customer, language }: (typeof log)[number]): string | null =>
      (key === 'segment' ? customer?.segment : language) ?? null;
    const names = new Set(log.map(of));
    expect(by[key].map(({ name }) => name)).toHaveLength(names.size);
    for (const { name, conversations, handOff } of by[key]) {
      const group = log.filter((each) => of(each) === name);
      expect([name, conversations]).toEqual([name, group.length]);
      expect(handOff.count).toBe(group.filter(({ outcome }) => outcome === 'handed_off').length);
    }
  }
});
