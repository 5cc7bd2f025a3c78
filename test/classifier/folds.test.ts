import { describe, expect, test } from 'vitest';
import { foldOf } from '../../src/classifier/folds.js';
import type { Example } from '../../src/classifier/types.js';

const examples: Example[] = ['order.track', 'refund', null].flatMap((intent) =>
  Array.from({ length: 40 }, (_, i) => ({ text: `${intent} utterance ${i}`, intent, language: 'en' })),
);

describe('folds', () => {
  test('each intent is dealt evenly', () => {
    const folds = foldOf(examples, 5);
    for (const intent of ['order.track', 'refund', null]) {
      const counts = [0, 0, 0, 0, 0];
      examples.forEach((example, i) => (counts[folds[i] as number]! += Number(example.intent === intent)));
      expect(counts).toEqual([8, 8, 8, 8, 8]);
    }
  });

  test('the order of the examples plays no part', () => {
    const folds = foldOf(examples, 5);
    expect([...foldOf(examples.toReversed(), 5)]).toEqual([...folds].toReversed());
  });

  test('texts that differ in case or punctuation only stay together', () => {
    const twins = examples.map((example) => ({ ...example, text: `${example.text.toUpperCase()}!` }));
    const folds = [...foldOf([...examples, ...twins], 5)];
    expect(folds.slice(examples.length)).toEqual(folds.slice(0, examples.length));
  });

  test('one text more moves few others, of its own intent only', () => {
    const before = foldOf(examples, 5);
    const after = foldOf([...examples, { text: 'my money back', intent: 'refund', language: 'en' }], 5);
    const moved = examples.filter((_, i) => before[i] !== after[i]);
    expect(moved.length).toBeLessThan(5);
    expect(moved.every(({ intent }) => intent === 'refund')).toBe(true);
  });
});
