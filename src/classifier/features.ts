import { isUnspaced, tokenise } from '../text/index.js';
import { hashText, mix } from './hash.js';

/** Sparse rows, one after the other: row i holds `columns` and `values` from `starts[i]` to `starts[i + 1]`. */
export interface Rows {
  readonly starts: Uint32Array;
  /** Ascending within a row. */
  readonly columns: Uint32Array;
  readonly values: Float32Array;
  /** For each row the share of its squared weight that lies in known n-grams, in [0, 1]; 0 for an empty text. */
  readonly known: Float64Array;
}

/** The n-grams a model knows: column c stands for the n-gram with hash `hashes[c]`. */
export interface Vocabulary {
  /** Ascending, distinct. Two n-grams with one 32-bit hash share a column: one in some ten thousand does. */
  readonly hashes: Uint32Array;
  /** ln((1 + n) / (1 + df)) + 1, as scikit-learn's `TfidfVectorizer` has it (smooth_idf). */
  readonly idf: Float32Array;
  /** The weight of an n-gram that does not stand in the vocabulary, as if it had never been seen. */
  readonly unknownIdf: number;
}

/** Character n-grams of a word between two blanks: 2 to 4; of a run of an unspaced script: 2 to 3. */
const SHORTEST = 2;
const LONGEST_IN_WORD = 4;
const LONGEST_IN_RUN = 3;

// What a hash stands for is mixed into it.
const WORD = 1;
const CHARACTERS = 2;
const NEIGHBOURS = 3;
const NEAR = 4;

/** The words of a token, hashed: itself, or each character where a script is written without blanks. */
export function wordsOf(token: string): number[] {
  return isUnspaced(token) ? Array.from(token, (character) => hashText(character, WORD)) : [hashText(token, WORD)];
}

/** What a token contributes wherever it stands: its words and its character n-grams, hashed, with repetitions. */
export function ownNgrams(token: string): number[] {
  const hashes = wordsOf(token);
  const longest = isUnspaced(token) ? LONGEST_IN_RUN : LONGEST_IN_WORD;
  const padded = ` ${token} `;
  for (let start = 0; start + SHORTEST <= padded.length; start++) {
    const end = Math.min(start + longest, padded.length);
    let hash = CHARACTERS;
    for (let i = start; i < end; i++) {
      hash = Math.imul(hash ^ padded.charCodeAt(i), 0x01000193) ^ (hash >>> 15);
      if (i - start + 1 >= SHORTEST) hashes.push(mix(hash));
    }
  }
  return hashes;
}

/**
 * What the order of the words contributes: pairs of neighbours, and pairs with one or two words between them, which
 * count as the same whether it is one or two.
 */
export function pairNgrams(words: readonly number[]): number[] {
  const hashes: number[] = [];
  const pair = (i: number, j: number, kind: number): void => {
    if (j < words.length) hashes.push(mix(Math.imul(words[i] as number, 0x9e3779b1) ^ (words[j] as number) ^ kind));
  };
  for (let i = 0; i < words.length; i++) {
    pair(i, i + 1, NEIGHBOURS);
    pair(i, i + 2, NEAR);
    pair(i, i + 3, NEAR);
  }
  return hashes;
}

/** All n-grams of a text, hashed, with repetitions. */
export function ngrams(text: string): number[] {
  const tokens = tokenise(text);
  return [...tokens.flatMap(ownNgrams), ...pairNgrams(tokens.flatMap(wordsOf))];
}

/** Texts as n-grams, with small numbers in place of hashes, so that counting needs no look-up. */
export interface Corpus {
  /** For each text its n-grams, as indices into `hashes`. */
  readonly texts: readonly Uint32Array[];
  /** In the order of their first occurrence. */
  readonly hashes: readonly number[];
}

export function indexTexts(texts: readonly string[]): Corpus {
  const places = new Map<number, number>();
  const hashes: number[] = [];
  const indexed = texts.map((text) =>
    Uint32Array.from(ngrams(text), (hash) => {
      let place = places.get(hash);
      if (place === undefined) {
        place = hashes.length;
        places.set(hash, place);
        hashes.push(hash);
      }
      return place;
    }),
  );
  return { texts: indexed, hashes };
}

/** A vocabulary, and where the corpus' n-grams stand in it: -1 for those left out. */
export interface LearnedVocabulary extends Vocabulary {
  readonly columnOf: Int32Array;
}

/**
 * The vocabulary of some of the texts.
 *
 * @param fewest - In at least so many of the chosen texts an n-gram must stand.
 */
export function learnVocabulary(
  { texts, hashes }: Corpus,
  chosen: readonly number[],
  fewest: number,
): LearnedVocabulary {
  const documents = new Uint32Array(hashes.length);
  const lastIn = new Int32Array(hashes.length).fill(-1);
  for (const text of chosen) {
    for (const ngram of texts[text] as Uint32Array) {
      if (lastIn[ngram] === text) continue;
      lastIn[ngram] = text;
      documents[ngram]!++;
    }
  }
  const kept = [...hashes.keys()]
    .filter((ngram) => (documents[ngram] as number) >= fewest)
    .toSorted((a, b) => (hashes[a] as number) - (hashes[b] as number));
  const columnOf = new Int32Array(hashes.length).fill(-1);
  kept.forEach((ngram, column) => (columnOf[ngram] = column));
  return {
    hashes: Uint32Array.from(kept, (ngram) => hashes[ngram] as number),
    idf: Float32Array.from(kept, (ngram) => idfOf(chosen.length, documents[ngram] as number)),
    unknownIdf: idfOf(chosen.length, 0),
    columnOf,
  };
}

function idfOf(texts: number, documents: number): number {
  return Math.log((1 + texts) / (1 + documents)) + 1;
}

/**
 * Texts as sparse rows. An n-gram weighs sqrt(idf) as often as it occurs, so that a text is the sum of its parts; the
 * sum is divided by the root of the sum of idf over all occurrences, the unknown ones included: a text of which little
 * is known is short.
 *
 * @param texts - For each row its n-grams, as indices of the corpus.
 * @param strange - For each row so many unknown n-grams more; none by default.
 */
export function toRows(
  texts: readonly Uint32Array[],
  { idf, unknownIdf, columnOf }: LearnedVocabulary,
  strange: readonly number[] = [],
): Rows {
  const starts = new Uint32Array(texts.length + 1);
  const columns: number[] = [];
  const values: number[] = [];
  const known = new Float64Array(texts.length);
  texts.forEach((text, row) => {
    const found = Array.from(text, (ngram) => columnOf[ngram] as number).filter((column) => column >= 0);
    const ascending = Uint32Array.from(found).toSorted();
    const knownMass = ascending.reduce((sum, column) => sum + (idf[column] as number), 0);
    const mass = knownMass + (text.length - found.length + (strange[row] ?? 0)) * unknownIdf;
    const scale = mass > 0 ? 1 / Math.sqrt(mass) : 0;
    for (let i = 0; i < ascending.length;) {
      const column = ascending[i] as number;
      const first = i;
      while (ascending[i] === column) i++;
      columns.push(column);
      values.push((i - first) * Math.sqrt(idf[column] as number) * scale);
    }
    starts[row + 1] = columns.length;
    known[row] = mass > 0 ? knownMass / mass : 0;
  });
  return { starts, columns: Uint32Array.from(columns), values: Float32Array.from(values), known };
}

/** Finds the column of a hash, -1 if it has none: an open hash table, half empty at least. */
export function lookUp(hashes: Uint32Array): (hash: number) => number {
  const size = 2 ** Math.ceil(Math.log2(2 * hashes.length + 2));
  const slots = new Uint32Array(size); // column + 1; 0 is free
  for (let column = 0; column < hashes.length; column++) {
    let slot = (hashes[column] as number) & (size - 1);
    while (slots[slot] !== 0) slot = (slot + 1) & (size - 1);
    slots[slot] = column + 1;
  }
  return (hash) => {
    let slot = hash & (size - 1);
    for (let entry = slots[slot] as number; entry !== 0; entry = slots[slot] as number) {
      if (hashes[entry - 1] === hash) return entry - 1;
      slot = (slot + 1) & (size - 1);
    }
    return -1;
  };
}
