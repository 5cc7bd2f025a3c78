import { expect, test } from 'vitest';
import type { Example, Model, Recognition } from '../../src/classifier/index.js';
import { learningCurve, takeShare } from '../../src/evaluation/index.js';

const INTENTS = ['order.track', 'refund.status'];
const training: readonly Example[] = INTENTS.flatMap((intent) =>
  Array.from({ length: 40 }, (_, i) => ({ text: `${intent} sentence ${i}`, intent, language: 'en' })),
);

/** Recognises test sentence number n of an intent as soon as it has been trained on more than n of that intent. */
function countingModel(examples: readonly Example[]): Model {
  const recognise = (text: string): Recognition => {
    const [intent, , number] = text.split(' ');
    const isRight = Number(number) < examples.filter((example) => example.intent === intent).length;
    const other = INTENTS.find((one) => one !== intent) ?? '';
    const best = isRight ? (intent ?? '') : other;
    return { intent: best, confidence: 0.9, alternatives: [{ intent: best, confidence: 0.9 }] };
  };
  return {
    intents: INTENTS,
    thresholds: { recognised: 0.5, answer: 0.8 },
    trainedOn: { fingerprint: '', utterances: 0, outOfScope: 0, languages: ['en'], outOfScopeFrom: 'none' },
    recognise,
    recogniseAll: (texts) => texts.map(recognise),
  };
}

const train = (examples: readonly Example[]): Promise<Model> => Promise.resolve(countingModel(examples));

test('each part holds the smaller one, and a fair share of every intent', () => {
  const parts = [0.25, 0.5, 0.75, 1].map((share) => takeShare(training, share, 1));
  expect(parts.map((part) => part.length)).toEqual([20, 40, 60, 80]);
  for (const [i, part] of parts.entries()) {
    for (const smaller of parts.slice(0, i)) expect(part).toEqual(expect.arrayContaining([...smaller]));
    expect(part.filter(({ intent }) => intent === 'order.track')).toHaveLength(part.length / 2);
  }
  expect(parts[0]).not.toEqual(training.slice(0, 20));
});

test('an intent with one utterance stays in every part; equal sentences stay together; order plays no part', () => {
  const rare = { text: 'only one', intent: 'rare', language: 'en' };
  const twice = [
    { text: 'Same words', intent: 'rare2', language: 'en' },
    { text: 'same words!', intent: 'rare2', language: 'en' },
  ];
  const part = takeShare([...training, rare, ...twice], 0.25, 1);
  expect(part).toEqual(expect.arrayContaining([rare, ...twice]));
  const reversed = takeShare([...training].toReversed(), 0.25, 1);
  expect(new Set(reversed)).toEqual(new Set(takeShare(training, 0.25, 1)));
});

test('the curve rises where utterances help, and is continued there', async () => {
  const tested = [
    ...Array.from({ length: 48 }, (_, i) => ({ text: `order.track x ${i}`, intent: 'order.track', language: 'en' })),
    ...Array.from({ length: 48 }, () => ({ text: 'refund.status x 0', intent: 'refund.status', language: 'en' })),
  ];
  const { points, expected, byIntent } = await learningCurve(training, tested, 1, train);
  expect(points.map(({ accuracyWithoutThreshold }) => accuracyWithoutThreshold)).toEqual(
    [10, 20, 30, 40].map((right) => (48 + right) / 96),
  );
  const last = points.at(-1)?.accuracyWithoutThreshold ?? 0;
  expect(expected?.accuracyWithoutThreshold).toBeGreaterThan(last);
  expect(expected?.accuracyWithoutThreshold).toBeLessThanOrEqual(1);
  expect(byIntent.map(({ intent }) => intent)).toEqual(['order.track', 'refund.status']);
  expect(byIntent[1]).toMatchObject({ utterances: 40, tested: 48, expected: { accuracyWithoutThreshold: 1 } });
});

test('where utterances do not help, more are expected to bring nothing', async () => {
  const hopeless = Array.from({ length: 30 }, () => ({
    text: 'order.track x 999',
    intent: 'order.track',
    language: 'en',
  }));
  const { expected } = await learningCurve(training, hopeless, 1, train);
  expect(expected).toEqual({ accuracyWithoutThreshold: 0, exponent: 0 });
});

test('without anything to measure on, nothing is claimed', async () => {
  const { points, expected, byIntent } = await learningCurve(training, [], 1, train);
  expect(points.at(-1)).toMatchObject({ utterances: 80, accuracyWithoutThreshold: null, jointAccuracy: null });
  expect(expected).toBeNull();
  expect(byIntent[0]).toMatchObject({ tested: 0, expected: null, accuracyWithoutThreshold: [null, null, null, null] });
});
