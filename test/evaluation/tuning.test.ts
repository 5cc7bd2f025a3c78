import { expect, test } from 'vitest';
import { answersFrom, withOwnThresholds, type UnseenExample } from '../../src/classifier/index.js';
import { isWorthWriting, tuneThresholds } from '../../src/evaluation/index.js';
import { workspaceOf } from '../workspace/workspaces.js';

const CURRENT = { recognised: 0.1, answer: 0.5 };

/** Messages of an intent at confidences from 0.2 to 1, which are right from a confidence on. */
function messages(intent: string, count: number, rightFrom: number, outOfScope = false): UnseenExample[] {
  return Array.from({ length: count }, (_, i) => {
    const confidence = 0.2 + (0.8 * i) / count;
    const right = confidence >= rightFrom;
    return {
      example: { text: `${intent} ${i}`, intent: outOfScope ? null : right ? intent : 'another', language: 'en' },
      recognition: {
        intent,
        confidence,
        alternatives: [
          { intent, confidence },
          { intent: 'third', confidence: 0 },
        ],
      },
      outOfScope,
      weight: 1,
    };
  });
}

function workspace(routing: string) {
  return workspaceOf({ 'kb.yaml': `routing: { ${routing} }\n` }).workspace;
}

test('the threshold lies where answers begin to be right', () => {
  const { thresholds, single, now } = tuneThresholds(messages('refund', 400, 0.7), CURRENT, workspace(''));
  expect(thresholds.answer).toBeGreaterThan(0.68);
  expect(thresholds.answer).toBeLessThan(0.72);
  expect(single.wrong).toBeLessThan(0.02);
  // From 0.5 to 0.7 a quarter of all messages is answered wrongly at 20 each; below, 3/8 cost a hand-off and a question.
  expect(now).toMatchObject({ wrong: expect.closeTo(0.25, 2), answered: expect.closeTo(0.625, 2) });
  expect(now.cost).toBeCloseTo(0.25 * 20 + 0.375 * 4, 1);
});

test('what costs nothing is answered always, what costs much never', () => {
  const rows = messages('refund', 400, 0.7);
  expect(tuneThresholds(rows, CURRENT, workspace('costs: { wrong_answer: 0 }')).thresholds.answer).toBe(0.1);
  const dear = tuneThresholds(messages('refund', 400, 2), CURRENT, workspace('costs: { wrong_answer: 500 }'));
  expect(dear.thresholds.answer).toBe(1);
  expect(dear.single.answered).toBe(0);
});

test('what lies beside an intent that was left out to simulate out of scope is no reason for its own threshold', () => {
  // Of a third intent that was left out, all taken for "a": in use it is there, and takes them.
  const leftOut = messages('a', 200, 2).map((row, i) => ({
    ...row,
    example: { text: `left out ${i}`, intent: 'left-out', language: 'en' },
    outOfScope: true,
  }));
  const rows = [...messages('a', 300, 0.5), ...messages('b', 300, 0.5), ...leftOut];
  const { byIntent, thresholds } = tuneThresholds(rows, CURRENT, workspace(''));
  expect(byIntent.kept).toBe(false);
  expect(thresholds.answer).toBeGreaterThan(0.5);
});

test('an intent that needs another threshold gets it; like ones do not', () => {
  const alike = tuneThresholds([...messages('a', 300, 0.5), ...messages('b', 300, 0.5)], CURRENT, workspace(''));
  expect(alike.byIntent.kept).toBe(false);
  expect(alike.thresholds.intents).toEqual({});
  const unlike = tuneThresholds([...messages('a', 300, 0.3), ...messages('b', 300, 0.9)], CURRENT, workspace(''));
  expect(unlike.byIntent.kept).toBe(true);
  expect(unlike.thresholds.intents['a'] ?? unlike.thresholds.answer).toBeLessThan(0.4);
  expect(unlike.thresholds.intents['b'] ?? unlike.thresholds.answer).toBeGreaterThan(0.8);
  expect(unlike.tuned.cost).toBeLessThan(unlike.single.cost);
});

test('segments and tiers have their own costs; complex intents are handed over whatever the threshold', () => {
  const rows = [...messages('a', 300, 0.3), ...messages('a', 60, 2)];
  const own = tuneThresholds(
    rows,
    CURRENT,
    workspace('costs: { wrong_answer: 4, segments: { vip: { wrong_answer: 400 } } }'),
  );
  expect(own.thresholds.segments['vip']).toBeGreaterThan(own.thresholds.answer + 0.2);
  const intents = { 'intents/a.md': '---\nintent: a\ntier: complex\n---\n## en\n- a\n' };
  expect(tuneThresholds(rows, CURRENT, workspaceOf({ 'kb.yaml': '', ...intents }).workspace).messages).toBe(0);
});

test("a customer's answer threshold is the intent's or the segment's, the higher one, and never below recognition", () => {
  const own = { answer: 0.6, intents: { refund: 0.8, greeting: 0.2 }, segments: { vip: 0.7 } };
  const thresholds = withOwnThresholds({ recognised: 0.3, answer: 0.5 }, own);
  expect(answersFrom(thresholds, 'login')).toBe(0.6);
  expect(answersFrom(thresholds, 'refund', 'new')).toBe(0.8);
  expect(answersFrom(thresholds, 'login', 'vip')).toBe(0.7);
  expect(answersFrom(thresholds, 'refund', 'vip')).toBe(0.8);
  expect(answersFrom(thresholds, 'greeting')).toBe(0.3);
  expect(answersFrom(thresholds, 'toString')).toBe(0.6);
  expect(withOwnThresholds({ recognised: 0.3, answer: 0.5 }, {}).answer).toBe(0.5);
});

test('thresholds that cost more than those of now are not worth writing, nor are any that nothing was measured with', () => {
  const rows = messages('refund', 400, 0.7);
  const tuned = tuneThresholds(rows, CURRENT, workspace(''));
  expect(isWorthWriting(tuned)).toBe(true);
  const wiser = tuneThresholds(rows, { recognised: 0.1, answer: 0.7 }, workspace(''));
  expect(isWorthWriting({ ...wiser, tuned: { ...wiser.tuned, cost: wiser.now.cost + 0.1 } })).toBe(false);
  expect(isWorthWriting(tuneThresholds([], CURRENT, workspace('')))).toBe(false);
});
