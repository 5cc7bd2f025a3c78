import { isUnspaced, tokenise } from '../text/index.js';

/** A word tells for at most so many clusters, those that it is commonest in. */
const CLUSTERS_OF_WORD = 16;
/** Less like the cluster than this, and a text is like none. */
const LEAST_LIKENESS = 0.15;

/** A word's share in the middles of some clusters. */
interface WordShares {
  readonly idf: number;
  readonly clusters: readonly number[];
  readonly weights: readonly number[];
}

/**
 * Tells the clusters of further texts by their words alone: the one whose mean of weighted words has the largest cosine
 * (Rocchio's method). Takes as long as there are words, however many clusters there are.
 */
export class WordMiddles {
  readonly #words = new Map<string, WordShares>();
  readonly #unknownIdf: number;

  constructor(texts: readonly { readonly text: string; readonly label: number }[]) {
    const documents = new Map<string, number>();
    const read = texts.map(({ text }) => new Set(wordsOf(text)));
    for (const words of read) for (const word of words) documents.set(word, (documents.get(word) ?? 0) + 1);
    const idfOf = (count: number): number => Math.log((1 + texts.length) / (1 + count)) + 1;
    this.#unknownIdf = idfOf(0);
    const middles = new Map<number, Map<string, number>>();
    read.forEach((words, i) => {
      const { label } = texts[i] as { label: number };
      if (label < 0) return;
      let middle = middles.get(label);
      if (!middle) middles.set(label, (middle = new Map()));
      const length = Math.sqrt([...words].reduce((sum, word) => sum + idfOf(documents.get(word) ?? 0) ** 2, 0));
      for (const word of words) middle.set(word, (middle.get(word) ?? 0) + idfOf(documents.get(word) ?? 0) / length);
    });
    const shares = new Map<string, { cluster: number; weight: number }[]>();
    for (const [cluster, middle] of middles) {
      const length = Math.hypot(...[...middle.values()].toSorted((a, b) => a - b));
      for (const [word, sum] of middle) {
        const list = shares.get(word);
        const share = { cluster, weight: sum / length };
        if (list) list.push(share);
        else shares.set(word, [share]);
      }
    }
    for (const [word, list] of shares) {
      const most = list.toSorted((a, b) => b.weight - a.weight || a.cluster - b.cluster).slice(0, CLUSTERS_OF_WORD);
      this.#words.set(word, {
        idf: idfOf(documents.get(word) ?? 0),
        clusters: most.map(({ cluster }) => cluster),
        weights: most.map(({ weight }) => weight),
      });
    }
  }

  /** @returns -1 for a text that is like no cluster. */
  labelOf(text: string): number {
    const sums = new Map<number, number>();
    let squared = 0;
    for (const word of new Set(wordsOf(text))) {
      const shares = this.#words.get(word);
      const idf = shares?.idf ?? this.#unknownIdf;
      squared += idf * idf;
      shares?.clusters.forEach((cluster, i) =>
        sums.set(cluster, (sums.get(cluster) ?? 0) + idf * (shares.weights[i] as number)),
      );
    }
    let best = -1;
    let most = LEAST_LIKENESS * Math.sqrt(squared);
    for (const [cluster, sum] of sums) {
      if (sum > most || (sum === most && cluster < best)) [best, most] = [cluster, sum];
    }
    return best;
  }
}

/** Words; of scripts without blanks, pairs of characters. */
function wordsOf(text: string): string[] {
  return tokenise(text).flatMap((token) => {
    if (!isUnspaced(token)) return [token];
    const characters = Array.from(token);
    return characters.length < 2
      ? characters
      : characters.slice(1).map((character, i) => `${characters[i]}${character}`);
  });
}
