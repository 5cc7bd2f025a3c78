import { multiply } from '../classifier/index.js';

/** Rows of numbers, one after the other. */
export interface Matrix {
  readonly rows: number;
  readonly width: number;
  readonly values: Float32Array;
}

export function product(a: Matrix, b: Matrix): Matrix {
  return { rows: a.rows, width: b.width, values: multiply(a.values, a.rows, a.width, b.values, b.width) };
}

export function transpose({ rows, width, values }: Matrix): Matrix {
  const result = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let k = 0; k < width; k++) result[k * rows + row] = values[row * width + k] as number;
  }
  return { rows: width, width: rows, values: result };
}

export function rowOf({ values, width }: Matrix, row: number): Float32Array {
  return values.subarray(row * width, (row + 1) * width);
}

/** Each row made as long as 1; a row of nothing stays one. */
export function toUnitRows(matrix: Matrix): Matrix {
  for (let row = 0; row < matrix.rows; row++) {
    const own = rowOf(matrix, row);
    let squared = 0;
    for (const value of own) squared += value * value;
    const scale = squared > 1e-24 ? 1 / Math.sqrt(squared) : 0;
    for (let k = 0; k < own.length; k++) own[k]! *= scale;
  }
  return matrix;
}

/** Matrices side by side, each with a weight. */
export function sideBySide(parts: readonly { readonly matrix: Matrix; readonly weight: number }[]): Matrix {
  const rows = parts[0]?.matrix.rows ?? 0;
  const width = parts.reduce((sum, { matrix }) => sum + matrix.width, 0);
  const values = new Float32Array(rows * width);
  let at = 0;
  for (const { matrix, weight } of parts) {
    for (let row = 0; row < rows; row++) {
      const own = rowOf(matrix, row);
      for (let k = 0; k < own.length; k++) values[row * width + at + k] = weight * (own[k] as number);
    }
    at += matrix.width;
  }
  return { rows, width, values };
}

export function pickRows(matrix: Matrix, chosen: readonly number[] | Uint32Array): Matrix {
  const values = new Float32Array(chosen.length * matrix.width);
  chosen.forEach((row, place) => values.set(rowOf(matrix, row), place * matrix.width));
  return { rows: chosen.length, width: matrix.width, values };
}

/** A column of which no more than this share is new is a sum of those before it. */
const DEPENDENT = 1e-6;

/**
 * The inverse of the transposed Cholesky factor of a symmetric matrix: rows times it are rows of unit covariance.
 *
 * @param symmetric - positive definite; `ridge` times its mean diagonal is added so that it surely is.
 */
export function whitening({ width, values }: Matrix, ridge: number): Matrix {
  const lower = Float64Array.from(values);
  let trace = 0;
  for (let i = 0; i < width; i++) trace += lower[i * width + i] as number;
  const more = (ridge * trace) / width || 1;
  for (let i = 0; i < width; i++) lower[i * width + i]! += more;
  for (let j = 0; j < width; j++) {
    const least = DEPENDENT * (lower[j * width + j] as number);
    for (let i = j; i < width; i++) {
      let sum = lower[i * width + j] as number;
      for (let k = 0; k < j; k++) sum -= (lower[i * width + k] as number) * (lower[j * width + k] as number);
      // What those before it span already becomes a column of zeros.
      if (i === j) lower[i * width + j] = sum > least ? Math.sqrt(sum) : Infinity;
      else lower[i * width + j] = sum / (lower[j * width + j] as number);
    }
  }
  // The inverse of a lower triangle, column by column, written transposed.
  const inverse = new Float64Array(width * width);
  for (let j = 0; j < width; j++) {
    inverse[j * width + j] = 1 / (lower[j * width + j] as number);
    for (let i = j + 1; i < width; i++) {
      let sum = 0;
      for (let k = j; k < i; k++) sum -= (lower[i * width + k] as number) * (inverse[j * width + k] as number);
      inverse[j * width + i] = sum / (lower[i * width + i] as number);
    }
  }
  // `inverse[j][i]` is the inverse's (i, j): its transpose, as it is needed on the right of rows.
  return { rows: width, width, values: Float32Array.from(inverse) };
}

/** Columns made orthonormal; the space that they span stays the same. */
export function orthonormal(matrix: Matrix): Matrix {
  let result = matrix;
  // In floats once is not enough.
  for (let round = 0; round < 2; round++) result = product(result, whitening(product(transpose(result), result), 1e-7));
  return result;
}
