import { describe, expect, test } from 'vitest';
import { indexTexts, learnVocabulary, toRows } from '../../src/classifier/features.js';
import { Neighbours } from '../../src/classifier/neighbours.js';
import { similarFolds } from '../../src/classifier/similar.js';

const intents = {
  'card.lost': ['i lost my card', 'my card is lost', 'lost the card', 'card got lost'],
  'card.stolen': ['someone stole my card', 'my card is stolen', 'stolen card', 'the card was stolen'],
  'shop.hours': ['when do you open', 'opening hours please', 'when do you close', 'closing hours please'],
  'shop.place': ['where do you have a shop', 'your shop address', 'shop near me', 'address of the shop'],
};
const texts = Object.values(intents).flat();
const labels = Int32Array.from(texts, (_, i) => Math.floor(i / 4));
const vocabulary = learnVocabulary(indexTexts(texts), [...texts.keys()], 1);
const rows = toRows(indexTexts(texts).texts, vocabulary);

describe('folds of similar material', () => {
  const { byClass, byRow } = similarFolds(rows, labels, vocabulary.idf, { classes: 4, folds: 2, seed: 1 });

  test('similar intents share a fold', () => {
    expect(byClass[0]).toBe(byClass[1]);
    expect(byClass[2]).toBe(byClass[3]);
    expect(byClass[0]).not.toBe(byClass[2]);
  });

  test('similar utterances of an intent share a fold, and each fold has its part of each intent', () => {
    const foldOf = (text: string) => byRow[texts.indexOf(text)];
    expect(foldOf('when do you open')).toBe(foldOf('when do you close'));
    expect(foldOf('opening hours please')).toBe(foldOf('closing hours please'));
    for (const label of [0, 1, 2, 3]) {
      const folds = [...byRow].filter((_, row) => labels[row] === label);
      expect(folds.toSorted((a, b) => a - b)).toEqual([0, 0, 1, 1]);
    }
  });

  test('a class without rows has no fold, rows out of scope neither', () => {
    const some = Int32Array.from(labels, (label) => (label === 1 ? -1 : label));
    const dealt = similarFolds(rows, some, vocabulary.idf, { classes: 4, folds: 2, seed: 1 });
    expect(dealt.byClass[1]).toBe(-1);
    expect([...dealt.byRow].filter((_, row) => some[row] === -1)).toEqual([-1, -1, -1, -1]);
  });
});

describe('neighbours', () => {
  const neighbours = new Neighbours({ classStarts: Uint32Array.of(0, 4, 8, 12, 16), ...rows }, vocabulary.idf);
  const columnsOf = (row: number) => rows.columns.subarray(rows.starts[row], rows.starts[row + 1]);

  test('likeness is the mean of the three largest cosines within the intent', () => {
    const itself = neighbours.likeness(columnsOf(8), 0, 2);
    const withoutItself = neighbours.likeness(columnsOf(8), 0, 2, (row) => row === 8);
    expect(itself).toBeGreaterThan(1 / 3);
    expect(itself).toBeLessThan(1);
    expect(withoutItself).toBeLessThan(itself);
    expect(neighbours.likeness(columnsOf(8), 0, 0)).toBeLessThan(withoutItself);
  });

  test('what is unknown makes a message less like anything', () => {
    const known = neighbours.likeness(columnsOf(0), 0, 0);
    expect(neighbours.likeness(columnsOf(0), 1000, 0)).toBeLessThan(known / 2);
    expect(neighbours.likeness([], 10, 0)).toBe(0);
    expect(neighbours.likeness([], 0, 0)).toBe(0);
  });
});
