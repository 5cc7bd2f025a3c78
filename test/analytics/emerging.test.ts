import { expect, test } from 'vitest';
import { emergingTopics } from '../../src/analytics/emerging.js';
import { seededRandom } from '../../src/text/index.js';

const WEEKS = Array.from({ length: 8 }, (_, index) => `2026-10-${String(5 + index).padStart(2, '0')}`);

/** Weekly counts of topics that are asked about as often as ever, a plain Poisson each. */
function steady(seed: number, topics: number, mean: number): { intent: string; counts: number[]; people: number[] }[] {
  const random = seededRandom('emerging', seed);
  return Array.from({ length: topics }, (_, topic) => {
    const counts = WEEKS.map(() => {
      let left = mean;
      let count = -1;
      while (left > 0) {
        left -= random.exponential(1);
        count += 1;
      }
      return Math.max(0, count);
    });
    return { intent: `topic-${topic}`, counts, people: counts };
  });
}

test('where nothing changes, at most 5 of 100 reports name a topic', () => {
  let reports = 0;
  for (let seed = 0; seed < 400; seed += 1) {
    if (emergingTopics({ weeks: WEEKS, byIntent: steady(seed, 40, 6) }).length > 0) reports += 1;
  }
  expect(reports / 400).toBeLessThanOrEqual(0.05 + 0.02);
});

test('a topic that bursts and one that grows are found among forty, and nothing else', () => {
  let found = 0;
  let wrong = 0;
  for (let seed = 0; seed < 50; seed += 1) {
    const byIntent = steady(seed, 40, 6);
    byIntent.push({ intent: 'burst', counts: [3, 2, 4, 3, 2, 3, 4, 22], people: [3, 2, 4, 3, 2, 3, 4, 22] });
    byIntent.push({ intent: 'growth', counts: [1, 2, 5, 8, 11, 14, 18, 22], people: [1, 2, 5, 8, 11, 14, 18, 22] });
    const names = emergingTopics({ weeks: WEEKS, byIntent }).map(({ intent }) => intent);
    found += names.filter((name) => name === 'burst' || name === 'growth').length;
    wrong += names.filter((name) => name?.startsWith('topic-')).length;
  }
  expect(found).toBeGreaterThanOrEqual(95);
  expect(wrong / (found + wrong)).toBeLessThanOrEqual(0.05);
});

test('more questions of every kind are no topic; new topics have no ratio', () => {
  const doubled = steady(1, 10, 30).map(({ intent, counts }) => {
    const more = counts.map((count, week) => (week === 7 ? 2 * count : count));
    return { intent, counts: more, people: more };
  });
  expect(emergingTopics({ weeks: WEEKS, byIntent: doubled })).toEqual([]);
  doubled.push({ intent: 'new', counts: [0, 0, 0, 0, 0, 0, 0, 30], people: [0, 0, 0, 0, 0, 0, 0, 30] });
  expect(emergingTopics({ weeks: WEEKS, byIntent: doubled })).toMatchObject([
    { intent: 'new', kind: 'burst', ratio: null },
  ]);
});
