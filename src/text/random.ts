/**
 * A seeded source of randomness: sfc32 (Chris Doty-Humphrey, PractRand), filled from a hash of the seed's parts. The same
 * parts give the same numbers everywhere, so that a customer drawn by number is the same on any number of workers.
 */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** A whole number in [0, below); 0 when `below` is 0. */
  below(below: number): number;
  /** One of the items; `undefined` of none. */
  pick<T>(items: readonly T[]): T | undefined;
  /** An exponentially distributed time with this mean. */
  exponential(mean: number): number;
}

export function seededRandom(...seed: readonly (string | number)[]): Random {
  let [a, b, c] = hash(seed.join('\u0000'));
  let counter = 1;
  const next = (): number => {
    const t = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return (t >>> 0) / 0x1_0000_0000;
  };
  // The first numbers still look like the seed.
  for (let i = 0; i < 12; i += 1) next();
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    next,
    below,
    pick: (items) => items[below(items.length)],
    exponential: (mean) => -Math.log(1 - next()) * mean,
  };
}

/** cyrb128 over UTF-16 code units, three of its words. */
function hash(text: string): [number, number, number] {
  let h1 = 1779033703;
  let h2 = 3144134277;
  let h3 = 1013904242;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    h1 = h2 ^ Math.imul(h1 ^ unit, 597399067);
    h2 = h3 ^ Math.imul(h2 ^ unit, 2869860233);
    h3 = h1 ^ Math.imul(h3 ^ unit, 951274213);
  }
  const mixed = Math.imul(h1 ^ (h2 >>> 18), 597399067);
  return [mixed ^ h3, Math.imul(h2 ^ (h3 >>> 22), 2869860233) ^ h1, Math.imul(h3 ^ (mixed >>> 17), 951274213) ^ h2];
}
