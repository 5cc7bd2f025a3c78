import type { Words } from './words.js';

const BINS = 64;
const BANDS = 16;
const ROWS = BINS / BANDS;
/** Words that a shingle spans. */
const WIDTH = 4;

/**
 * A MinHash sketch of a text's shingles, all bins from one hash (one-permutation hashing): the share of equal bins of
 * two sketches estimates how alike two texts are. Given as one number for each band of bins, since only bands that
 * agree as a whole are asked for; empty for a text of fewer than 20 shingles, which says too little.
 *
 * @see Li, Owen & Zhang 2012, "One Permutation Hashing" (arXiv:1208.1259)
 */
export function sketchOf({ count, hashes }: Words): readonly number[] {
  if (count < 20 + WIDTH) return [];
  const bins = new Int32Array(BINS).fill(-1);
  for (let i = 0; i + WIDTH <= count; i += 1) {
    const hash = shingleHash(hashes, i);
    const bin = hash & (BINS - 1);
    const rest = hash >>> 6;
    const current = bins[bin] as number;
    if (current === -1 || rest < current) bins[bin] = rest;
  }
  // An empty bin borrows from the next full one, and says from how far, so that two borrowed bins rarely agree by chance.
  for (let i = 0; i < BINS; i += 1) {
    if (bins[i] !== -1) continue;
    let step = 1;
    while (bins[(i + step) % BINS] === -1) step += 1;
    bins[i] = ((bins[(i + step) % BINS] as number) + Math.imul(step, 0x9e3779)) & 0x3ffffff;
  }
  return Array.from({ length: BANDS }, (_, band) => {
    let key = band + 1;
    for (let row = 0; row < ROWS; row += 1)
      key = (Math.imul(key, 0x01000193) ^ (bins[band * ROWS + row] as number)) | 0;
    return key;
  });
}

function shingleHash(hashes: Int32Array, at: number): number {
  let hash = 0;
  for (let i = at; i < at + WIDTH; i += 1) hash = Math.imul(hash ^ (hashes[i] as number), 0x5bd1e995) ^ (hash >>> 13);
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** The set of shingles of a text, for the exact comparison of candidates. */
export function shinglesOf({ count, hashes }: Words): ReadonlySet<number> {
  const shingles = new Set<number>();
  for (let i = 0; i + WIDTH <= count; i += 1) shingles.add(shingleHash(hashes, i));
  return shingles;
}

/** Intersection over union, in [0, 1]. */
export function jaccard(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  let shared = 0;
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  for (const one of small) if (large.has(one)) shared += 1;
  const union = a.size + b.size - shared;
  return union === 0 ? 0 : shared / union;
}

/**
 * Pairs whose sketches agree in a whole band, each later item with at most `limit` earlier ones. Two texts that are
 * 80 % alike meet with a probability of 99.98 %.
 */
export function* candidatePairs(
  sketches: readonly (readonly number[])[],
  limit = 8,
): Generator<readonly [number, number]> {
  const isShared = sharedKeys(sketches);
  const buckets = new Map<number, number[]>();
  for (const [index, sketch] of sketches.entries()) {
    const met = new Set<number>();
    for (const key of sketch) {
      if (!isShared(key)) continue;
      const bucket = buckets.get(key);
      if (!bucket) {
        buckets.set(key, [index]);
        continue;
      }
      for (const other of bucket) met.add(other);
      // Of many alike, the first few stand for all: pairs stay linear in number.
      if (bucket.length < limit) bucket.push(index);
    }
    let given = 0;
    for (const other of met) {
      if (given === limit) break;
      given += 1;
      yield [other, index];
    }
  }
}

/** Whether a key may stand in several sketches: nearly all stand in one, which need no bucket. */
function sharedKeys(sketches: readonly (readonly number[])[]): (key: number) => boolean {
  const seen = new Uint8Array(1 << 20);
  const again = new Uint8Array(1 << 20);
  for (const sketch of sketches) {
    for (const key of sketch) {
      const byte = (key >>> 3) & 0xfffff;
      const bit = 1 << (key & 7);
      if (((seen[byte] as number) & bit) !== 0) again[byte] = (again[byte] as number) | bit;
      seen[byte] = (seen[byte] as number) | bit;
    }
  }
  return (key) => ((again[(key >>> 3) & 0xfffff] as number) & (1 << (key & 7))) !== 0;
}
