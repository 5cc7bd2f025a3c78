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
  let start = -1;
  let hash = 0;
  const add = (begin: number, end: number, value: number): void => {
    if (count === starts.length) {
      starts = grow(starts);
      ends = grow(ends);
      hashes = grow(hashes);
      if (room) Object.assign(room, { starts, ends, hashes });
    }
    starts[count] = begin;
    ends[count] = end;
    hashes[count] = value | 0;
    count += 1;
  };
  for (let at = from; at < to; at += 1) {
    let code = text.charCodeAt(at);
    if (code >= 65 && code <= 90) code += 32;
    const isLetter =
      (code >= 97 && code <= 122) ||
      (code >= 48 && code <= 57) ||
      (code >= 0xc0 && code < 0x2000 && code !== 0xd7 && code !== 0xf7);
    if (isLetter) {
      if (code >= 0xc0 && code <= 0xde) code += 32;
      if (start === -1) {
        start = at;
        hash = 0x811c9dc5;
      }
      hash = Math.imul(hash ^ code, 0x01000193);
    } else if (start !== -1 && (code === 39 || code === 0x2019) && isAsciiLetter(text.charCodeAt(at + 1))) {
      hash = Math.imul(hash ^ 39, 0x01000193);
    } else {
      if (start !== -1) add(start, at, hash);
      start = -1;
      if (code >= 0x3040 && isUnspacedCode(code)) add(at, at + 1, Math.imul(0x811c9dc5 ^ code, 0x01000193));
    }
  }
  if (start !== -1) add(start, to, hash);
  return { count, starts, ends, hashes };
}

function grow(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

function isAsciiLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}

/** Whether a UTF-16 unit is a character of Chinese or Japanese. */
export function isUnspacedCode(code: number): boolean {
  return (code >= 0x3040 && code <= 0x30ff) || (code >= 0x3400 && code <= 0x9fff) || (code >= 0xf900 && code <= 0xfaff);
}

/** A set of word hashes that answers in a few nanoseconds: open addressing, with 0 for an empty slot. */
export class HashSet {
  private slots: Int32Array;
  private size = 0;

  constructor(hashes: Iterable<number> = []) {
    this.slots = new Int32Array(64);
    for (const hash of hashes) this.add(hash);
  }

  add(hash: number): void {
    if (this.size * 2 >= this.slots.length) {
      const old = this.slots;
      this.slots = new Int32Array(old.length * 2);
      this.size = 0;
      for (const value of old) if (value !== 0) this.add(value);
    }
    const mask = this.slots.length - 1;
    const value = hash === 0 ? 1 : hash;
    let at = (value ^ (value >>> 15)) & mask;
    while (this.slots[at] !== 0 && this.slots[at] !== value) at = (at + 1) & mask;
    if (this.slots[at] === 0) this.size += 1;
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
