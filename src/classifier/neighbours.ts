/** The utterances of each intent as columns of the vocabulary, to tell how like them a message is. */
export interface Neighbourhood {
  /** The rows of class k begin at `classStarts[k]`; one entry more than there are classes. */
  readonly classStarts: Uint32Array;
  /** The columns of row i begin at `starts[i]`; one entry more than there are rows. */
  readonly starts: Uint32Array;
  readonly columns: Uint32Array;
}

const NEAREST = 3;

/**
 * Tells how like a message is to the utterances that an intent was trained on. Networks are sure of themselves in
 * strange places; with few utterances this makes up for it (docs/classifier.md).
 */
export class Neighbours {
  readonly #home: Neighbourhood;
  readonly #squares: Float32Array;
  readonly #lengths: Float64Array;
  readonly #query: Float32Array;

  /** @param idf - The weight of each column. */
  constructor(home: Neighbourhood, idf: Float32Array) {
    this.#home = home;
    this.#squares = idf.map((value) => value * value);
    this.#query = new Float32Array(idf.length);
    this.#lengths = Float64Array.from({ length: home.starts.length - 1 }, (_, row) => {
      let sum = 0;
      for (let i = home.starts[row] as number; i < (home.starts[row + 1] as number); i++)
        sum += this.#squares[home.columns[i] as number] as number;
      return Math.sqrt(sum);
    });
  }

  /**
   * The mean of the three largest cosines to the utterances of a class; with fewer, the missing ones are 0.
   *
   * @param columns - The message's known n-grams, with repetitions.
   * @param unknown - The sum of the squared weights of its unknown n-grams.
   * @param absent - Whether to act as if a row did not exist.
   */
  likeness(columns: Iterable<number>, unknown: number, label: number, absent?: (row: number) => boolean): number {
    const { classStarts, starts, columns: all } = this.#home;
    const [squares, query] = [this.#squares, this.#query];
    let mass = unknown;
    for (const column of columns) {
      const square = squares[column] as number;
      query[column]! += square;
      mass += square;
    }
    const best = new Float64Array(NEAREST);
    if (mass > 0) {
      for (let row = classStarts[label] as number; row < (classStarts[label + 1] as number); row++) {
        if (absent?.(row)) continue;
        let product = 0;
        for (let i = starts[row] as number; i < (starts[row + 1] as number); i++)
          product += query[all[i] as number] as number;
        const length = this.#lengths[row] as number;
        const cosine = length > 0 ? product / (length * Math.sqrt(mass)) : 0;
        if (cosine > (best[0] as number)) {
          best[0] = cosine;
          best.sort();
        }
      }
    }
    for (const column of columns) query[column] = 0;
    return best.reduce((sum, cosine) => sum + cosine, 0) / NEAREST;
  }
}
