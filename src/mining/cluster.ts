import { cutTree, wardTree } from './hierarchy.js';
import { pickRows, product, rowOf, toUnitRows, transpose, type Matrix } from './linear.js';

/** Neighbours that a point is drawn towards, one for so many points, and how often; what stands between groups moves into one. */
const [FEWEST_NEIGHBOURS, MOST_NEIGHBOURS, POINTS_A_NEIGHBOUR] = [3, 8, 40];
const ROUNDS = 2;
/** More links within clusters are asked for than modularity itself does, which prefers few and large clusters. */
const RESOLUTION = 1.8;
const REFINEMENTS = 15;
/** Among so few points modularity sees groups where there are none: those with such middles are one. */
const [FEW_POINTS, ALIKE] = [60, 0.4];

/** Groups of points, and where their middles are. */
export interface Clusters {
  /** For each point its cluster. */
  readonly labels: Int32Array;
  /** One row a cluster, of length 1. */
  readonly middles: Matrix;
  /** The points as they were compared: drawn towards their neighbours. */
  readonly points: Matrix;
}

/**
 * Groups points of length 1. Deterministic: no seeds, no restarts.
 *
 * Each point is drawn towards its nearest neighbours, Ward's method makes a tree of them, the tree is cut, and the
 * clusters are refined by moving points to the nearest middle. Where the number of clusters is not given, it is the one
 * with the most links between neighbours inside of clusters, compared with what chance would give (modularity).
 *
 * Time and memory are quadratic in the number of points: some thousands at most.
 *
 * @see Reichardt & Bornholdt 2006, "Statistical Mechanics of Community Detection": modularity with a resolution.
 */
export function clusterPoints(points: Matrix, wanted?: number): Clusters {
  const { rows } = points;
  // Among few points a neighbour is soon a stranger.
  const few = Math.max(FEWEST_NEIGHBOURS, Math.min(MOST_NEIGHBOURS, Math.ceil(rows / POINTS_A_NEIGHBOUR)));
  const count = Math.min(few, Math.ceil(Math.sqrt(rows)), rows - 1);
  const neighbours = nearestNeighbours(points, Math.max(count, 0));
  let drawn = points;
  for (let round = 0; round < ROUNDS; round++) drawn = drawTogether(drawn, neighbours);
  const tree = wardTree(drawn);
  let clusters = wanted === undefined ? numberOf(tree, neighbours) : Math.min(wanted, rows);
  if (wanted === undefined && rows <= FEW_POINTS) {
    while (clusters > 1 && areAlike(points, cutTree(tree, clusters), clusters)) clusters -= 1;
  }
  return refine(drawn, cutTree(tree, clusters), clusters);
}

/** Rows of the nearest other points' numbers, the nearest first. */
function nearestNeighbours(points: Matrix, count: number): Matrix & { readonly values: Float32Array } {
  const { rows } = points;
  const likeness = product(points, transpose(points)).values;
  const values = new Float32Array(rows * Math.max(count, 0));
  const best = new Float64Array(count);
  for (let i = 0; i < rows; i++) {
    best.fill(-Infinity);
    const own = values.subarray(i * count, (i + 1) * count);
    for (let j = 0; j < rows; j++) {
      const value = likeness[i * rows + j] as number;
      if (j === i || value <= (best[count - 1] as number)) continue;
      let place = count - 1;
      for (; place > 0 && (best[place - 1] as number) < value; place--) {
        best[place] = best[place - 1] as number;
        own[place] = own[place - 1] as number;
      }
      best[place] = value;
      own[place] = j;
    }
  }
  return { rows, width: count, values };
}

/** Half itself, half the mean of its neighbours. */
function drawTogether(points: Matrix, neighbours: Matrix): Matrix {
  const { rows, width } = points;
  const means = new Float32Array(rows * width);
  for (let i = 0; i < rows; i++) {
    const mean = means.subarray(i * width, (i + 1) * width);
    for (const j of rowOf(neighbours, i)) rowOf(points, j).forEach((value, k) => (mean[k]! += value));
  }
  const directions = toUnitRows({ rows, width, values: means });
  return toUnitRows({ rows, width, values: directions.values.map((value, i) => value + (points.values[i] as number)) });
}

/** The number of clusters at which the tree has the highest modularity, by cutting it merge by merge from below. */
function numberOf(tree: ReturnType<typeof wardTree>, neighbours: Matrix): number {
  const n = neighbours.rows;
  if (n < 2) return n;
  const links = n * neighbours.width;
  // Both ends of a link count as half a link of their cluster.
  const degree = new Float64Array(2 * n);
  const between = Array.from({ length: 2 * n }, () => new Map<number, number>());
  for (let i = 0; i < n; i++) {
    for (const j of rowOf(neighbours, i)) {
      degree[i]! += 0.5;
      degree[j]! += 0.5;
      between[i]?.set(j, (between[i]?.get(j) ?? 0) + 1);
      between[j]?.set(i, (between[j]?.get(i) ?? 0) + 1);
    }
  }
  let inside = 0;
  let expected = 0;
  for (let i = 0; i < n; i++) expected += ((degree[i] as number) / links) ** 2;
  let best = n;
  let most = inside - RESOLUTION * expected;
  tree.forEach(({ a, b }, m) => {
    const own = n + m;
    const [few, many] = [between[a], between[b]].toSorted((x, y) => (x?.size ?? 0) - (y?.size ?? 0));
    inside += (between[a]?.get(b) ?? 0) / links;
    expected += (2 * (degree[a] as number) * (degree[b] as number)) / links ** 2;
    degree[own] = (degree[a] as number) + (degree[b] as number);
    for (const [other, count] of few ?? []) many?.set(other, (many.get(other) ?? 0) + count);
    many?.delete(a);
    many?.delete(b);
    for (const [other, count] of many ?? []) {
      between[other]?.delete(a);
      between[other]?.delete(b);
      between[other]?.set(own, count);
    }
    between[own] = many as Map<number, number>;
    const quality = inside - RESOLUTION * expected;
    if (quality >= most) [best, most] = [n - m - 1, quality];
  });
  return best;
}

/** Whether two clusters have middles that are much alike. */
function areAlike(points: Matrix, labels: Int32Array, clusters: number): boolean {
  const middles = middlesOf(points, labels, clusters);
  return product(middles, transpose(middles)).values.some(
    (cosine, at) => at % clusters !== Math.floor(at / clusters) && cosine >= ALIKE,
  );
}

/** Moves points to the nearest middle until nothing moves; a cluster that loses all its points is gone. */
function refine(points: Matrix, start: Int32Array, clusters: number): Clusters {
  let labels = start;
  let middles = middlesOf(points, labels, clusters);
  for (let round = 0; round < REFINEMENTS; round++) {
    const next = nearestMiddles(points, middles);
    const moved = next.some((label, i) => label !== labels[i]);
    labels = next;
    if (!moved) break;
    middles = middlesOf(points, labels, middles.rows);
  }
  const left = [...new Set(labels)].toSorted((a, b) => a - b);
  const numberOf_ = new Map(left.map((label, number) => [label, number]));
  return {
    labels: labels.map((label) => numberOf_.get(label) as number),
    middles: pickRows(middles, left),
    points,
  };
}

function middlesOf(points: Matrix, labels: Int32Array, clusters: number): Matrix {
  const { width } = points;
  const sums = new Float32Array(clusters * width);
  labels.forEach((label, i) => {
    const sum = sums.subarray(label * width, (label + 1) * width);
    rowOf(points, i).forEach((value, k) => (sum[k]! += value));
  });
  return toUnitRows({ rows: clusters, width, values: sums });
}

export function nearestMiddles(points: Matrix, middles: Matrix): Int32Array {
  const likeness = product(points, transpose(middles));
  return Int32Array.from({ length: points.rows }, (_, i) => {
    const own = rowOf(likeness, i);
    let best = 0;
    for (let k = 1; k < own.length; k++) if ((own[k] as number) > (own[best] as number)) best = k;
    return best;
  });
}
