import { describe, expect, test } from 'vitest';
import {
  indexTexts,
  learnVocabulary,
  lookUp,
  ngrams,
  ownNgrams,
  pairNgrams,
  toRows,
  wordsOf,
} from '../../src/classifier/features.js';

describe('n-grams', () => {
  test('a word of three letters gives itself and its character n-grams of 2 to 4 with a blank on either side', () => {
    // " has " holds 4 pairs, 3 triples and 2 quadruples.
    expect(new Set(ownNgrams('has')).size).toBe(1 + 4 + 3 + 2);
    expect(ngrams('has')).toEqual(ownNgrams('has'));
  });

  test('words are paired with the three that follow; two and three places on is the same', () => {
    expect(pairNgrams([1, 2, 3, 4])).toHaveLength(3 + 2 + 1);
    const [, gapOfOne] = pairNgrams([1, 5, 2]);
    const [, , gapOfTwo] = pairNgrams([1, 5, 6, 2]);
    expect(gapOfOne).toBe(gapOfTwo);
  });

  test('the order of words is seen', () => {
    const back = new Set(ngrams('savings from transfer'));
    expect(ngrams('transfer from savings').filter((hash) => !back.has(hash))).toHaveLength(3);
  });

  test('each Chinese character counts as a word', () => {
    expect(wordsOf('退款吗')).toHaveLength(3);
    // 3 characters; " 退款吗 " holds 4 pairs and 3 triples of characters.
    expect(ownNgrams('退款吗')).toHaveLength(3 + 4 + 3);
  });

  test('no text, no n-grams', () => {
    expect(ngrams(' … ')).toEqual([]);
  });
});

describe('rows', () => {
  // Three texts over the n-grams 10, 20, 30: 10 stands in all, 20 in two, 30 in one.
  const corpus = {
    hashes: [30, 10, 20],
    texts: [Uint32Array.of(1, 2, 2), Uint32Array.of(1, 2), Uint32Array.of(1, 0)],
  };
  const idf = (documents: number) => Math.log(4 / (1 + documents)) + 1;
  const all = learnVocabulary(corpus, [0, 1, 2], 1);

  test('idf = ln((1 + n) / (1 + df)) + 1, in the order of the hashes', () => {
    expect([...all.hashes]).toEqual([10, 20, 30]);
    [3, 2, 1].forEach((documents, column) => expect(all.idf[column]).toBeCloseTo(idf(documents), 6));
    expect(all.unknownIdf).toBeCloseTo(idf(0), 6);
  });

  test('an n-gram weighs its count times sqrt(idf), over the root of the sum of idf of all occurrences', () => {
    const { columns, values, known } = toRows([Uint32Array.of(2, 1, 2)], all);
    const mass = 2 * idf(2) + idf(3);
    expect([...columns]).toEqual([0, 1]);
    expect(values[0]).toBeCloseTo(Math.sqrt(idf(3) / mass), 6);
    expect(values[1]).toBeCloseTo(2 * Math.sqrt(idf(2) / mass), 6);
    expect(known[0]).toBeCloseTo(1, 12);
  });

  test('rare n-grams and strange ones take no column, but shorten the row', () => {
    const frequent = learnVocabulary(corpus, [0, 1, 2], 2);
    expect([...frequent.hashes]).toEqual([10, 20]);
    const { starts, columns, values, known } = toRows(
      [Uint32Array.of(1, 0), Uint32Array.of(1), Uint32Array.of()],
      frequent,
      [0, 2, 0],
    );
    expect([...starts]).toEqual([0, 1, 2, 2]);
    expect([...columns]).toEqual([0, 0]);
    [idf(3) + idf(0), idf(3) + 2 * idf(0)].forEach((mass, row) => {
      expect(values[row]).toBeCloseTo(Math.sqrt(idf(3) / mass), 6);
      expect(known[row]).toBeCloseTo(idf(3) / mass, 6);
    });
    expect(known[2]).toBe(0);
  });

  test('a vocabulary of some texts knows nothing of the others', () => {
    expect([...learnVocabulary(corpus, [0, 1], 1).hashes]).toEqual([10, 20]);
  });

  test('texts are indexed by what they consist of', () => {
    const { texts, hashes } = indexTexts(['my order', 'my order', 'my parcel']);
    expect(texts[1]).toEqual(texts[0]);
    expect(Array.from(texts[2] as Uint32Array, (ngram) => hashes[ngram])).toEqual(ngrams('my parcel'));
  });

  test('look-up finds every hash and no other', () => {
    const hashes = Uint32Array.from({ length: 1000 }, (_, i) => (i * 0x9e3779b1) >>> 0).toSorted();
    const find = lookUp(hashes);
    hashes.forEach((hash, column) => expect(find(hash)).toBe(column));
    expect(find(12345)).toBe(-1);
    expect(lookUp(new Uint32Array())(0)).toBe(-1);
  });
});
