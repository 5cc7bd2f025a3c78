import { describe, expect, test } from 'vitest';
import type { Rows } from '../../src/classifier/features.js';
import { score, trainSvm } from '../../src/classifier/svm.js';

function rowsOf(points: readonly (readonly number[])[]): Rows {
  const width = points[0]?.length ?? 0;
  return {
    starts: Uint32Array.from({ length: points.length + 1 }, (_, i) => i * width),
    columns: Uint32Array.from(points.flatMap((point) => [...point.keys()])),
    values: Float32Array.from(points.flat()),
  };
}

describe('the linear SVM', () => {
  test('on two opposite points it finds the known optimum', () => {
    // min ½(w² + b²) + C Σ max(0, 1 − y(wx + b))² for (1, +) and (−1, −): b = 0, and w + 4C(w − 1) = 0.
    for (const cost of [0.5, 1, 10]) {
      const { weights, bias } = trainSvm(rowsOf([[1], [-1]]), Int32Array.of(0, -1), 1, 1, {
        cost,
        epochs: 200,
        seed: 1,
      });
      expect(weights[0]).toBeCloseTo((4 * cost) / (1 + 4 * cost), 3);
      expect(bias[0]).toBeCloseTo(0, 3);
    }
  });

  test('for each class the gradient of the primal vanishes', () => {
    const points = [[1, 0.2], [0.9, -0.1], [-0.2, 1], [0.1, 0.8], [-1, -0.7], [-0.6, -1], [0.3, 0.3]]; // prettier-ignore
    const labels = Int32Array.of(0, 0, 1, 1, 2, 2, -1);
    const cost = 1;
    const linear = trainSvm(rowsOf(points), labels, 2, 3, { cost, epochs: 500, seed: 3 });
    for (let k = 0; k < 3; k++) {
      const gradient = [0, 1]
        .map((column) => linear.weights[column * 3 + k] as number)
        .concat(linear.bias[k] as number);
      points.forEach((point, row) => {
        const sign = labels[row] === k ? 1 : -1;
        const at = score(linear, { columns: Uint32Array.of(0, 1), values: Float32Array.from(point) })[k] as number;
        const slack = Math.max(0, 1 - sign * at);
        [...point, 1].forEach((value, i) => (gradient[i]! -= 2 * cost * sign * slack * value));
      });
      for (const slope of gradient) expect(slope).toBeCloseTo(0, 3);
    }
  });

  test('the seed settles everything', () => {
    const rows = rowsOf([[1, 0.5], [0.4, -1], [-1, 0.3], [0.2, 0.1]]); // prettier-ignore
    const train = (seed: number) => trainSvm(rows, Int32Array.of(0, 1, 0, 1), 2, 2, { cost: 1, epochs: 3, seed });
    expect(train(7)).toEqual(train(7));
    expect(train(7)).not.toEqual(train(8));
  });
});
