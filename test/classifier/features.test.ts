import { describe, expect, test } from 'vitest';
import { learnVocabulary, ngrams, stack, vectorise } from '../../src/classifier/features.js';

describe('n-grams', () => {
  test('a word of three letters gives itself and its character n-grams of 2 to 5 with a blank on either side', () => {
    // " has " holds 4 pairs, 3 triples, 2 quadruples and 1 quintuple.
    expect(new Set(ngrams('has')).size).toBe(1 + 4 + 3 + 2 + 1);
  });

  test('word order is seen: the pairs differ, all else is the same', () => {
    const there = ngrams('transfer from savings');
    const back = new Set(ngrams('savings from transfer'));
    expect(there.filter((hash) => !back.has(hash))).toHaveLength(2);
  });

  test('each Chinese character counts as a word', () => {
    // 3 characters, 2 pairs of them; " 退款吗 " holds 4 pairs and 3 triples of characters.
    expect(ngrams('退款吗')).toHaveLength(3 + 2 + 4 + 3);
  });

  test('no text, no n-grams', () => {
    expect(ngrams(' … ')).toEqual([]);
  });
});

describe('tf-idf', () => {
  // Three texts over the n-grams 10, 20, 30: 10 stands in all, 20 in two, 30 in one.
  const vocabulary = learnVocabulary([
    [10, 20, 20],
    [10, 20],
    [10, 30],
  ]);

  test('idf = ln((1 + n) / (1 + df)) + 1', () => {
    expect([...vocabulary.hashes]).toEqual([10, 20, 30]);
    expect(vocabulary.idf[0]).toBeCloseTo(Math.log(4 / 4) + 1, 6);
    expect(vocabulary.idf[1]).toBeCloseTo(Math.log(4 / 3) + 1, 6);
    expect(vocabulary.idf[2]).toBeCloseTo(Math.log(4 / 2) + 1, 6);
  });

  test('a row is (1 + ln count) · idf, scaled to length 1', () => {
    const { columns, values, known } = vectorise([20, 10, 20], vocabulary);
    const raw = [1, (1 + Math.log(2)) * (Math.log(4 / 3) + 1)];
    const length = Math.hypot(...raw);
    expect([...columns]).toEqual([0, 1]);
    expect(values[0]).toBeCloseTo((raw[0] as number) / length, 6);
    expect(values[1]).toBeCloseTo((raw[1] as number) / length, 6);
    expect(known).toBe(1);
  });

  test('what was never seen takes no column, and lowers the known share', () => {
    const { columns, known } = vectorise([10, 99], vocabulary);
    expect([...columns]).toEqual([0]);
    expect(known).toBeCloseTo(1 / (1 + (Math.log(4) + 1) ** 2), 6);
    expect(vectorise([99], vocabulary)).toMatchObject({ known: 0 });
  });

  test('stacked rows are the rows one after the other', () => {
    const rows = stack([vectorise([10], vocabulary), vectorise([], vocabulary), vectorise([30, 10], vocabulary)]);
    expect([...rows.starts]).toEqual([0, 1, 1, 3]);
    expect([...rows.columns]).toEqual([0, 0, 2]);
  });
});
