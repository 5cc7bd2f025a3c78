import { expect, test } from 'vitest';
import { assessPredictions, readPredictions } from '../../src/evaluation/index.js';

const HELDOUT = ['where is it', 'my money back', 'sing a song'].map((text, i) => ({
  text,
  language: 'en',
  intent: ['track', 'refund', null][i] ?? null,
}));

function assess(lines: readonly object[], threshold = 0): ReturnType<typeof assessPredictions> {
  const text = lines.map((line) => JSON.stringify(line)).join('\n');
  const { predictions, problems } = readPredictions(text, 'old.jsonl', ['None']);
  expect(problems).toEqual([]);
  return assessPredictions(HELDOUT, predictions, threshold);
}

test('a prediction without a confidence leaves the threshold to the others', () => {
  const { rows, untold } = assess(
    [
      { text: 'where is it', intent: 'refund', confidence: 0.3 },
      { text: 'my money back', intent: 'refund' },
      { text: 'sing a song', intent: null },
    ],
    0.5,
  );
  expect(rows.map(({ recognition }) => recognition.intent)).toEqual([null, 'refund', null]);
  expect(rows.map(({ hasConfidence }) => hasConfidence)).toEqual([true, false, true]);
  expect(untold).toBe(1);
  expect(assess([{ text: 'my money back', intent: 'refund' }], 0.5)).toMatchObject({ untold: 0, missing: 2 });
});

test('how sure they are that it is nothing is no confidence in an intent', () => {
  const { rows } = assess([
    {
      text: 'where is it',
      intent: 'None',
      confidence: 0.9,
      alternatives: [
        { intent: 'None', confidence: 0.9 },
        { intent: 'track', confidence: 0.1 },
      ],
    },
    { text: 'sing a song', intent: 'None', confidence: 0.99 },
  ]);
  expect(rows.map(({ recognition }) => recognition)).toEqual([
    { intent: null, confidence: 0.1, alternatives: [{ intent: 'track', confidence: 0.1 }] },
    { intent: null, confidence: 0, alternatives: [] },
    { intent: null, confidence: 0, alternatives: [] },
  ]);
});

test('of two predictions of a text the last one counts, and neither is of an unknown text', () => {
  const { rows, repeated, unknown } = assess([
    { text: 'where is it', intent: 'refund' },
    { text: 'where  is it', intent: 'track' },
  ]);
  expect(rows[0]?.recognition.intent).toBe('track');
  expect({ repeated, unknown }).toEqual({ repeated: 1, unknown: 0 });
});
