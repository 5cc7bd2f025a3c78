import type { Rows } from './features.js';
import { hashText } from './hash.js';

/** Folds in which what is alike is left out together. */
export interface SimilarFolds {
  /** The fold that leaves out each class altogether. */
  readonly byClass: Int32Array;
  /** The fold that leaves out each row; -1 out of scope. */
  readonly byRow: Int32Array;
}

/**
 * Deals classes, and the rows of each class, into folds so that similar ones share a fold. A network that lacks not only
 * an utterance but also those most like it finds it about as hard as a full network finds a new customer's; thresholds
 * learned from random folds are too high for live messages, or too low (docs/classifier.md).
 *
 * @param labels - The class of each row, -1 for none.
 * @param idf - The weight of each column.
 */
export function similarFolds(
  rows: Rows,
  labels: Int32Array,
  idf: Float32Array,
  { classes, folds, seed }: { readonly classes: number; readonly folds: number; readonly seed: number },
): SimilarFolds {
  const members: number[][] = Array.from({ length: classes }, () => []);
  labels.forEach((label, row) => members[label]?.push(row));
  const byClass = new Int32Array(classes).fill(-1);
  const order = leafOrder(
    sketches(rows, members, idf),
    members.map((some) => some.length > 0),
  );
  order.forEach((label, place) => (byClass[label] = Math.floor((place * folds) / order.length)));
  const byRow = new Int32Array(labels.length).fill(-1);
  const dense = new Float32Array(idf.length);
  members.forEach((some, label) => {
    // Where a class starts differs, so that classes with few rows do not all land in the first fold.
    const start = hashText(`rows ${label}`, seed) % folds;
    bisect(some, rows, dense, DEPTH).forEach(
      (row, place) => (byRow[row] = (start + Math.floor((place * folds) / some.length)) % folds),
    );
  });
  return { byClass, byRow };
}

/** Dimensions to which the weights of a class are summed up, by hash and with random signs: its cosines hardly change. */
const SKETCH = 2048;
const DEPTH = 3;

/** For each class the sum of its rows, weighted by idf once more, in few dimensions and of length 1. */
function sketches({ starts, columns, values }: Rows, members: readonly (readonly number[])[], idf: Float32Array) {
  const place = Uint32Array.from(idf, (_, column) => Math.imul(column + 1, 0x9e3779b1) >>> 0);
  return members.map((some) => {
    const sum = new Float64Array(SKETCH);
    for (const row of some) {
      for (let i = starts[row] as number; i < (starts[row + 1] as number); i++) {
        const column = columns[i] as number;
        const hash = place[column] as number;
        const value = (values[i] as number) * (idf[column] as number);
        sum[hash >>> 21]! += hash & 1024 ? value : -value;
      }
    }
    let squared = 0;
    for (const value of sum) squared += value * value;
    const scale = squared > 0 ? 1 / Math.sqrt(squared) : 0;
    return sum.map((value) => value * scale);
  });
}

/**
 * The leaves of the tree that average-link clustering makes, from left to right.
 *
 * @param present - Which of the vectors take part.
 */
function leafOrder(vectors: readonly Float64Array[], present: readonly boolean[]): number[] {
  const count = vectors.length;
  const similarity = vectors.map((a, i) =>
    Float64Array.from({ length: i }, (_, j) => dot(a, vectors[j] as Float64Array)),
  );
  const between = (i: number, j: number): number => (i > j ? similarity[i]?.[j] : similarity[j]?.[i]) as number;
  const leaves = vectors.map((_, i) => (present[i] ? [i] : []));
  // For each cluster its most similar one among those before it, so that a merge looks at one list, not at all pairs.
  const nearest = new Int32Array(count).fill(-1);
  const alive = present.slice();
  const findNearest = (i: number): void => {
    let best = -1;
    for (let j = 0; j < i; j++) if (alive[j] && (best < 0 || between(i, j) > between(i, best))) best = j;
    nearest[i] = best;
  };
  for (let i = 0; i < count; i++) if (alive[i]) findNearest(i);
  for (;;) {
    let a = -1;
    for (let i = 0; i < count; i++) {
      if (!alive[i] || (nearest[i] as number) < 0) continue;
      if (a < 0 || between(i, nearest[i] as number) > between(a, nearest[a] as number)) a = i;
    }
    if (a < 0) break;
    const b = nearest[a] as number;
    const [sizeA, sizeB] = [leaves[a]?.length ?? 0, leaves[b]?.length ?? 0];
    for (let i = 0; i < count; i++) {
      if (!alive[i] || i === a || i === b) continue;
      const mean = (between(i, a) * sizeA + between(i, b) * sizeB) / (sizeA + sizeB);
      (similarity[Math.max(i, a)] as Float64Array)[Math.min(i, a)] = mean;
    }
    leaves[a]?.push(...(leaves[b] ?? []));
    alive[b] = false;
    for (let i = 0; i < count; i++) {
      if (!alive[i]) continue;
      if (i === a || nearest[i] === a || nearest[i] === b) findNearest(i);
      else if (i > a && between(i, a) > between(i, nearest[i] as number)) nearest[i] = a;
    }
  }
  return leaves[alive.indexOf(true)] ?? [];
}

/**
 * Orders rows so that similar ones come to stand together: two that are unlike each other are the poles, the others lie
 * between them, and so on in either half.
 *
 * @param dense - Scratch: a zero for each column.
 * @see Faloutsos & Lin 1995, "FastMap".
 */
function bisect(some: readonly number[], rows: Rows, dense: Float32Array, depth: number): readonly number[] {
  if (some.length < 3 || depth === 0) return some;
  const first = leastOf(cosines(some[0] as number, some, rows, dense));
  const toFirst = cosines(some[first] as number, some, rows, dense);
  const toSecond = cosines(some[leastOf(toFirst)] as number, some, rows, dense);
  const side = toFirst.map((value, i) => value - (toSecond[i] as number));
  const ordered = [...some.keys()]
    .toSorted((a, b) => (side[a] as number) - (side[b] as number) || a - b)
    .map((i) => some[i] as number);
  const half = ordered.length >> 1;
  return [
    ...bisect(ordered.slice(0, half), rows, dense, depth - 1),
    ...bisect(ordered.slice(half), rows, dense, depth - 1),
  ];
}

/** The cosine of a row to each of some rows, times the row's own length. */
function cosines(row: number, some: readonly number[], { starts, columns, values }: Rows, dense: Float32Array) {
  const [from, to] = [starts[row] as number, starts[row + 1] as number];
  for (let i = from; i < to; i++) dense[columns[i] as number]! += values[i] as number;
  const result = Float64Array.from(some, (other) => {
    let product = 0;
    let squared = 0;
    for (let i = starts[other] as number; i < (starts[other + 1] as number); i++) {
      const value = values[i] as number;
      product += value * (dense[columns[i] as number] as number);
      squared += value * value;
    }
    return squared > 0 ? product / Math.sqrt(squared) : 0;
  });
  for (let i = from; i < to; i++) dense[columns[i] as number] = 0;
  return result;
}

function leastOf(values: Float64Array): number {
  let least = 0;
  for (let i = 1; i < values.length; i++) if ((values[i] as number) < (values[least] as number)) least = i;
  return least;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
