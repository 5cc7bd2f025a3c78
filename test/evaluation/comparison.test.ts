import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compareOutcomes,
  mostOutcomes,
  sharedTraining,
  trainingSketch,
  type PairedOutcome,
} from '../../src/evaluation/index.js';
import { mcnemarMidP } from '../../src/evaluation/mcnemar.js';
import { paired } from '../../src/evaluation/paired.js';
import { seededRandom } from '../../src/text/index.js';

/** Utterances of an intent: how many, and what was recognised before and after. */
function pairs(count: number, expected: string | null, before: string | null, after: string | null): PairedOutcome[] {
  const recognised = (intent: string | null) => ({
    intent,
    best: intent ?? 'other',
    confidence: intent === null ? 0.1 : 0.9,
  });
  return Array.from({ length: count }, (_, i) => ({
    text: `${expected} ${before} ${after} ${i}`,
    language: 'en',
    expected,
    before: recognised(before),
    after: recognised(after),
  }));
}

const MODELS = { thresholds: { before: 0.5, after: 0.5 }, shared: 0 };

/** Ten intents of fifty utterances each, of which so many got worse and better. */
function tenIntents(worse: number, better: number): PairedOutcome[] {
  return Array.from({ length: 10 }, (_, i) => `intent-${i}`).flatMap((intent) => [
    ...pairs(worse, intent, intent, 'other'),
    ...pairs(better, intent, 'other', intent),
    ...pairs(50 - worse - better, intent, intent, intent),
  ]);
}

describe("McNemar's test", () => {
  test('mid-p equals a computation by hand', () => {
    // 10 changed, 2 better: P(X < 2) = 11/1024, P(X = 2) = 45/1024; 2 · 11/1024 + 45/1024.
    expect(mcnemarMidP(2, 8)).toBeCloseTo(67 / 1024, 12);
    expect(mcnemarMidP(8, 2)).toBeCloseTo(67 / 1024, 12);
    expect(mcnemarMidP(0, 5)).toBeCloseTo(1 / 32, 12);
    expect(mcnemarMidP(4, 4)).toBeCloseTo(1, 12);
    expect(mcnemarMidP(0, 0)).toBe(1);
  });

  test('it stays a probability, however many changed', () => {
    fc.assert(
      fc.property(fc.nat(3000), fc.nat(3000), (better, worse) => {
        const p = mcnemarMidP(better, worse);
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
      }),
      { numRuns: 50 },
    );
  });
});

describe('the verdict', () => {
  test('an even loss in every intent is real', () => {
    const comparison = compareOutcomes(tenIntents(4, 0), MODELS);
    expect(comparison).toMatchObject({ verdict: 'worse', better: 0, worse: 40, before: 1, after: 0.92 });
    expect(comparison.difference).toBeCloseTo(-0.08, 12);
    expect(comparison.interval?.[1]).toBeLessThan(0);
    expect(comparison.pValue).toBeLessThan(1e-9);
  });

  test('the same turned round is better, with the interval turned round', () => {
    const worse = compareOutcomes(tenIntents(4, 0), MODELS);
    const better = compareOutcomes(tenIntents(0, 4), MODELS);
    expect(better.verdict).toBe('better');
    expect(better.difference).toBeCloseTo(-(worse.difference ?? 0), 12);
  });

  test('as much to the better as to the worse is no difference', () => {
    expect(compareOutcomes(tenIntents(1, 1), MODELS)).toMatchObject({ verdict: 'no-difference', difference: 0 });
  });

  test('one intent that goes while another one comes is the draw of other utterances, but real after an edit', () => {
    // 34 of 50 utterances of one intent lost, 10 of another won: p is 0.0003, but two of ten intents swung, no more.
    const rows = [
      ...pairs(34, 'a', 'a', 'other'),
      ...pairs(16, 'a', 'a', 'a'),
      ...pairs(10, 'b', 'other', 'b'),
      ...pairs(40, 'b', 'b', 'b'),
      ...['c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'].flatMap((intent) => pairs(50, intent, intent, intent)),
    ];
    const drawnAnew = compareOutcomes(rows, MODELS);
    expect(drawnAnew.pValue).toBeLessThan(0.001);
    expect(drawnAnew.verdict).toBe('too-little-data');
    expect(compareOutcomes(rows, { ...MODELS, shared: 0.98 }).verdict).toBe('worse');
  });

  test('half of a few intents lost altogether is no draw', () => {
    const rows = ['a', 'b'].flatMap((intent) => [
      ...pairs(16, intent, intent, 'other'),
      ...pairs(16, `${intent}2`, `${intent}2`, `${intent}2`),
    ]);
    expect(compareOutcomes(rows, MODELS).verdict).toBe('worse');
  });

  test('a handful of utterances is too little, and how many would tell is said', () => {
    const trainedAnew = tenIntents(0, 0).map((pair) => ({ ...pair, after: { ...pair.after, confidence: 0.8 } }));
    const comparison = compareOutcomes(trainedAnew.slice(0, 12), MODELS);
    expect(comparison.verdict).toBe('too-little-data');
    expect(comparison.needed).toBeGreaterThan(50);
    expect(comparison.needed).toBeLessThan(2000);
    expect(compareOutcomes([], MODELS)).toMatchObject({
      verdict: 'too-little-data',
      difference: null,
      interval: null,
    });
  });

  test('a model held against itself is no different, however few the utterances', () => {
    const same = { verdict: 'no-difference', difference: 0, interval: [0, 0], needed: null };
    expect(compareOutcomes(tenIntents(0, 0).slice(0, 3), { ...MODELS, shared: 1 })).toMatchObject(same);
    expect(compareOutcomes(tenIntents(1, 0).slice(0, 3), { ...MODELS, shared: 1 }).verdict).toBe('too-little-data');
  });

  test('systems that tell no confidence are not the same one for that', () => {
    const untold = tenIntents(0, 0).map((pair) => ({
      ...pair,
      before: { ...pair.before, confidence: null },
      after: { ...pair.after, confidence: null },
    }));
    const models = { thresholds: { before: null, after: null }, shared: 0 };
    const few = compareOutcomes(untold.slice(0, 3), models);
    expect(few.verdict).toBe('too-little-data');
    expect(few.interval?.[0]).toBeLessThan(-0.1);
    expect(compareOutcomes(untold, models)).toMatchObject({ verdict: 'no-difference', difference: 0 });
  });

  test('a threshold that came out a little higher is not held against a change; one that is another is', () => {
    // Unsure right answers: 100 of 1,000, recognised at 0.3 and not at 0.4; everything else is as it was.
    const rows = (confidence: number, before: number, after: number): PairedOutcome[] =>
      tenIntents(0, 0).map((pair, i) => {
        const sure = { intent: pair.expected, best: pair.expected, confidence: 0.9 };
        const unsure = (threshold: number) => ({
          intent: confidence >= threshold ? pair.expected : null,
          best: pair.expected,
          confidence,
        });
        return i % 10 === 0
          ? { ...pair, before: unsure(before), after: unsure(after) }
          : { ...pair, before: sure, after: sure };
      });
    const little = compareOutcomes(rows(0.35, 0.3, 0.4), { thresholds: { before: 0.3, after: 0.4 }, shared: 0 });
    expect(little).toMatchObject({ figure: 'best intent', verdict: 'no-difference' });
    expect(little.figures[1]).toMatchObject({ figure: 'joint accuracy', worse: 50, verdict: 'too-little-data' });
    const much = compareOutcomes(rows(0.35, 0.3, 0.9), { thresholds: { before: 0.3, after: 0.9 }, shared: 0 });
    expect(much).toMatchObject({ figure: 'joint accuracy', verdict: 'worse' });
  });

  test('the order of the utterances plays no part', () => {
    const rows = [...tenIntents(3, 1), ...pairs(5, null, null, 'intent-1')];
    expect(compareOutcomes(rows.toReversed(), MODELS)).toEqual(compareOutcomes(rows, MODELS));
  });
});

test('of several trainings counts what most of them make of an utterance; where all differ, the first', () => {
  const made = (predicted: string | null, confidence: number | null) => ({
    outcomes: [
      { text: 'pay', language: 'en', expected: 'refund', predicted, best: predicted ?? 'login', confidence },
      { text: 'hi', language: 'en', expected: null, predicted: null, best: predicted, confidence: 0.1 },
    ],
    threshold: confidence,
  });
  const most = mostOutcomes([made('refund', 0.9), made(null, 0.2), made(null, 0.3)]);
  expect(most.threshold).toBe(0.3);
  expect(most.outcomes[0]).toMatchObject({ text: 'pay', predicted: null, best: 'login', confidence: 0.3 });
  const open = mostOutcomes([made('refund', null), made('care', null), made('login', null)]);
  expect(open).toMatchObject({ threshold: null, outcomes: [{ predicted: 'refund', confidence: null }, {}] });
});

test('flips name what changed, worse ones first; intents are corrected for how many there are', () => {
  const { flips, byIntent } = compareOutcomes(
    [...pairs(1, 'refund', null, 'refund'), ...pairs(8, 'login', 'login', null), ...pairs(1, null, 'refund', 'login')],
    MODELS,
  );
  expect(flips).toHaveLength(10);
  expect(flips[0]).toEqual({
    text: 'login login null 0',
    language: 'en',
    expected: 'login',
    before: 'login',
    after: null,
    effect: 'worse',
  });
  expect(flips.slice(8).map(({ effect }) => effect)).toEqual(['better', 'neither']);
  // 8 of 8 worse: mid-p 1/256, one of two intents that changed.
  expect(byIntent[0]).toMatchObject({ intent: 'login', worse: 8, better: 0 });
  expect(byIntent[0]?.pValue).toBeCloseTo(2 / 256, 12);
});

test('the interval covers the true difference as often as it says', () => {
  // 400 utterances of 40 intents; each is right before with 80 %, and changes to either side with 6 and 4 %.
  const random = seededRandom('coverage');
  const runs = 150;
  let covered = 0;
  for (let run = 0; run < runs; run += 1) {
    const rows = Array.from({ length: 400 }, (_, i) => {
      const at = random.next();
      const [before, after] = at < 0.06 ? [true, false] : at < 0.1 ? [false, true] : [true, true];
      return { group: `intent-${i % 40}`, before, after };
    });
    const [low, high] = paired(rows, run, { shared: 0, drift: 0 })?.interval ?? [1, -1];
    if (low <= -0.02 && -0.02 <= high) covered += 1;
  }
  expect(covered / runs).toBeGreaterThan(0.93);
  expect(covered / runs).toBeLessThan(0.995);
});

test('training again on the same utterances is rarely taken for a loss, a loss of a few points nearly always', () => {
  // Forty intents of thirty utterances, of which some are a toss-up. Each training has an intent's luck: 3 % either way.
  const random = seededRandom('retrained');
  const runs = 100;
  const found = { noise: 0, loss: 0 };
  for (let run = 0; run < runs; run += 1) {
    const luck = Array.from({ length: 80 }, () => (random.next() < 0.5 ? -0.3 : 0.3));
    const rows = Array.from({ length: 1200 }, (_, i) => {
      const tossUp = random.next() < 0.1;
      const isRight = (training: number): boolean =>
        !tossUp || random.next() < 0.5 + (luck[training * 40 + (i % 40)] as number);
      return { group: `intent-${i % 40}`, before: isRight(0), after: isRight(1) };
    });
    const isLoss = (some: typeof rows): boolean => (paired(some, run, { shared: 1, drift: 0 })?.interval[1] ?? 0) < 0;
    if (isLoss(rows)) found.noise += 1;
    if (isLoss(rows.map((row) => (random.next() < 0.04 ? { ...row, after: false } : row)))) found.loss += 1;
  }
  expect(found.noise / runs).toBeLessThanOrEqual(0.05);
  expect(found.loss / runs).toBeGreaterThan(0.9);
});

test('how much two trainings share is exact for few utterances, and near for many', () => {
  const examples = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => ({ text: `sentence ${from + i}`, intent: 'a', language: 'en' }));
  const shared = (a: [number, number], b: [number, number]): number =>
    sharedTraining(trainingSketch(examples(...a)), trainingSketch(examples(...b)));
  expect(shared([0, 100], [0, 100])).toBe(1);
  expect(shared([0, 100], [20, 120])).toBeCloseTo(0.8, 12);
  expect(shared([0, 100], [100, 200])).toBe(0);
  expect(shared([0, 0], [0, 0])).toBe(1);
  expect(Math.abs(shared([0, 5000], [1000, 6000]) - 0.8)).toBeLessThan(0.1);
  expect(Math.abs(shared([0, 5000], [0, 4900]) - 0.98)).toBeLessThan(0.02);
});
