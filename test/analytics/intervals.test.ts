import { expect, test } from 'vitest';
import { forecastNext } from '../../src/analytics/forecast.js';
import { spreadOf, spreadOfCounts } from '../../src/analytics/figures.js';
import { meanRating, quantile } from '../../src/analytics/intervals.js';
import { shareOf } from '../../src/interval.js';
import { seededRandom, type Random } from '../../src/text/index.js';

const RUNS = 2000;

/** How often an interval holds what is true, in per cent. */
function coverage(run: (random: Random) => readonly [number | null, number | null, number], seed: string): number {
  let held = 0;
  for (let index = 0; index < RUNS; index += 1) {
    const [low, high, truth] = run(seededRandom(seed, index));
    if ((low ?? -Infinity) <= truth && truth <= (high ?? Infinity)) held += 1;
  }
  return (100 * held) / RUNS;
}

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

function poisson(random: Random, mean: number): number {
  let left = mean;
  let count = -1;
  while (left > 0) {
    left -= random.exponential(1);
    count += 1;
  }
  return Math.max(0, count);
}

const draws = <T>(n: number, draw: () => T): T[] => Array.from({ length: n }, draw);

test('quantiles are those of a spreadsheet (PERCENTILE.INC)', () => {
  expect(quantile([1, 2, 4, 8], 0.5)).toBe(3);
  expect(quantile([1, 2, 4, 8], 0.9)).toBeCloseTo(6.8, 10);
  expect(quantile([], 0.5)).toBeNull();
});

test('the interval of a share holds it 95 times of 100, on average over shares and totals', () => {
  for (const total of [10, 40, 200]) {
    const held = coverage((random) => {
      const truth = 0.05 + 0.9 * random.next();
      const { interval } = shareOf(draws(total, () => random.next()).filter((value) => value < truth).length, total);
      return [interval?.[0] ?? null, interval?.[1] ?? null, truth];
    }, `share ${total}`);
    expect(Math.abs(held - 95), `${held} % with ${total}`).toBeLessThanOrEqual(2);
  }
});

test('the interval of a median and of a 90th percentile holds them at least as often as it says, hardly more', () => {
  for (const [n, q, truth] of [
    [40, 0.5, Math.log(2)],
    [150, 0.9, Math.log(10)],
    [400, 0.9, Math.log(10)],
  ] as const) {
    const held = coverage((random) => {
      const spread = spreadOf(draws(n, () => random.exponential(1)).toSorted((a, b) => a - b));
      const [low, high] = (q === 0.5 ? spread.medianInterval : spread.p90Interval) ?? [null, null];
      return [low, high, truth];
    }, `quantile ${n}`);
    expect(Math.abs(held - 95.5), `${held} % of ${n}`).toBeLessThanOrEqual(2);
  }
});

test('too few values do not bound a 90th percentile from above, and that is said', () => {
  const few = spreadOf(draws(20, () => 1).map((_, index) => index));
  expect(few.p90Interval?.[1]).toBeNull();
  expect(few.medianInterval).toEqual([5, 14]);
});

test('counted values give what the list of them gives', () => {
  const counts = [
    { value: 1, times: 120 },
    { value: 2, times: 300 },
    { value: 5, times: 80 },
  ];
  const list = counts.flatMap(({ value, times }) => draws(times, () => value));
  expect(spreadOfCounts(counts)).toEqual(spreadOf(list));
});

test('the interval of a mean rating holds it at least 93 times of 100, however few and uneven the ratings', () => {
  for (const [n, chances] of [
    [8, [0.05, 0.05, 0.1, 0.2, 0.6]],
    [12, [0.02, 0.02, 0.02, 0.04, 0.9]],
    [100, [0.5, 0.1, 0.1, 0.1, 0.2]],
  ] as const) {
    const truth = chances.reduce((sum, chance, index) => sum + chance * (index + 1), 0);
    const held = coverage((random) => {
      const ratings = draws(n, () => {
        let left = random.next();
        return (
          1 +
          Math.max(
            0,
            chances.findIndex((chance) => (left -= chance) < 0),
          )
        );
      });
      const sum = ratings.reduce((total, rating) => total + rating, 0);
      const squares = ratings.reduce((total, rating) => total + rating * rating, 0);
      const { interval } = meanRating({ n, sum, squares });
      return [interval?.[0] ?? null, interval?.[1] ?? null, truth];
    }, `rating ${n}`);
    expect(Math.abs(held - 95), `${held} % of ${n}`).toBeLessThanOrEqual(2);
  }
});

test('the forecast holds the next week 95 times of 100: steady, with ups and downs of its own, and drifting', () => {
  const kinds: Readonly<Record<string, (random: Random) => () => number>> = {
    'steady, 20 a week': (random) => () => poisson(random, 20),
    'steady, 60 a week': (random) => () => poisson(random, 60),
    'with ups and downs': (random) => () => poisson(random, 50 * Math.exp(0.3 * normal(random))),
    drifting: (random) => {
      let level = 50;
      return () => poisson(random, (level *= Math.exp(0.05 * normal(random))));
    },
  };
  for (const weeks of [8, 26]) {
    for (const [name, kind] of Object.entries(kinds)) {
      const held = coverage((random) => {
        const next = kind(random);
        const forecast = forecastNext(draws(weeks, next));
        return [forecast?.interval[0] ?? null, forecast?.interval[1] ?? null, next()];
      }, `${name} ${weeks}`);
      expect(Math.abs(held - 95), `${held} % ${name}, ${weeks} weeks`).toBeLessThanOrEqual(2);
    }
  }
});

test('too few weeks foretell nothing; equal weeks do not look certain', () => {
  expect(forecastNext([5, 6, 7])).toBeNull();
  const { expected, interval } = forecastNext([9, 9, 9, 9, 9, 9]) ?? { expected: 0, interval: [0, 0] };
  expect(expected).toBeCloseTo(9, 6);
  expect(interval[0]).toBeLessThan(9);
  expect(interval[1]).toBeGreaterThan(9);
});
