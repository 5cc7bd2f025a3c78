import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  auroc,
  brierScore,
  calibrationError,
  matthews,
  scoreLabels,
  type Outcome,
} from '../../src/evaluation/metrics.js';

/** Outcomes from a table of counts, gold by predicted; `-` is out of scope or abstained. */
function outcomes(table: string): Outcome[] {
  const [head = '', ...rows] = table.trim().split('\n');
  const label = (name: string): string | null => (name === '-' ? null : name);
  const columns = head.trim().split(/\s+/).map(label);
  return rows.flatMap((row) => {
    const [gold = '', ...counts] = row.trim().split(/\s+/);
    return counts.flatMap((count, index) =>
      Array.from({ length: Number(count) }, () => ({ expected: label(gold), predicted: columns[index] ?? null })),
    );
  });
}

const MIXED = outcomes(`
            refund  login   -
    refund      8       1   1
    login       2       6   0
    -           1       0   3
`);

test('precision, recall and F1 of each label are those of the table', () => {
  expect(scoreLabels(MIXED)).toEqual([
    { label: 'login', support: 8, predicted: 7, right: 6, precision: 6 / 7, recall: 6 / 8, f1: 12 / 15 },
    { label: 'refund', support: 10, predicted: 11, right: 8, precision: 8 / 11, recall: 8 / 10, f1: 16 / 21 },
    { label: null, support: 4, predicted: 4, right: 3, precision: 3 / 4, recall: 3 / 4, f1: 6 / 8 },
  ]);
});

test('a label that is never predicted has no precision, and an F1 of 0', () => {
  expect(scoreLabels([{ expected: 'refund', predicted: null }])).toEqual([
    { label: 'refund', support: 1, predicted: 0, right: 0, precision: null, recall: 0, f1: 0 },
    { label: null, support: 0, predicted: 1, right: 0, precision: 0, recall: null, f1: 0 },
  ]);
});

test("Matthews' coefficient of two classes is the textbook one", () => {
  const twoByTwo = outcomes(`
              refund  login
      refund       6      1
      login        2      3
  `);
  // (TP·TN − FP·FN) / √((TP+FP)(TP+FN)(TN+FP)(TN+FN))
  expect(matthews(twoByTwo)).toBeCloseTo((6 * 3 - 2 * 1) / Math.sqrt(8 * 7 * 5 * 4), 12);
});

test("Matthews' coefficient is 1 for perfect and undefined for a constant answer", () => {
  expect(matthews(MIXED.map(({ expected }) => ({ expected, predicted: expected })))).toBeCloseTo(1, 12);
  expect(matthews(MIXED.map(({ expected }) => ({ expected, predicted: 'login' })))).toBeNull();
});

test('AUROC is the share of pairs in the right order, ties counting half', () => {
  const score = fc.integer({ min: 0, max: 6 }).map((value) => value / 6);
  fc.assert(
    fc.property(fc.array(score, { minLength: 1 }), fc.array(score, { minLength: 1 }), (positives, negatives) => {
      const pairs = positives.flatMap((p) => negatives.map((n): number => (p > n ? 1 : p === n ? 0.5 : 0)));
      expect(auroc(positives, negatives)).toBeCloseTo(pairs.reduce((sum, pair) => sum + pair, 0) / pairs.length, 9);
    }),
  );
  expect(auroc([], [1])).toBeNull();
});

test('calibration error is the mean gap over bins of equal size', () => {
  // Two bins: 0.2 and 0.4 with one right of two (gap 0.2), 0.8 and 0.9 with both right (gap 0.15).
  const forecasts = [
    { probability: 0.9, right: true },
    { probability: 0.2, right: false },
    { probability: 0.8, right: true },
    { probability: 0.4, right: true },
  ];
  expect(calibrationError(forecasts, 2)).toBeCloseTo((0.2 + 0.15) / 2, 12);
  expect(brierScore(forecasts)).toBeCloseTo((0.01 + 0.04 + 0.04 + 0.36) / 4, 12);
  expect(calibrationError([])).toBeNull();
  expect(brierScore([])).toBeNull();
});
