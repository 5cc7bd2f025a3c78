import { product, transpose, type Matrix } from './linear.js';

/** Two clusters that became one; points are 0 to n - 1, the cluster that merge m made is n + m. */
interface Merge {
  readonly a: number;
  readonly b: number;
  /** The growth of the sum of squared distances to the means. */
  readonly height: number;
}

/**
 * The tree that Ward's method makes of points, the lowest merges first. Quadratic in the number of points.
 *
 * @see Murtagh 1983, "A Survey of Recent Advances in Hierarchical Clustering Algorithms": nearest-neighbour chains.
 */
export function wardTree(points: Matrix): readonly Merge[] {
  const n = points.rows;
  const distances = squaredDistances(points);
  const sizes = new Float64Array(n).fill(1);
  const alive = Array.from({ length: n }, (_, i) => i);
  const placeOf = Int32Array.from(alive);
  const merges: { a: number; b: number; height: number }[] = [];
  const chain: number[] = [];
  while (alive.length > 1) {
    if (chain.length === 0) chain.push(alive[0] as number);
    for (;;) {
      const tip: number = chain[chain.length - 1] as number;
      const before = chain.at(-2);
      let nearest = before ?? -1;
      let least = before === undefined ? Infinity : (distances[tip * n + before] as number);
      for (const other of alive) {
        const distance = distances[tip * n + other] as number;
        if (other !== tip && distance < least) [nearest, least] = [other, distance];
      }
      if (nearest !== before) {
        chain.push(nearest);
        continue;
      }
      chain.length -= 2;
      merges.push({ a: Math.min(tip, nearest), b: Math.max(tip, nearest), height: least });
      join(Math.min(tip, nearest), Math.max(tip, nearest), least);
      break;
    }
  }
  return numbered(merges, n);

  /** The second becomes part of the first (Lance and Williams' update for Ward). */
  function join(a: number, b: number, height: number): void {
    const [sizeA, sizeB] = [sizes[a] as number, sizes[b] as number];
    const last = alive.pop() as number;
    if (last !== b) {
      alive[placeOf[b] as number] = last;
      placeOf[last] = placeOf[b] as number;
    }
    for (const other of alive) {
      if (other === a) continue;
      const size = sizes[other] as number;
      const joined =
        ((sizeA + size) * (distances[a * n + other] as number) +
          (sizeB + size) * (distances[b * n + other] as number) -
          size * height) /
        (sizeA + sizeB + size);
      distances[a * n + other] = joined;
      distances[other * n + a] = joined;
    }
    sizes[a] = sizeA + sizeB;
  }
}

/** Merges that name points become merges that name clusters, in the order of their heights. */
function numbered(merges: readonly Merge[], n: number): readonly Merge[] {
  const clusterOf = Int32Array.from({ length: n }, (_, i) => i);
  const rootOf = Int32Array.from({ length: n }, (_, i) => i);
  const find = (point: number): number => {
    let root = point;
    while (rootOf[root] !== root) root = rootOf[root] as number;
    for (let at = point; at !== root;) [at, rootOf[at]] = [rootOf[at] as number, root];
    return root;
  };
  return merges
    .toSorted((x, y) => x.height - y.height || x.a - y.a || x.b - y.b)
    .map(({ a, b, height }, m) => {
      const [rootA, rootB] = [find(a), find(b)];
      const merge = { a: clusterOf[rootA] as number, b: clusterOf[rootB] as number, height };
      rootOf[rootB] = rootA;
      clusterOf[rootA] = n + m;
      return merge;
    });
}

/** The labels, from 0, when the tree is cut into so many clusters. */
export function cutTree(tree: readonly Merge[], clusters: number): Int32Array {
  const n = tree.length + 1;
  const parent = new Int32Array(2 * n).fill(-1);
  tree.slice(0, Math.max(0, n - clusters)).forEach(({ a, b }, m) => {
    parent[a] = n + m;
    parent[b] = n + m;
  });
  const numbers = new Map<number, number>();
  return Int32Array.from({ length: n }, (_, point) => {
    let top = point;
    while ((parent[top] as number) >= 0) top = parent[top] as number;
    let number = numbers.get(top);
    if (number === undefined) numbers.set(top, (number = numbers.size));
    return number;
  });
}

function squaredDistances(points: Matrix): Float32Array {
  const { rows } = points;
  const { values } = product(points, transpose(points));
  const squares = Float64Array.from({ length: rows }, (_, i) => values[i * rows + i] as number);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < rows; j++) {
      const at = i * rows + j;
      values[at] = Math.max(0, (squares[i] as number) + (squares[j] as number) - 2 * (values[at] as number));
    }
  }
  return values;
}
