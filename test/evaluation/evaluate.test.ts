import { expect, test } from 'vitest';
import { countLeaks, evaluate, judgeEvalGoals, type EvaluatedUtterance } from '../../src/evaluation/index.js';
import { workspaceOf } from '../workspace/workspaces.js';

const THRESHOLDS = { recognised: 0.5, answer: 0.8 };

/**
 * Gold intent, top intent, its confidence; the top is recognised from 0.5 on. Its probability among the intents is
 * another number, so that nothing can take one for the other.
 */
function row(expected: string | null, top: string, confidence: number, language = 'en'): EvaluatedUtterance {
  return {
    text: `${expected} as ${top}`,
    language,
    expected,
    recognition: {
      intent: confidence >= THRESHOLDS.recognised ? top : null,
      confidence,
      alternatives: [{ intent: top, confidence: (1 + confidence) / 2 }],
    },
  };
}

const ROWS = [
  row('refund', 'refund', 0.9),
  row('refund', 'refund', 0.4),
  row('refund', 'login', 0.85),
  row('login', 'login', 0.6, 'zh'),
  row(null, 'login', 0.3, 'zh'),
  row(null, 'refund', 0.7),
];

test('the figures are those that a person counts', () => {
  const { summary, byIntent, byLanguage, confusions } = evaluate(ROWS, THRESHOLDS);
  expect(summary).toMatchObject({
    utterances: 6,
    inScope: { total: 4, accuracy: 2 / 4, accuracyWithoutThreshold: 3 / 4 },
    // Abstained: one of two out of scope, and one in scope. Pairs in order: 4 + 2 (0.9, 0.85 above 0.7; all above 0.3).
    outOfScope: { total: 2, recall: 1 / 2, precision: 1 / 2, auroc: 6 / 8 },
    joint: { accuracy: 3 / 6 },
    threshold: 0.5,
    // 0.9 right and 0.85 wrong were answered.
    answer: { threshold: 0.8, precision: 1 / 2, coverage: 2 / 6 },
  });
  // refund: 1 right, 3 gold, 2 predicted; login: 1 right, 1 gold, 2 predicted.
  expect(summary.inScope.macroF1).toBeCloseTo((2 / 5 + 2 / 3) / 2, 12);
  expect(summary.inScope.weightedF1).toBeCloseTo((3 * (2 / 5) + 2 / 3) / 4, 12);
  expect(byIntent).toMatchObject([
    { intent: 'login', utterances: 1, predicted: 2, precision: 1 / 2, recall: 1, f1: 2 / 3 },
    { intent: 'refund', utterances: 3, predicted: 2, precision: 1 / 2, recall: 1 / 3, f1: 2 / 5 },
    { intent: null, utterances: 2, predicted: 2, precision: 1 / 2, recall: 1 / 2, f1: 1 / 2 },
  ]);
  // Gorodkin's with gold counts 1, 3, 2 and predicted 2, 2, 2: (3·6 − 12) / √((36 − 12)(36 − 14)).
  expect(summary.mcc).toBeCloseTo(6 / Math.sqrt(24 * 22), 12);
  // In scope, in fifteen bins a row each: 0.95 right, 0.7 right, 0.925 wrong, 0.8 right.
  expect(summary.calibration.ece).toBeCloseTo((0.05 + 0.3 + 0.925 + 0.2) / 4, 12);
  expect(summary.calibration.brier).toBeCloseTo((0.05 ** 2 + 0.3 ** 2 + 0.925 ** 2 + 0.2 ** 2) / 4, 12);
  expect(byLanguage).toMatchObject([
    {
      language: 'en',
      inScope: { total: 3, accuracy: 1 / 3 },
      outOfScope: { total: 1, recall: 0 },
      joint: { accuracy: 1 / 4 },
    },
    { language: 'zh', inScope: { total: 1, accuracy: 1 }, outOfScope: { total: 1, recall: 1 }, joint: { accuracy: 1 } },
  ]);
  expect(confusions).toHaveLength(3);
  expect(confusions).toContainEqual({ expected: null, predicted: 'refund', count: 1, examples: ['null as refund'] });
});

test('intervals of an intent hold its figures, and are wide where there is little', () => {
  const [login, refund] = evaluate(ROWS, THRESHOLDS).byIntent;
  // One of one: Wilson gives [1 / (1 + z²), 1]; F1 of one right in two: J = 1/2.
  expect(login?.recallInterval?.[0]).toBeCloseTo(1 / (1 + 1.959964 ** 2), 6);
  expect(login?.recallInterval?.[1]).toBeCloseTo(1, 12);
  for (const one of [login, refund]) {
    expect(one?.f1Interval?.[0]).toBeLessThan(one?.f1 ?? 0);
    expect(one?.f1Interval?.[1]).toBeGreaterThan(one?.f1 ?? 1);
  }
});

test('the curves go through the points that a person computes', () => {
  const { curves, summary } = evaluate(ROWS, THRESHOLDS);
  // From the surest down: 0.9 right, 0.85 wrong, 0.7 out of scope, 0.6 right, 0.4 right, 0.3 out of scope.
  expect(curves.riskCoverage.map(({ threshold }) => threshold)).toEqual([0.9, 0.85, 0.7, 0.6, 0.4, 0.3]);
  expect(curves.riskCoverage.map(({ risk }) => risk)).toEqual([0, 1 / 2, 2 / 3, 2 / 4, 2 / 5, 3 / 6]);
  expect(curves.riskCoverage.at(-1)?.coverage).toBe(1);
  expect(summary.aurc).toBeCloseTo((0 + 1 / 2 + 2 / 3 + 2 / 4 + 2 / 5 + 3 / 6) / 6, 12);
  // Four in-scope rows, a bin each, from the least probable up.
  expect(curves.calibration.map(({ probability, accuracy }) => [probability, accuracy])).toEqual([
    [0.7, 1],
    [0.8, 1],
    [0.925, 0],
    [0.95, 1],
  ]);
});

test('equal confidences are answered together or not at all', () => {
  const same = Array.from({ length: 300 }, (_, i) => row('refund', i < 100 ? 'refund' : 'login', 0.6));
  expect(evaluate(same, THRESHOLDS).curves.riskCoverage).toEqual([{ threshold: 0.6, coverage: 1, risk: 2 / 3 }]);
});

test('by length, by segment; what a system that tells no confidence leaves undefined', () => {
  const rows = [
    { ...row('refund', 'refund', 1), text: 'money back', segment: 'vip' },
    { ...row('refund', 'login', 1), text: 'I want my money back', segment: 'new' },
    { ...row('refund', 'refund', 1), text: '我要退款', hasConfidence: false },
  ];
  const { byLength, bySegment, summary, curves } = evaluate(rows, THRESHOLDS);
  expect(byLength).toMatchObject([
    { from: 0, to: 2, inScope: { total: 2, accuracy: 1 } },
    { from: 3, to: 5, inScope: { total: 1, accuracy: 0 } },
  ]);
  expect(bySegment).toMatchObject([
    { segment: 'new', joint: { accuracy: 0 } },
    { segment: 'vip', joint: { accuracy: 1 } },
  ]);
  expect(summary).toMatchObject({ calibration: { ece: null }, aurc: null, inScope: { accuracy: 2 / 3 } });
  expect(curves).toEqual({ calibration: [], riskCoverage: [] });
});

test('the order of the rows plays no part, to the last digit', () => {
  const many = Array.from({ length: 50 }, (_, index) =>
    row(index % 3 === 0 ? null : 'refund', 'refund', ((index * 37) % 100) / 101),
  );
  const forwards = evaluate(many, THRESHOLDS);
  expect(evaluate(many.toReversed(), THRESHOLDS)).toEqual(forwards);
});

test('nothing to measure gives null, never 0', () => {
  const { summary } = evaluate([], THRESHOLDS);
  expect(summary).toMatchObject({
    inScope: { accuracy: null, macroF1: null },
    outOfScope: { recall: null, precision: null, auroc: null },
    joint: { accuracy: null },
    mcc: null,
    calibration: { ece: null, brier: null },
    answer: { precision: null, coverage: null },
  });
});

test('goals are met, missed, or not measured', () => {
  const { settings } = workspaceOf({
    'kb.yaml': 'goals:\n  eval: { in_scope_accuracy: 0.5, joint_accuracy: 0.6, out_of_scope_recall: 0.9 }\n',
  }).workspace;
  const inScopeOnly = evaluate(ROWS.slice(0, 4), THRESHOLDS);
  expect(judgeEvalGoals(settings.goals.eval, inScopeOnly)).toEqual([
    { goal: 'eval.in_scope_accuracy', target: 0.5, value: 0.5, met: true },
    { goal: 'eval.out_of_scope_recall', target: 0.9, value: null, met: null },
    { goal: 'eval.joint_accuracy', target: 0.6, value: 0.5, met: false },
  ]);
});

test('a leak is a held-out text that training has in another spelling', () => {
  expect(countLeaks(['Where is my money?', 'hello'], ['where is my MONEY', 'hello there'])).toBe(1);
});
