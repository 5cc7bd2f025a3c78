/** How well clusters agree with gold labels, each in [0, 1] (ARI may be below 0). */
export interface ClusterScores {
  /** The best one-to-one matching of clusters and labels (Hungarian method). */
  readonly accuracy: number;
  /** Mutual information over the mean of the two entropies. */
  readonly nmi: number;
  readonly ari: number;
}

export function clusterScores(gold: readonly string[], clusters: readonly number[]): ClusterScores {
  const labels = numbered(gold);
  const groups = numbered(clusters);
  const counts = Array.from({ length: labels.size }, () => new Float64Array(groups.size));
  gold.forEach((label, i) => {
    (counts[labels.get(label) as number] as Float64Array)[groups.get(clusters[i] as number) as number]! += 1;
  });
  const n = gold.length;
  const rows = counts.map((row) => row.reduce((sum, count) => sum + count, 0));
  const columns = Array.from({ length: groups.size }, (_, k) =>
    counts.reduce((sum, row) => sum + (row[k] as number), 0),
  );
  const entropy = (sizes: readonly number[]): number =>
    sizes.reduce((sum, size) => (size > 0 ? sum - (size / n) * Math.log(size / n) : sum), 0);
  const pairs = (count: number): number => (count * (count - 1)) / 2;
  let information = 0;
  let together = 0;
  counts.forEach((row, i) =>
    row.forEach((count, k) => {
      if (count === 0) return;
      information += (count / n) * Math.log((count * n) / ((rows[i] as number) * (columns[k] as number)));
      together += pairs(count);
    }),
  );
  const [inRows, inColumns] = [rows, columns].map((sizes) => sizes.reduce((sum, size) => sum + pairs(size), 0)) as [
    number,
    number,
  ];
  const expected = (inRows * inColumns) / pairs(n);
  return {
    accuracy: bestMatching(counts) / n,
    nmi: (2 * information) / (entropy(rows) + entropy(columns)),
    ari: (together - expected) / ((inRows + inColumns) / 2 - expected),
  };
}

function numbered<T>(values: readonly T[]): ReadonlyMap<T, number> {
  return new Map([...new Set(values)].map((value, number) => [value, number]));
}

/** The largest sum of entries, at most one a row and a column: the Hungarian method with potentials. */
function bestMatching(values: readonly Float64Array[]): number {
  const size = Math.max(values.length, values[0]?.length ?? 0);
  const cost = (i: number, j: number): number => -(values[i - 1]?.[j - 1] ?? 0);
  const [u, v] = [new Float64Array(size + 1), new Float64Array(size + 1)];
  const rowOf = new Int32Array(size + 1);
  const way = new Int32Array(size + 1);
  for (let i = 1; i <= size; i++) {
    rowOf[0] = i;
    let column = 0;
    const least = new Float64Array(size + 1).fill(Infinity);
    const used = new Uint8Array(size + 1);
    do {
      used[column] = 1;
      const row = rowOf[column] as number;
      let delta = Infinity;
      let next = 0;
      for (let j = 1; j <= size; j++) {
        if (used[j]) continue;
        const reduced = cost(row, j) - (u[row] as number) - (v[j] as number);
        if (reduced < (least[j] as number)) [least[j], way[j]] = [reduced, column];
        if ((least[j] as number) < delta) [delta, next] = [least[j] as number, j];
      }
      for (let j = 0; j <= size; j++) {
        if (used[j]) {
          u[rowOf[j] as number]! += delta;
          v[j]! -= delta;
        } else least[j]! -= delta;
      }
      column = next;
    } while (rowOf[column] !== 0);
    while (column !== 0) {
      const before = way[column] as number;
      rowOf[column] = rowOf[before] as number;
      column = before;
    }
  }
  let sum = 0;
  for (let j = 1; j <= size; j++) sum -= cost(rowOf[j] as number, j);
  return sum;
}
