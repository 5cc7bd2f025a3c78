import { isUnspacedCode } from '../text/index.js';

/** The words of a text as numbers, so that rules compare and look up words without cutting strings. */
export interface Words {
  readonly count: number;
  /** Offsets; valid up to `count`. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** `hashWord` of each word in lower case. */
  readonly hashes: Int32Array;
}

/** Arrays to be used again for the next text, when this one's words are done with. */
export interface WordRoom {
  starts: Int32Array<ArrayBuffer>;
  ends: Int32Array<ArrayBuffer>;
  hashes: Int32Array<ArrayBuffer>;
}

export function makeRoom(size: number): WordRoom {
  return { starts: new Int32Array(size), ends: new Int32Array(size), hashes: new Int32Array(size) };
}

/** FNV-1a over UTF-16 units. */
export function hashWord(word: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < word.length; i += 1) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  return hash | 0;
}

/**
 * Runs of letters and digits, with inner apostrophes; a character of a script without blanks (Chinese, Japanese) is a
 * word of its own. Letters of other scripts count as letters; so may a rare symbol, which does no harm here.
 */
export function scanWords(text: string, from = 0, to = text.length, room?: WordRoom): Words {
  let { starts, ends, hashes } = room ?? makeRoom(Math.max(16, (to - from) >> 2));
  let count = 0;
  for (let at = from; at < to;) {
    const start = at;
    let hash = 0x811c9dc5;
    for (; at < to; at += 1) {
      const code = text.charCodeAt(at);
      const letter = code < 256 ? (LETTERS[code] as number) : code < 0x2000 ? code : 0;
      if (letter !== 0) hash = Math.imul(hash ^ letter, 0x01000193);
      else if (at > start && (code === 39 || code === 0x2019) && isAsciiLetter(text.charCodeAt(at + 1)))
        hash = Math.imul(hash ^ 39, 0x01000193);
      else break;
    }
    if (at === start) {
      const code = text.charCodeAt(at);
      at += 1;
      if (code < 0x3040 || !isUnspacedCode(code)) continue;
      hash = Math.imul(hash ^ code, 0x01000193);
    }
    if (count === starts.length) {
      starts = grow(starts);
      ends = grow(ends);
      hashes = grow(hashes);
      if (room) Object.assign(room, { starts, ends, hashes });
    }
    starts[count] = start;
    ends[count] = at;
    hashes[count] = hash | 0;
    count += 1;
  }
  return { count, starts, ends, hashes };
}

/** Of Latin-1: a letter or digit in lower case, 0 for anything else. */
const LETTERS = Uint8Array.from({ length: 256 }, (_, code) => {
  const isLetter =
    isAsciiLetter(code) || (code >= 48 && code <= 57) || (code >= 0xc0 && code !== 0xd7 && code !== 0xf7);
  if (!isLetter) return 0;
  return (code >= 65 && code <= 90) || (code >= 0xc0 && code <= 0xde) ? code + 32 : code;
});

function grow(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

function isAsciiLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}

/** For each 16 bits of a hash the text, by its number, that last had a word of them. */
const lastWith = new Uint32Array(1 << 16);
let lastText = 0;
let sieved: Words | undefined;

/**
 * The words of a text that are in a set, by their positions. Most sets have no word in most texts: that is known from
 * one look-up for each word of the set, not of the text.
 */
export function findWords(words: Words, wanted: HashSet): readonly number[] {
  const { hashes, count } = words;
  if (sieved !== words) {
    sieved = words;
    lastText += 1;
    for (let i = 0; i < count; i += 1) lastWith[(hashes[i] as number) & 0xffff] = lastText;
  }
  const found: number[] = [];
  if (!wanted.values.some((hash) => lastWith[hash & 0xffff] === lastText)) return found;
  for (let i = 0; i < count; i += 1) if (wanted.has(hashes[i] as number)) found.push(i);
  return found;
}

/** A set of word hashes that answers in a few nanoseconds: open addressing, with 0 for an empty slot. */
export class HashSet {
  /** In the order in which they came. */
  readonly values: number[] = [];
  private slots: Int32Array;

  constructor(hashes: Iterable<number> = []) {
    this.slots = new Int32Array(64);
    for (const hash of hashes) this.add(hash);
  }

  add(hash: number): void {
    if (this.values.length * 2 >= this.slots.length) {
      this.slots = new Int32Array(this.slots.length * 2);
      for (const value of this.values) this.put(value);
    }
    const value = hash === 0 ? 1 : hash;
    if (this.has(value)) return;
    this.values.push(value);
    this.put(value);
  }

  private put(value: number): void {
    const mask = this.slots.length - 1;
    let at = (value ^ (value >>> 15)) & mask;
    while (this.slots[at] !== 0) at = (at + 1) & mask;
    this.slots[at] = value;
  }

  has(hash: number): boolean {
    const { slots } = this;
    const mask = slots.length - 1;
    const value = hash === 0 ? 1 : hash;
    let at = (value ^ (value >>> 15)) & mask;
    while (slots[at] !== 0) {
      if (slots[at] === value) return true;
      at = (at + 1) & mask;
    }
    return false;
  }
}
