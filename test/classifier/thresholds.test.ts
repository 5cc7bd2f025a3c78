import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pickThresholds, type Scored } from '../../src/classifier/thresholds.js';

const scored = fc.record({
  confidence: fc.integer({ min: 0, max: 20 }).map((n) => n / 20),
  correct: fc.boolean(),
  inScope: fc.boolean(),
});

/** Weighted joint accuracy and precision of taking everything from `threshold` on. */
function judge(rows: readonly Scored[], threshold: number, share: number): { joint: number; precision: number } {
  const inScope = rows.filter((row) => row.inScope).length;
  const outOfScope = rows.length - inScope;
  const real = inScope === 0 ? 1 : outOfScope === 0 ? 0 : share;
  const weigh = (row: Scored) => (row.inScope ? (1 - real) / inScope : real / outOfScope);
  const sum = (some: readonly Scored[]) => some.reduce((total, row) => total + weigh(row), 0);
  const taken = rows.filter(({ confidence }) => confidence >= threshold);
  const right = sum(taken.filter((row) => row.inScope && row.correct));
  const refused = sum(rows.filter((row) => !row.inScope && row.confidence < threshold));
  return { joint: right + refused, precision: sum(taken) > 0 ? right / sum(taken) : 1 };
}

describe('thresholds', () => {
  test('lie between the right answers and the rest', () => {
    const rows = [
      { confidence: 0.9, correct: true, inScope: true },
      { confidence: 0.7, correct: true, inScope: true },
      { confidence: 0.3, correct: false, inScope: false },
    ];
    const thresholds = pickThresholds(rows, { outOfScopeShare: 0.2, answerPrecision: 0.95 });
    expect(thresholds.recognised).toBeCloseTo(0.5);
    expect(thresholds.answer).toBeCloseTo(0.5);
  });

  test('`recognised` is best, and `answer` keeps its promise, against every other cut', () => {
    fc.assert(
      fc.property(
        fc.array(scored, { minLength: 1, maxLength: 40 }),
        fc.double({ min: 0.05, max: 0.9, noNaN: true }),
        (rows, outOfScopeShare) => {
          const { recognised, answer } = pickThresholds(rows, { outOfScopeShare, answerPrecision: 0.8 });
          const cuts = [0, 1, ...rows.map(({ confidence }) => confidence - 0.01)];
          const best = Math.max(...[...cuts, 2].map((cut) => judge(rows, cut, outOfScopeShare).joint));
          // A cut of 1 is the highest there is, and still takes a confidence of 1; models never give 1.
          fc.pre(rows.every(({ confidence }) => confidence < 1));
          expect(judge(rows, recognised, outOfScopeShare).joint).toBeCloseTo(best, 9);
          expect(answer).toBeGreaterThanOrEqual(recognised);
          expect(judge(rows, answer, outOfScopeShare).precision).toBeGreaterThanOrEqual(0.8 - 1e-9);
          for (const cut of cuts.filter((one) => one >= recognised && one < answer - 0.03)) {
            expect(judge(rows, cut, outOfScopeShare).precision).toBeLessThan(0.8);
          }
        },
      ),
    );
  });

  test('the share among the rows does not matter, only the expected one', () => {
    const right = { confidence: 0.6, correct: true, inScope: true };
    const stray = { confidence: 0.7, correct: false, inScope: false };
    const goals = { outOfScopeShare: 0.1, answerPrecision: 0.95 };
    const few = pickThresholds([right, stray], goals);
    const many = pickThresholds([right, ...Array.from({ length: 50 }, () => stray)], goals);
    expect(many).toEqual(few);
    expect(few.recognised).toBeLessThan(0.6);
  });

  test('a row of weight 3 counts as three rows', () => {
    const rows = [
      { confidence: 0.9, correct: true, inScope: true },
      { confidence: 0.6, correct: false, inScope: false },
      { confidence: 0.5, correct: true, inScope: true },
      { confidence: 0.4, correct: false, inScope: false, weight: 3 },
    ];
    const goals = { outOfScopeShare: 0.5, answerPrecision: 0.9 };
    const spelledOut = rows.flatMap(({ weight = 1, ...row }) => Array.from({ length: weight }, () => row));
    expect(pickThresholds(rows, goals)).toEqual(pickThresholds(spelledOut, goals));
  });

  test('a precision out of reach means that nothing is answered', () => {
    const rows = [
      { confidence: 0.9, correct: false, inScope: true },
      { confidence: 0.8, correct: true, inScope: true },
    ];
    expect(pickThresholds(rows, { outOfScopeShare: 0.2, answerPrecision: 0.95 }).answer).toBe(1);
  });

  describe('where a lower threshold is hardly worse', () => {
    const goals = { outOfScopeShare: 0.5, answerPrecision: 0.9 };
    const right = (confidence: number): Scored => ({ confidence, correct: true, inScope: true });
    const stray = (confidence: number, block?: number): Scored => ({
      confidence,
      correct: false,
      inScope: false,
      ...(block !== undefined && { block }),
    });
    // One stray row costs as much as one right row gains.
    const rows = [right(0.9), right(0.8), stray(0.7), stray(0.6), right(0.5), stray(0.1)];

    test('it is taken within so many standard errors of the difference', () => {
      expect(pickThresholds(rows, goals).recognised).toBeCloseTo(0.75);
      expect(pickThresholds(rows, goals, { standardErrors: 0.6 }).recognised).toBeCloseTo(0.3);
    });

    test('rows of one block count as one: two of them make the difference less sure', () => {
      const apart = [right(0.9), stray(0.8, 1), stray(0.7, 2), stray(0.2)];
      const together = [right(0.9), stray(0.8, 1), stray(0.7, 1), stray(0.2)];
      expect(pickThresholds(apart, goals, { standardErrors: 1 }).recognised).toBeCloseTo(0.75);
      expect(pickThresholds(together, goals, { standardErrors: 1 }).recognised).toBeCloseTo(0.45);
    });

    test('`recognised` may be given, and only `answer` is looked for', () => {
      const thresholds = pickThresholds(rows, goals, { recognised: 0.65 });
      expect(thresholds).toEqual({ recognised: 0.65, answer: 0.75 });
    });
  });
});
