import { tokenise } from '../text/index.js';

/** The words of the training utterances that are written with the letters a to z. */
export interface KnownWords {
  /** Those of two letters or more that stand in several utterances, the commonest first. */
  readonly common: readonly string[];
  /** The others. */
  readonly rare: readonly string[];
}

const WORD = /^[a-z]{2,}$/;
const SHORTEST_TO_CORRECT = 3;
const COMMON = 2;

export function knownWords(texts: readonly string[]): KnownWords {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const token of new Set(tokenise(text))) {
      if (WORD.test(token)) counts.set(token, (counts.get(token) ?? 0) + 1);
    }
  }
  const words = [...counts].toSorted(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
  return {
    common: words.flatMap(([word, count]) => (count >= COMMON ? word : [])),
    rare: words.flatMap(([word, count]) => (count < COMMON ? word : [])),
  };
}

/**
 * Finds what an unknown word was meant to be: the commonest word that is one letter more, less, other, or swapped away.
 *
 * @see Wolf Garbe's SymSpell: what two words are when a letter is left out tells whether they are near each other.
 */
export class Speller {
  readonly #known: ReadonlySet<string>;
  readonly #common: readonly string[];
  /** By what is left when one letter is left out, or none: the ranks of the words, ascending. Made on first use. */
  #near: Map<string, number[]> | undefined;

  constructor({ common, rare }: KnownWords) {
    this.#common = common;
    this.#known = new Set([...common, ...rare]);
  }

  /** @returns The word itself where it is known, not of plain letters, or like no other. */
  correct(word: string): string {
    if (word.length < SHORTEST_TO_CORRECT || this.#known.has(word) || !WORD.test(word)) return word;
    this.#near ??= this.#index();
    let best = Infinity;
    for (const key of withoutOne(word)) {
      for (const rank of this.#near.get(key) ?? []) {
        if (rank >= best) break;
        if (isOneAway(word, this.#common[rank] as string)) best = rank;
      }
    }
    return this.#common[best] ?? word;
  }

  #index(): Map<string, number[]> {
    const near = new Map<string, number[]>();
    this.#common.forEach((word, rank) => {
      for (const key of withoutOne(word)) {
        const ranks = near.get(key);
        if (!ranks) near.set(key, [rank]);
        else if (ranks.at(-1) !== rank) ranks.push(rank);
      }
    });
    return near;
  }
}

/** The word, and what is left of it when any one letter is left out. */
function withoutOne(word: string): string[] {
  return [word, ...Array.from(word, (_, i) => word.slice(0, i) + word.slice(i + 1))];
}

/** Whether one letter more, less, other, or two neighbours swapped make one word of the other. */
function isOneAway(a: string, b: string): boolean {
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  if (a.length < b.length) return a.slice(start) === b.slice(start + 1);
  if (a.length > b.length) return a.slice(start + 1) === b.slice(start);
  if (a.slice(start + 1) === b.slice(start + 1)) return true;
  return a[start] === b[start + 1] && a[start + 1] === b[start] && a.slice(start + 2) === b.slice(start + 2);
}
