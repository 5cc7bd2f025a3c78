import type { Rows } from './features.js';
import { randomFrom, shuffle } from './random.js';

/** One linear score a class: `bias[k] + Σ value · weights[column · classes + k]`. */
export interface Linear {
  readonly classes: number;
  /** Column by column, so that a text's few columns are read in stretches. */
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

export interface SvmOptions {
  /** LIBLINEAR's C: how much a misplaced row costs against a large weight. */
  readonly cost: number;
  readonly epochs: number;
  readonly seed: number;
}

/**
 * One-vs-rest linear support vector machines with squared hinge loss, by dual coordinate descent, all classes in step:
 * a row's scores are computed once for all of them, and few classes have anything to change.
 *
 * @param labels - The class of each row, in [0, classes); -1 for a row that belongs to none (a negative for all).
 * @see Hsieh et al. 2008, "A Dual Coordinate Descent Method for Large-scale Linear SVM": D_ii = 1/(2C), U = ∞.
 */
export function trainSvm(
  rows: Rows,
  labels: Int32Array,
  columns: number,
  classes: number,
  { cost, epochs, seed }: SvmOptions,
): Linear {
  const { starts, columns: at, values } = rows;
  const weights = new Float32Array(columns * classes);
  const bias = new Float32Array(classes);
  const alphas = new Float32Array(labels.length * classes);
  const diagonal = 1 / (2 * cost);
  const scores = new Float64Array(classes);
  const changed = new Int32Array(classes);
  const steps = new Float64Array(classes);
  const order = Int32Array.from(labels.keys());
  const random = randomFrom(seed);
  const squares = Float64Array.from(labels, (_, row) => {
    let sum = 1; // the bias is a weight on a constant 1
    for (let i = starts[row] as number; i < (starts[row + 1] as number); i++) sum += (values[i] as number) ** 2;
    return sum;
  });

  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    for (const row of order) {
      const end = starts[row + 1] as number;
      scores.set(bias);
      for (let i = starts[row] as number; i < end; i++) {
        const value = values[i] as number;
        const base = (at[i] as number) * classes;
        for (let k = 0; k < classes; k++) scores[k] = (scores[k] as number) + value * (weights[base + k] as number);
      }
      const label = labels[row];
      const curvature = (squares[row] as number) + diagonal;
      let changes = 0;
      for (let k = 0; k < classes; k++) {
        const sign = k === label ? 1 : -1;
        const alpha = alphas[row * classes + k] as number;
        const gradient = sign * (scores[k] as number) - 1 + diagonal * alpha;
        if (alpha === 0 && gradient >= 0) continue;
        const next = Math.max(alpha - gradient / curvature, 0);
        if (Math.abs(next - alpha) < 1e-5) continue;
        alphas[row * classes + k] = next;
        changed[changes] = k;
        steps[changes++] = sign * (next - alpha);
      }
      if (changes === 0) continue;
      for (let c = 0; c < changes; c++) bias[changed[c] as number]! += steps[c] as number;
      for (let i = starts[row] as number; i < end; i++) {
        const value = values[i] as number;
        const base = (at[i] as number) * classes;
        for (let c = 0; c < changes; c++) weights[base + (changed[c] as number)]! += value * (steps[c] as number);
      }
    }
  }
  return { classes, weights, bias };
}

/** Every class's score for one row. */
export function score(
  linear: Linear,
  row: { readonly columns: Uint32Array; readonly values: Float32Array },
): Float32Array {
  const { classes, weights, bias } = linear;
  const scores = bias.slice();
  for (let i = 0; i < row.columns.length; i++) {
    const value = row.values[i] as number;
    const base = (row.columns[i] as number) * classes;
    for (let k = 0; k < classes; k++) scores[k]! += value * (weights[base + k] as number);
  }
  return scores;
}
