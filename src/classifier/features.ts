import { isUnspaced, MAX_MESSAGE_LENGTH, tokenise } from '../text/index.js';
import { hashText, mix } from './hash.js';

/** Sparse rows, one after the other: row i holds `columns` and `values` from `starts[i]` to `starts[i + 1]`. */
export interface Rows {
  readonly starts: Uint32Array;
  /** One entry an occurrence; an n-gram that occurs twice stands there twice. */
  readonly columns: Uint32Array;
  readonly values: Float32Array;
  /** For each entry the first and the last word of the text that it covers, in the lower and the upper 16 bits. */
  readonly spans: Uint32Array;
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
const BEGINNING = 5;
const END = 6;

/** The words of a token, hashed: itself, or each character where a script is written without blanks. */
export function wordsOf(token: string): number[] {
  return isUnspaced(token) ? Array.from(token, (character) => hashText(character, WORD)) : [hashText(token, WORD)];
}

/** Is told an n-gram's hash and the first and the last word that it covers. */
type Emit = (hash: number, first: number, last: number) => void;

/**
 * What a token contributes wherever it stands: its words and its character n-grams, with repetitions.
 *
 * @param at - How many words stand before it.
 * @param words - What it counts as: its own words unless a misspelt one is meant to be another.
 */
export function ownNgrams(token: string, emit: Emit, at = 0, words: readonly number[] = wordsOf(token)): void {
  words.forEach((hash, i) => emit(hash, at + i, at + i));
  const unspaced = isUnspaced(token);
  const longest = unspaced ? LONGEST_IN_RUN : LONGEST_IN_WORD;
  const padded = ` ${token} `;
  for (let start = 0; start + SHORTEST <= padded.length; start++) {
    const end = Math.min(start + longest, padded.length);
    let hash = CHARACTERS;
    for (let i = start; i < end; i++) {
      hash = Math.imul(hash ^ padded.charCodeAt(i), 0x01000193) ^ (hash >>> 15);
      if (i - start + 1 < SHORTEST) continue;
      if (!unspaced) emit(mix(hash), at, at);
      else emit(mix(hash), at + Math.max(start - 1, 0), at + Math.min(i, token.length) - 1);
    }
  }
}

/**
 * What the order of the words contributes: pairs of neighbours, the ends of the text counting as words, and pairs with
 * one or two words between them, which count as the same whether it is one or two. `addPairs` of the kernel does the
 * same.
 */
export function pairNgrams(words: readonly number[], emit: Emit): void {
  if (words.length === 0) return;
  const last = words.length - 1;
  const pair = (left: number, right: number, kind: number): number => mix(Math.imul(left, 0x9e3779b1) ^ right ^ kind);
  emit(pair(BEGINNING, words[0] as number, NEIGHBOURS), 0, 0);
  for (let i = 0; i <= last; i++) {
    const word = words[i] as number;
    emit(pair(word, words[i + 1] ?? END, NEIGHBOURS), i, Math.min(i + 1, last));
    if (i + 2 <= last) emit(pair(word, words[i + 2] as number, NEAR), i, i + 2);
    if (i + 3 <= last) emit(pair(word, words[i + 3] as number, NEAR), i, i + 3);
  }
}

/** All n-grams of a text. */
export function ngrams(text: string, emit: Emit): void {
  const words: number[] = [];
  for (const token of tokenise(text)) {
    ownNgrams(token, emit, words.length);
    words.push(...wordsOf(token));
  }
  pairNgrams(words, emit);
}

/** The n-grams of a text. */
export interface IndexedText {
  /** Indices into the corpus' `hashes`. */
  readonly ngrams: Uint32Array;
  /** See `Rows`. */
  readonly spans: Uint32Array;
}

/** Texts as n-grams, with small numbers in place of hashes, so that counting needs no look-up. */
export interface Corpus {
  readonly texts: readonly IndexedText[];
  /** In the order of their first occurrence. */
  readonly hashes: readonly number[];
}

export function indexTexts(texts: readonly string[]): Corpus {
  const places = new Map<number, number>();
  const hashes: number[] = [];
  const indexed = texts.map((text) => {
    const found: number[] = [];
    const spans: number[] = [];
    ngrams(text, (hash, first, last) => {
      let place = places.get(hash);
      if (place === undefined) {
        place = hashes.length;
        places.set(hash, place);
        hashes.push(hash);
      }
      found.push(place);
      spans.push(first + 65536 * last);
    });
    return { ngrams: Uint32Array.from(found), spans: Uint32Array.from(spans) };
  });
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
    for (const ngram of (texts[text] as IndexedText).ngrams) {
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
 */
export function toRows(texts: readonly IndexedText[], { idf, unknownIdf, columnOf }: LearnedVocabulary): Rows {
  const starts = new Uint32Array(texts.length + 1);
  const most = texts.reduce((sum, text) => sum + text.ngrams.length, 0);
  const columns = new Uint32Array(most);
  const values = new Float32Array(most);
  const spans = new Uint32Array(most);
  let end = 0;
  texts.forEach((text, row) => {
    const start = end;
    let mass = 0;
    text.ngrams.forEach((ngram, i) => {
      const column = columnOf[ngram] as number;
      if (column < 0) return;
      mass += idf[column] as number;
      columns[end] = column;
      spans[end++] = text.spans[i] as number;
    });
    mass += (text.ngrams.length - (end - start)) * unknownIdf;
    for (let i = start; i < end; i++) values[i] = Math.sqrt((idf[columns[i] as number] as number) / mass);
    starts[row + 1] = end;
  });
  return { starts, columns: columns.slice(0, end), values: values.slice(0, end), spans: spans.slice(0, end) };
}

/**
 * Rows with a vector each behind their n-grams, as columns of their own. A vector counts as one more word of the text:
 * training leaves it out as it leaves out words, so that neither side is relied on alone.
 *
 * @param vectors - `dimensions` numbers a row.
 * @param firstColumn - The column of the first of them.
 */
export function joinVectors(rows: Rows, vectors: Float32Array, dimensions: number, firstColumn: number): Rows {
  if (dimensions === 0) return rows;
  const count = rows.starts.length - 1;
  const starts = rows.starts.map((start, row) => start + row * dimensions);
  const entries = starts[count] as number;
  const columns = new Uint32Array(entries);
  const values = new Float32Array(entries);
  const spans = new Uint32Array(entries);
  for (let row = 0; row < count; row++) {
    const [from, to] = [rows.starts[row] as number, rows.starts[row + 1] as number];
    const at = starts[row] as number;
    columns.set(rows.columns.subarray(from, to), at);
    values.set(rows.values.subarray(from, to), at);
    spans.set(rows.spans.subarray(from, to), at);
    const last = rows.spans.subarray(from, to).reduce((most, span) => Math.max(most, span >>> 16), -1);
    const word = Math.min(last + 1, MAX_MESSAGE_LENGTH - 1);
    const behind = at + to - from;
    for (let i = 0; i < dimensions; i++) {
      columns[behind + i] = firstColumn + i;
      values[behind + i] = vectors[row * dimensions + i] as number;
    }
    spans.fill(word + 65536 * word, behind, behind + dimensions);
  }
  return { starts, columns, values, spans };
}

/**
 * Two choices of rows, without the columns that stand in too few of the first: the values stay as they are, as if what
 * stood in those columns were unknown. The columns are numbered anew.
 */
export function chooseRows(
  rows: Rows,
  training: readonly number[],
  testing: readonly number[],
  columns: number,
  fewest: number,
): { readonly training: Rows; readonly testing: Rows; readonly features: number } {
  const standIn = new Uint32Array(columns);
  const lastIn = new Int32Array(columns).fill(-1);
  for (const row of training) {
    for (let i = rows.starts[row] as number; i < (rows.starts[row + 1] as number); i++) {
      const column = rows.columns[i] as number;
      if (lastIn[column] === row) continue;
      lastIn[column] = row;
      standIn[column]!++;
    }
  }
  const columnOf = new Int32Array(columns).fill(-1);
  let features = 0;
  for (let column = 0; column < columns; column++)
    if ((standIn[column] as number) >= fewest) columnOf[column] = features++;
  return { training: pickRows(rows, training, columnOf), testing: pickRows(rows, testing, columnOf), features };
}

function pickRows(rows: Rows, chosen: readonly number[], columnOf: Int32Array): Rows {
  const starts = new Uint32Array(chosen.length + 1);
  let most = 0;
  for (const row of chosen) most += (rows.starts[row + 1] as number) - (rows.starts[row] as number);
  const columns = new Uint32Array(most);
  const values = new Float32Array(most);
  const spans = new Uint32Array(most);
  let end = 0;
  chosen.forEach((row, place) => {
    for (let i = rows.starts[row] as number; i < (rows.starts[row + 1] as number); i++) {
      const column = columnOf[rows.columns[i] as number] as number;
      if (column < 0) continue;
      columns[end] = column;
      values[end] = rows.values[i] as number;
      spans[end++] = rows.spans[i] as number;
    }
    starts[place + 1] = end;
  });
  return { starts, columns: columns.slice(0, end), values: values.slice(0, end), spans: spans.slice(0, end) };
}

/** An open hash table, half empty at least: column + 1 at a place that follows from the column's hash, 0 where free. */
export function hashTable(hashes: Uint32Array): Uint32Array {
  const size = 2 ** Math.ceil(Math.log2(2 * hashes.length + 2));
  const table = new Uint32Array(size);
  for (let column = 0; column < hashes.length; column++) {
    let slot = (hashes[column] as number) & (size - 1);
    while (table[slot] !== 0) slot = (slot + 1) & (size - 1);
    table[slot] = column + 1;
  }
  return table;
}

/** Finds the column of a hash, -1 if it has none. */
export function lookUp(hashes: Uint32Array, table: Uint32Array = hashTable(hashes)): (hash: number) => number {
  const mask = table.length - 1;
  return (hash) => {
    let slot = hash & mask;
    for (let entry = table[slot] as number; entry !== 0; entry = table[slot] as number) {
      if (hashes[entry - 1] === hash) return entry - 1;
      slot = (slot + 1) & mask;
    }
    return -1;
  };
}
