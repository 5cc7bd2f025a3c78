import { ngrams } from '../classifier/index.js';
import { seededRandom } from '../text/index.js';
import { orthonormal, product, toUnitRows, transpose, whitening, type Matrix } from './linear.js';

/** An n-gram must stand in so many texts. */
const FEWEST = 2;
/** Where there are more n-grams than this, the rarest are left out. */
const MOST_FEATURES = 60_000;
/** Rounds of subspace iteration; a further one changes next to nothing. */
const ROUNDS = 2;

/** Texts as rows of weighted n-grams, those of one text at `starts[i]` to `starts[i + 1]`; each row is as long as 1. */
interface Weighted {
  readonly count: number;
  readonly features: number;
  readonly starts: Uint32Array;
  readonly columns: Uint32Array;
  readonly values: Float32Array;
}

/**
 * Latent semantic analysis: texts in the few directions in which their weighted n-grams vary most, each row as long as 1.
 * The directions are some basis of the space of the main singular vectors, not these themselves: distances are the same.
 *
 * @param importance - a factor for the weight of an n-gram, given by its hash.
 * @see Halko, Martinsson & Tropp 2011, "Finding Structure with Randomness" (arXiv:0909.4061)
 */
export function latentRows(
  texts: readonly string[],
  wanted: number,
  importance: (ngram: number) => number = () => 1,
): Matrix {
  const sparse = weigh(texts, importance);
  const width = Math.max(1, Math.min(wanted, sparse.features, texts.length));
  const random = seededRandom('latent');
  let directions: Matrix = {
    rows: sparse.features,
    width,
    values: Float32Array.from({ length: sparse.features * width }, () => random.next() - 0.5),
  };
  const across = transposed(sparse);
  let rows = times(sparse, directions);
  let gram: Matrix = { rows: width, width, values: new Float32Array(width * width) };
  for (let round = 0; round < ROUNDS; round++) {
    const basis = orthonormal(rows);
    directions = times(across, basis);
    rows = times(sparse, directions);
    // The scalar products of the directions, at the cost of the few texts rather than the many n-grams.
    gram = product(transpose(basis), rows);
  }
  return toUnitRows(product(rows, whitening(gram, 1e-6)));
}

function weigh(texts: readonly string[], importance: (ngram: number) => number): Weighted {
  const places = new Map<number, number>();
  const importances: number[] = [];
  const documents: number[] = [];
  const rows = texts.map((text) => {
    const counts = new Map<number, number>();
    ngrams(text, (hash) => {
      let place = places.get(hash);
      if (place === undefined) {
        importances.push(importance(hash));
        places.set(hash, (place = places.size));
      }
      counts.set(place, (counts.get(place) ?? 0) + 1);
    });
    for (const place of counts.keys()) documents[place] = (documents[place] ?? 0) + 1;
    return counts;
  });
  let fewest = FEWEST;
  const kept = (): number => documents.reduce((sum, count) => sum + Number(count >= fewest), 0);
  while (kept() > MOST_FEATURES) fewest += 1;
  const columnOf = new Int32Array(documents.length).fill(-1);
  let features = 0;
  documents.forEach((count, place) => {
    if (count >= fewest) columnOf[place] = features++;
  });
  const starts = new Uint32Array(texts.length + 1);
  const columns: number[] = [];
  const values: number[] = [];
  rows.forEach((counts, row) => {
    let squared = 0;
    for (const [place, count] of counts) {
      if ((columnOf[place] as number) < 0) continue;
      const idf = Math.log((1 + texts.length) / (1 + (documents[place] as number))) + 1;
      const value = (1 + Math.log(count)) * idf * (importances[place] as number);
      columns.push(columnOf[place] as number);
      values.push(value);
      squared += value * value;
    }
    const scale = squared > 0 ? 1 / Math.sqrt(squared) : 0;
    for (let i = starts[row] as number; i < values.length; i++) values[i]! *= scale;
    starts[row + 1] = values.length;
  });
  return {
    count: texts.length,
    features: Math.max(features, 1),
    starts,
    columns: Uint32Array.from(columns),
    values: Float32Array.from(values),
  };
}

/** The sparse matrix times a dense one. */
function times({ count, starts, columns, values }: Weighted, { width, values: dense }: Matrix): Matrix {
  const result = new Float32Array(count * width);
  for (let row = 0; row < count; row++) {
    const to = row * width;
    const end = starts[row + 1] as number;
    let i = starts[row] as number;
    // Four at a time: a sum is read and written once for them.
    for (; i + 3 < end; i += 4) {
      const a = (columns[i] as number) * width;
      const b = (columns[i + 1] as number) * width;
      const c = (columns[i + 2] as number) * width;
      const d = (columns[i + 3] as number) * width;
      const [p, q, r, s] = values.subarray(i, i + 4) as unknown as Four;
      for (let k = 0; k < width; k++) {
        result[to + k]! +=
          p * (dense[a + k] as number) + q * (dense[b + k] as number) + r * (dense[c + k] as number) + s * (dense[d + k] as number); // prettier-ignore
      }
    }
    for (; i < end; i++) {
      const from = (columns[i] as number) * width;
      const value = values[i] as number;
      for (let k = 0; k < width; k++) result[to + k]! += value * (dense[from + k] as number);
    }
  }
  return { rows: count, width, values: result };
}

type Four = [number, number, number, number];

function transposed({ count, features, starts, columns, values }: Weighted): Weighted {
  const ends = new Uint32Array(features + 1);
  for (const column of columns) ends[column + 1]! += 1;
  for (let column = 0; column < features; column++) ends[column + 1]! += ends[column] as number;
  const at = ends.slice(0, features);
  const result = { columns: new Uint32Array(columns.length), values: new Float32Array(values.length) };
  for (let row = 0; row < count; row++) {
    for (let i = starts[row] as number; i < (starts[row + 1] as number); i++) {
      const place = at[columns[i] as number]!++;
      result.columns[place] = row;
      result.values[place] = values[i] as number;
    }
  }
  return { count: features, features: count, starts: ends, ...result };
}
