import { describe, expect, test } from 'vitest';
import {
  chooseRows,
  indexTexts,
  learnVocabulary,
  lookUp,
  ngrams,
  ownNgrams,
  pairNgrams,
  toRows,
  wordsOf,
} from '../../src/classifier/features.js';

const hashesOf = (text: string) => {
  const hashes: number[] = [];
  ngrams(text, (hash) => void hashes.push(hash));
  return hashes;
};
/** How many n-grams cover which words, as `first-last`. */
const spansOf = (visit: (emit: (hash: number, first: number, last: number) => void) => void) => {
  const counts: Record<string, number> = {};
  visit((_hash, first, last) => (counts[`${first}-${last}`] = (counts[`${first}-${last}`] ?? 0) + 1));
  return counts;
};

describe('n-grams', () => {
  test('a word of three letters gives itself and its character n-grams of 2 to 4 with a blank on either side', () => {
    // " has " holds 4 pairs, 3 triples and 2 quadruples; all cover the one word.
    expect(spansOf((emit) => ownNgrams('has', emit, 7))).toEqual({ '7-7': 1 + 4 + 3 + 2 });
  });

  test('words are paired with the three that follow, and with the ends of the text', () => {
    expect(spansOf((emit) => pairNgrams([1, 2, 3, 4], emit))).toEqual({
      '0-0': 1,
      '0-1': 1,
      '1-2': 1,
      '2-3': 1,
      '3-3': 1,
      '0-2': 1,
      '1-3': 1,
      '0-3': 1,
    });
  });

  test('two and three places on is the same pair, next to each other is another', () => {
    const pairs = (words: number[]) => {
      const hashes: number[] = [];
      pairNgrams(words, (hash, first, last) => {
        if (first === 0 && last === words.length - 1) hashes.push(hash);
      });
      return hashes[0];
    };
    expect(pairs([1, 5, 2])).toBe(pairs([1, 5, 6, 2]));
    expect(pairs([1, 5, 2])).not.toBe(pairs([1, 2]));
  });

  test('the order of words is seen', () => {
    const back = new Set(hashesOf('savings from transfer'));
    // The first word, the last word, two pairs of neighbours and one of three.
    expect(hashesOf('transfer from savings').filter((hash) => !back.has(hash))).toHaveLength(5);
  });

  test('each Chinese character counts as a word, and n-grams cover what they are made of', () => {
    expect(wordsOf('退款吗')).toHaveLength(3);
    // 3 characters; " 退款吗 " holds the pairs " 退" "退款" "款吗" "吗 " and the triples " 退款" "退款吗" "款吗 ".
    expect(spansOf((emit) => ownNgrams('退款吗', emit))).toEqual({
      '0-0': 2,
      '1-1': 1,
      '2-2': 2,
      '0-1': 2,
      '1-2': 2,
      '0-2': 1,
    });
  });

  test('no text, no n-grams', () => {
    expect(hashesOf(' … ')).toEqual([]);
  });
});

const textOf = (...indices: number[]) => ({
  ngrams: Uint32Array.from(indices),
  spans: Uint32Array.from(indices, (_, i) => i),
});

describe('rows', () => {
  // Three texts over the n-grams 10, 20, 30: 10 stands in all, 20 in two, 30 in one.
  const corpus = {
    hashes: [30, 10, 20],
    texts: [textOf(1, 2, 2), textOf(1, 2), textOf(1, 0)],
  };
  const idf = (documents: number) => Math.log(4 / (1 + documents)) + 1;
  const all = learnVocabulary(corpus, [0, 1, 2], 1);

  test('idf = ln((1 + n) / (1 + df)) + 1, in the order of the hashes', () => {
    expect([...all.hashes]).toEqual([10, 20, 30]);
    [3, 2, 1].forEach((documents, column) => expect(all.idf[column]).toBeCloseTo(idf(documents), 6));
    expect(all.unknownIdf).toBeCloseTo(idf(0), 6);
  });

  test('an n-gram weighs sqrt(idf) each time it occurs, over the root of the sum of idf of all occurrences', () => {
    const { columns, values, spans } = toRows([textOf(2, 1, 2)], all);
    const mass = 2 * idf(2) + idf(3);
    expect([...columns]).toEqual([1, 0, 1]);
    expect([...spans]).toEqual([0, 1, 2]);
    expect(values[0]).toBeCloseTo(Math.sqrt(idf(2) / mass), 6);
    expect(values[1]).toBeCloseTo(Math.sqrt(idf(3) / mass), 6);
    expect(values[2]).toBe(values[0]);
  });

  test('rare n-grams take no column, but shorten the row', () => {
    const frequent = learnVocabulary(corpus, [0, 1, 2], 2);
    expect([...frequent.hashes]).toEqual([10, 20]);
    const { starts, columns, values } = toRows([textOf(1, 0), textOf(1), textOf()], frequent);
    expect([...starts]).toEqual([0, 1, 2, 2]);
    expect([...columns]).toEqual([0, 0]);
    [idf(3) + idf(0), idf(3)].forEach((mass, row) => expect(values[row]).toBeCloseTo(Math.sqrt(idf(3) / mass), 6));
  });

  test('some rows lose what stands in too few of them, and keep the weights of the rest', () => {
    const rows = toRows(corpus.texts, all);
    const { training, testing, features } = chooseRows(rows, [0, 1], [2], 3, 2);
    expect(features).toBe(2); // 10 and 20 stand in both, 30 in neither
    expect([...training.columns]).toEqual([0, 1, 1, 0, 1]);
    expect([...training.values]).toEqual([...rows.values.subarray(0, 5)]);
    expect([...testing.columns]).toEqual([0]);
    expect([...testing.starts]).toEqual([0, 1]);
  });

  test('a vocabulary of some texts knows nothing of the others', () => {
    expect([...learnVocabulary(corpus, [0, 1], 1).hashes]).toEqual([10, 20]);
  });

  test('texts are indexed by what they consist of', () => {
    const { texts, hashes } = indexTexts(['my order', 'my order', 'my parcel']);
    expect(texts[1]).toEqual(texts[0]);
    expect(Array.from(texts[2]?.ngrams ?? [], (ngram) => hashes[ngram])).toEqual(hashesOf('my parcel'));
  });

  test('look-up finds every hash and no other', () => {
    const hashes = Uint32Array.from({ length: 1000 }, (_, i) => (i * 0x9e3779b1) >>> 0).toSorted();
    const find = lookUp(hashes);
    hashes.forEach((hash, column) => expect(find(hash)).toBe(column));
    expect(find(12345)).toBe(-1);
    expect(lookUp(new Uint32Array())(0)).toBe(-1);
  });
});
