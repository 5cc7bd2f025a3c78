import { compareText } from '../problem.js';

/** Some of many texts, by lot, whatever the order in which they come. */
export class Sample {
  readonly #size: number;
  readonly #lots = new Map<string, number>();
  #limit = 2 ** 32;

  constructor(size: number) {
    this.#size = size;
  }

  add(text: string): void {
    const lot = lotOf(text);
    if (lot >= this.#limit || this.#lots.has(text)) return;
    this.#lots.set(text, lot);
    if (this.#lots.size >= 2 * this.#size) this.#drop();
  }

  #drop(): void {
    const kept = [...this.#lots].toSorted(([a, m], [b, n]) => m - n || compareText(a, b)).slice(0, this.#size);
    this.#lots.clear();
    for (const [text, lot] of kept) this.#lots.set(text, lot);
    this.#limit = kept.at(-1)?.[1] ?? this.#limit;
  }

  /** In code-unit order. */
  texts(): readonly string[] {
    if (this.#lots.size > this.#size) this.#drop();
    return [...this.#lots.keys()].toSorted(compareText);
  }
}

/** A number below 2^32 that depends on the text alone: FNV-1a, mixed once more. */
export function lotOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return (hash ^ (hash >>> 15)) >>> 0;
}
