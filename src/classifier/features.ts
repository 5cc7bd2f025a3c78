import { isUnspaced, tokenise } from '../text/index.js';
import { hashText, mix } from './random.js';

/** Sparse rows, one after the other: row i holds `columns` and `values` from `starts[i]` to `starts[i + 1]`. */
export interface Rows {
  readonly starts: Uint32Array;
  /** Ascending within a row. */
  readonly columns: Uint32Array;
  readonly values: Float32Array;
}

/** The n-grams a model knows: column c stands for the n-gram with hash `hashes[c]`. */
export interface Vocabulary {
  /** Ascending, distinct. Two n-grams with one 32-bit hash share a column: one pair in 100,000 does. */
  readonly hashes: Uint32Array;
  readonly idf: Float32Array;
  /** The weight of an n-gram that was never seen. */
  readonly unknownIdf: number;
  readonly find: (hash: number) => number;
}

/** Character n-grams: of words between two blanks, 2 to 5; of runs of unspaced scripts 1 to 3, blanks included. */
const WORD_NGRAMS = { shortest: 2, longest: 5 };
const RUN_NGRAMS = { shortest: 2, longest: 3 };

const UNIGRAM = 1;
const BIGRAM = 2;
const CHARACTERS = 3;

/**
 * The n-grams of a text, as hashes, with repetitions: words and pairs of neighbouring words, and the character
 * n-grams within each word. In unspaced scripts each character counts as a word.
 */
export function ngrams(text: string): number[] {
  const hashes: number[] = [];
  let previous = 0;
  const word = (hash: number): void => {
    hashes.push(hash);
    if (previous !== 0) hashes.push(mix(Math.imul(previous, 0x9e3779b1) ^ hash ^ BIGRAM));
    previous = hash;
  };
  for (const token of tokenise(text)) {
    const unspaced = isUnspaced(token);
    if (unspaced) for (const character of token) word(hashText(character, UNIGRAM));
    else word(hashText(token, UNIGRAM));
    const { shortest, longest } = unspaced ? RUN_NGRAMS : WORD_NGRAMS;
    const padded = ` ${token} `;
    for (let start = 0; start + shortest <= padded.length; start++) {
      let hash = CHARACTERS;
      const end = Math.min(start + longest, padded.length);
      for (let i = start; i < end; i++) {
        hash = Math.imul(hash ^ padded.charCodeAt(i), 0x01000193) ^ (hash >>> 15);
        if (i - start + 1 >= shortest) hashes.push(mix(hash));
      }
    }
  }
  return hashes;
}

/**
 * The vocabulary of a training set.
 *
 * idf = ln((1 + n) / (1 + df)) + 1, as in scikit-learn's `TfidfVectorizer` (smooth_idf).
 */
export function learnVocabulary(texts: readonly (readonly number[])[]): Vocabulary {
  const documents = new Map<number, number>();
  for (const hashes of texts) {
    for (const hash of new Set(hashes)) documents.set(hash, (documents.get(hash) ?? 0) + 1);
  }
  const hashes = Uint32Array.from(documents.keys()).toSorted();
  const idf = Float32Array.from(
    hashes,
    (hash) => Math.log((1 + texts.length) / (1 + (documents.get(hash) as number))) + 1,
  );
  return vocabularyOf(hashes, idf, Math.log(1 + texts.length) + 1);
}

/** Puts a vocabulary together; the look-up is an open hash table, half empty at least. */
export function vocabularyOf(hashes: Uint32Array, idf: Float32Array, unknownIdf: number): Vocabulary {
  const size = 2 ** Math.ceil(Math.log2(2 * hashes.length + 2));
  const slots = new Uint32Array(size); // column + 1; 0 is free
  for (let column = 0; column < hashes.length; column++) {
    let slot = (hashes[column] as number) & (size - 1);
    while (slots[slot] !== 0) slot = (slot + 1) & (size - 1);
    slots[slot] = column + 1;
  }
  const find = (hash: number): number => {
    let slot = hash & (size - 1);
    for (let entry = slots[slot] as number; entry !== 0; entry = slots[slot] as number) {
      if (hashes[entry - 1] === hash) return entry - 1;
      slot = (slot + 1) & (size - 1);
    }
    return -1;
  };
  return { hashes, idf, unknownIdf, find };
}

/** A text as the scorer sees it. */
export interface Vector {
  readonly columns: Uint32Array;
  readonly values: Float32Array;
  /** The share of the text's squared tf-idf mass that lies in known n-grams, in [0, 1]; 0 for an empty text. */
  readonly known: number;
}

/**
 * Sublinear tf-idf, (1 + ln count) · idf, of the known n-grams, scaled to length 1.
 *
 * @param strange - So many unknown n-grams more stand in the text.
 */
export function vectorise(hashes: readonly number[], { find, idf, unknownIdf }: Vocabulary, strange = 0): Vector {
  const found: number[] = [];
  let unknown = strange;
  for (const hash of hashes) {
    const column = find(hash);
    if (column >= 0) found.push(column);
    else unknown++;
  }
  found.sort((a, b) => a - b);
  const columns: number[] = [];
  const values: number[] = [];
  let mass = 0;
  for (let i = 0; i < found.length;) {
    const column = found[i] as number;
    const first = i;
    while (found[i] === column) i++;
    const value = (1 + Math.log(i - first)) * (idf[column] as number);
    columns.push(column);
    values.push(value);
    mass += value * value;
  }
  const scale = mass > 0 ? 1 / Math.sqrt(mass) : 0;
  const unknownMass = unknown * unknownIdf * unknownIdf;
  return {
    columns: Uint32Array.from(columns),
    values: Float32Array.from(values, (value) => value * scale),
    known: mass > 0 ? mass / (mass + unknownMass) : 0,
  };
}

export function stack(vectors: readonly Vector[]): Rows {
  const starts = new Uint32Array(vectors.length + 1);
  vectors.forEach(({ columns }, i) => (starts[i + 1] = (starts[i] as number) + columns.length));
  const total = starts[vectors.length] as number;
  const columns = new Uint32Array(total);
  const values = new Float32Array(total);
  vectors.forEach((vector, i) => {
    columns.set(vector.columns, starts[i]);
    values.set(vector.values, starts[i]);
  });
  return { starts, columns, values };
}
