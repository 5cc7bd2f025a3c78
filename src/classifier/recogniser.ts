import { isUnspaced, MAX_MESSAGE_LENGTH, tokenise } from '../text/index.js';
import { bestOf, certaintyFrom, type Calibration } from './calibration.js';
import type { Compressed } from './compress.js';
import type { Encoder } from './encoder.js';
import { hashTable, lookUp, ownNgrams, wordsOf, type Vocabulary } from './features.js';
import { Layout, startKernel, type Kernel } from './kernel.js';
import { Neighbours, type Neighbourhood } from './neighbours.js';
import { paddedTo } from './networks.js';
import { Speller, type KnownWords } from './spelling.js';

/** What the network says about one text. */
export interface Judgement {
  /** P(class | in scope) for each class. The array is overwritten by the next batch. */
  readonly chances: Float32Array;
  /** What the hidden layer makes of the text, nothing below 0. The array is overwritten by the next batch. */
  readonly hidden: Float32Array;
  /** How sure the network is, likeness to training utterances included; see `certaintyOf`. */
  readonly certainty: number;
  /** The share of the text's squared weight that lies in known n-grams; 0 for an empty text; 1 where it was encoded. */
  readonly known: number;
}

/** As many texts go through the network together, so that each weight is fetched once for several. */
export const BATCH = 64;
/** As many words are remembered with their sums of rows; then all are forgotten. */
const REMEMBERED_WORDS = 8192;
/** Longer tokens are no words that come again. */
const LONGEST_WORD = 40;
/** No text of bounded length has more n-grams of its own, words aside. */
const MOST_NGRAMS = 32 * 1024;

interface Word {
  /** See `wordsOf`. */
  readonly hash: number;
  /** Where the sum of its rows stands. */
  readonly slot: number;
  readonly known: number;
  readonly mass: number;
  /** Its known n-grams, where they are needed. */
  readonly columns: Uint32Array | undefined;
}

/** What is summed up of a text. */
interface Sum {
  readonly known: number;
  readonly mass: number;
  /** Its known n-grams, where they are needed. */
  readonly columns: readonly number[];
}

/** What a recogniser needs of a model. */
interface Parts {
  readonly vocabulary: Vocabulary;
  readonly network: Compressed;
  readonly neighbourhood: Neighbourhood | undefined;
  readonly words: KnownWords;
}

/**
 * A network in a kernel's memory. What a word contributes does not depend on its neighbours, so it is summed up once
 * and remembered; the result is the same, bit for bit, whether a word was remembered or not.
 */
export class Recogniser {
  readonly #vocabulary: Vocabulary;
  readonly #find: (hash: number) => number;
  readonly #network: Compressed;
  readonly #kernel: Kernel;
  readonly #at;
  /** The whole memory. */
  readonly #floats: Float32Array;
  readonly #doubles: Float64Array;
  readonly #integers: Uint32Array;
  readonly #columns: Uint32Array;
  readonly #slots: Uint32Array;
  /** The words of the text at hand. */
  readonly #order: Uint32Array;
  readonly #tableMask: number;
  readonly #words = new Map<string, Word>();
  readonly #neighbours: Neighbours | undefined;
  readonly #speller: Speller;
  readonly #encoder: Encoder | undefined;

  constructor({ vocabulary, network, neighbourhood, words }: Parts, encoder: Encoder | undefined) {
    const { features, rank, hidden, classes } = network;
    const dimensions = encoder?.dimensions ?? 0;
    const padded = paddedTo(classes);
    const table = hashTable(vocabulary.hashes);
    this.#tableMask = table.length - 1;
    const layout = new Layout();
    this.#at = {
      bytes: layout.take(features * rank),
      scales: layout.take(4 * features),
      turn: layout.take(4 * rank * hidden),
      b1: layout.take(4 * hidden),
      w2: layout.take(4 * hidden * padded),
      b2: layout.take(4 * padded),
      words: layout.take(4 * rank * REMEMBERED_WORDS),
      columns: layout.take(4 * MOST_NGRAMS),
      slots: layout.take(4 * MOST_NGRAMS),
      input: layout.take(4 * rank * BATCH),
      middle: layout.take(4 * hidden * BATCH),
      output: layout.take(4 * padded * BATCH),
      sums: layout.take(8 * BATCH),
      hashes: layout.take(vocabulary.hashes.byteLength),
      idf: layout.take(vocabulary.idf.byteLength),
      table: layout.take(table.byteLength),
      order: layout.take(4 * MAX_MESSAGE_LENGTH),
      pairs: layout.take(16),
      vector: layout.take(4 * dimensions),
      vectorColumns: layout.take(4 * dimensions),
    };
    this.#kernel = startKernel(layout.bytes);
    this.#vocabulary = vocabulary;
    this.#find = lookUp(vocabulary.hashes, table);
    this.#network = network;
    this.#speller = new Speller(words);
    this.#encoder = encoder;
    this.#neighbours = neighbourhood && new Neighbours(neighbourhood, vocabulary.idf);
    const { buffer } = this.#kernel.memory;
    this.#floats = new Float32Array(buffer);
    this.#doubles = new Float64Array(buffer);
    this.#integers = new Uint32Array(buffer);
    this.#columns = new Uint32Array(buffer, this.#at.columns, MOST_NGRAMS);
    this.#slots = new Uint32Array(buffer, this.#at.slots, MOST_NGRAMS);
    this.#order = new Uint32Array(buffer, this.#at.order, MAX_MESSAGE_LENGTH);
    new Uint32Array(buffer, this.#at.hashes).set(vocabulary.hashes);
    new Float32Array(buffer, this.#at.idf).set(vocabulary.idf);
    new Uint32Array(buffer, this.#at.table).set(table);
    new Uint32Array(buffer, this.#at.vectorColumns).set(Array.from({ length: dimensions }, (_, i) => i));
    new Int8Array(buffer, this.#at.bytes).set(network.bytes);
    for (const name of ['scales', 'turn', 'b1', 'w2', 'b2'] as const) {
      new Float32Array(buffer, this.#at[name]).set(network[name]);
    }
  }

  /** @param texts - At most `BATCH`. */
  judge(texts: readonly string[], { sharpness, likeness }: Calibration): Judgement[] {
    const { rank, hidden, classes } = this.#network;
    const { call, memory } = this.#kernel;
    const at = this.#at;
    const padded = paddedTo(classes);
    const vectors = this.#encoder?.encode(texts);
    const dimensions = this.#encoder?.dimensions ?? 0;
    const texted = texts.map((text, i) =>
      this.#sumUp(text, at.input + 4 * rank * i, vectors?.subarray(i * dimensions, (i + 1) * dimensions)),
    );
    call.dense(at.input, texts.length, rank, at.turn, at.b1, hidden, 1, at.middle);
    call.dense(at.middle, texts.length, hidden, at.w2, at.b2, padded, 0, at.output);
    call.judge(at.output, texts.length, classes, padded, sharpness, at.sums);
    const sums = new Float32Array(memory.buffer, at.sums, 2 * texts.length);
    return texted.map(({ known, mass, columns }, i) => {
      const chances = this.#floats.subarray(at.output / 4 + padded * i, at.output / 4 + padded * i + classes);
      const unknown = (mass - known) * this.#vocabulary.unknownIdf;
      const near = this.#neighbours?.likeness(columns, unknown, bestOf(chances)) ?? 0;
      return {
        chances,
        hidden: this.#floats.subarray(at.middle / 4 + hidden * i, at.middle / 4 + hidden * (i + 1)),
        certainty: certaintyFrom(sums[2 * i] as number, sums[2 * i + 1] as number) + likeness * near,
        known: mass > 0 ? (vectors ? 1 : known / mass) : 0,
      };
    });
  }

  /** Writes the sum of a text's rows, and of its vector's, to `to`. */
  #sumUp(text: string, to: number, vector: Float32Array | undefined): Sum {
    const { rank } = this.#network;
    const { call } = this.#kernel;
    const at = this.#at;
    // Only between texts may words be forgotten.
    if (this.#words.size > REMEMBERED_WORDS - MAX_MESSAGE_LENGTH) this.#words.clear();
    const hashes: number[] = [];
    const found: number[] = [];
    let wordCount = 0;
    let slotCount = 0;
    let known = 0;
    let mass = 0;
    for (const token of tokenise(text).filter(isNew)) {
      const word = this.#words.get(token) ?? this.#remember(token);
      if (!word) {
        for (const hash of wordsOf(token)) this.#order[wordCount++] = hash;
        ownNgrams(token, (hash) => void hashes.push(hash));
        continue;
      }
      this.#order[wordCount++] = word.hash;
      known += word.known;
      mass += word.mass;
      this.#slots[slotCount++] = word.slot;
      if (word.columns) found.push(...word.columns);
    }
    const own = this.#place(hashes);
    const end = at.columns + 4 * own.count;
    call.addPairs(at.order, wordCount, at.hashes, at.table, this.#tableMask, at.idf, end, at.pairs);
    const pairsKnown = this.#doubles[at.pairs / 8] as number;
    const pairs = this.#integers[at.pairs / 4 + 2] as number;
    const unknownPairs = this.#integers[at.pairs / 4 + 3] as number;
    const count = own.count + pairs;
    known += own.known + pairsKnown;
    mass += own.mass + pairsKnown + unknownPairs * this.#vocabulary.unknownIdf;
    if (this.#neighbours) found.push(...this.#columns.subarray(0, count));
    this.#floats.fill(0, to / 4, to / 4 + rank);
    call.addRows(at.bytes, at.scales, at.columns, count, rank, to);
    if (vector) this.#addVector(vector, Math.sqrt(mass), to);
    call.gather(at.words, at.slots, slotCount, rank, mass > 0 ? 1 / Math.sqrt(mass) : 0, to);
    return { known, mass, columns: found };
  }

  /** @param times - What the sum will be divided by: the vector's length does not depend on the text's. */
  #addVector(vector: Float32Array, times: number, to: number): void {
    const { rank, scales } = this.#network;
    const first = this.#vocabulary.hashes.length;
    const { bytes, vector: weighed, vectorColumns } = this.#at;
    vector.forEach((value, i) => (this.#floats[weighed / 4 + i] = value * times * (scales[first + i] as number)));
    this.#kernel.call.addRows(bytes + first * rank, weighed, vectorColumns, vector.length, rank, to);
  }

  /** Writes the columns of the known n-grams down. */
  #place(hashes: readonly number[]): { readonly count: number; readonly known: number; readonly mass: number } {
    const { idf, unknownIdf } = this.#vocabulary;
    let count = 0;
    let known = 0;
    let mass = 0;
    for (const hash of hashes) {
      const column = this.#find(hash);
      if (column < 0) mass += unknownIdf;
      else {
        this.#columns[count++] = column;
        known += idf[column] as number;
      }
    }
    return { count, known, mass: known + mass };
  }

  /** @returns `undefined` for what is no word that comes again. */
  #remember(token: string): Word | undefined {
    if (isUnspaced(token) || token.length > LONGEST_WORD) return undefined;
    const { rank } = this.#network;
    const { bytes, scales, words, columns } = this.#at;
    const slot = this.#words.size;
    const hashes: number[] = [];
    // A misspelt word counts as the one that was meant; its letters stay those that were typed.
    const meant = wordsOf(this.#speller.correct(token)) as [number];
    ownNgrams(token, (hash) => void hashes.push(hash), 0, meant);
    const { count, known, mass } = this.#place(hashes);
    const to = words + 4 * rank * slot;
    this.#floats.fill(0, to / 4, to / 4 + rank);
    this.#kernel.call.addRows(bytes, scales, columns, count, rank, to);
    const word = { hash: meant[0], slot, known, mass, columns: this.#neighbours && this.#columns.slice(0, count) };
    this.#words.set(token, word);
    return word;
  }
}

/**
 * Whether a token is not the third of its kind in a row: "?????" is read as "??". Each repetition makes a text longer
 * than those that networks are trained on, and so the networks surer, though nothing more has been said.
 */
function isNew(token: string, i: number, all: readonly string[]): boolean {
  return token !== all[i - 1] || token !== all[i - 2];
}
