import { seededRandom } from '../text/index.js';
import type { Rows } from './features.js';
import { inStretches, Layout, type Crew, type Job } from './kernel.js';
import { paddedTo, type Network } from './networks.js';

/**
 * An ensemble as one network: its hidden layers side by side, its outputs averaged. Of the first layer, which is nearly
 * all of it, only the part is kept that shows in the hidden layer on utterances like the training ones, in one byte a
 * weight:
 *
 *     y = Σ scales[column] · bytes[column], over the n-grams of a text, divided by the root of its mass
 *     z = ReLU(y · turn + b1) · w2 + b2
 *
 * On the public sets this costs no accuracy (docs/classifier.md).
 */
export interface Compressed {
  readonly features: number;
  readonly rank: number;
  readonly hidden: number;
  readonly classes: number;
  /** features × rank */
  readonly bytes: Int8Array;
  /** One a feature, sqrt(idf) included. */
  readonly scales: Float32Array;
  /** rank × hidden */
  readonly turn: Float32Array;
  readonly b1: Float32Array;
  /** hidden × paddedTo(classes) */
  readonly w2: Float32Array;
  readonly b2: Float32Array;
}

/** Half as many directions again as there are classes, within these bounds, lose next to nothing; see docs/classifier.md. */
const [LEAST_RANK, MOST_RANK] = [128, 256];
const SAMPLE = 1280;
/** So many features are turned at a time. */
const STRETCH = 4096;

/**
 * Rows to learn the main directions from: training rows, and halves of them, which short messages look like.
 */
export function sampleRows({ starts, columns, values, spans }: Rows, seed: number): Rows {
  const random = seededRandom(seed, 'sample');
  const count = starts.length - 1;
  const chosen: number[] = [];
  const newStarts = new Uint32Array(Math.min(SAMPLE, 4 * count) + 1);
  for (let i = 0; i + 1 < newStarts.length; i++) {
    const row = random.below(count);
    for (let j = starts[row] as number; j < (starts[row + 1] as number); j++) {
      if (i % 2 === 0 || random.next() < 0.5) chosen.push(j);
    }
    newStarts[i + 1] = chosen.length;
  }
  return {
    starts: newStarts,
    columns: Uint32Array.from(chosen, (j) => columns[j] as number),
    values: Float32Array.from(chosen, (j) => values[j] as number),
    spans: Uint32Array.from(chosen, (j) => spans[j] as number),
  };
}

/**
 * @param networks - Each with the hidden inputs of the same sample.
 * @param weights - What each feature counts where it stands in a text, before the text's length is divided by.
 */
export async function compress(
  crew: Crew,
  networks: readonly Network[],
  weights: Float32Array,
  classes: number,
  seed: number,
): Promise<Compressed> {
  const each = networks[0]?.b1.length ?? 0;
  const hidden = each * networks.length;
  const features = weights.length;
  const count = (networks[0]?.sample.length ?? 0) / Math.max(each, 1);
  const wanted = Math.min(Math.max(1.5 * classes, LEAST_RANK), MOST_RANK, hidden, count / 5);
  const rank = 8 * Math.ceil(wanted / 8);
  const side = new Float32Array(count * hidden);
  networks.forEach(({ sample }, n) => {
    for (let row = 0; row < count; row++)
      side.set(sample.subarray(row * each, (row + 1) * each), row * hidden + n * each);
  });
  const random = seededRandom(seed, 'directions');
  const start = Float32Array.from({ length: hidden * rank }, () => random.next() - 0.5);
  const directions = await principalDirections(crew, side, count, hidden, rank, start);

  const stretches = Array.from({ length: Math.ceil(features / STRETCH) }, (_, i) => i * STRETCH);
  const turned = await crew.run(
    stretches.map((from) => () => {
      const to = Math.min(from + STRETCH, features);
      const parts = networks.map(({ w1 }) => w1.slice(from * each, to * each));
      return turnJob(parts, to - from, each, directions, rank);
    }),
    8 * Math.min(STRETCH, features) * hidden,
  );
  const bytes = new Int8Array(features * rank);
  const scales = new Float32Array(features);
  turned.forEach(([part, partScales], i) => {
    bytes.set(new Int8Array((part as Float32Array).buffer), i * STRETCH * rank);
    scales.set(partScales as Float32Array, i * STRETCH);
  });
  for (let column = 0; column < features; column++) scales[column]! *= weights[column] as number;
  const padded = paddedTo(classes);
  const w2 = new Float32Array(hidden * padded);
  networks.forEach((network, n) =>
    w2.set(
      network.w2.map((value) => value / networks.length),
      n * each * padded,
    ),
  );
  return {
    features,
    rank,
    hidden,
    classes,
    bytes,
    scales,
    turn: Float32Array.from(
      { length: rank * hidden },
      (_, i) => directions[(i % hidden) * rank + Math.floor(i / hidden)] as number,
    ),
    b1: Float32Array.from(networks.flatMap(({ b1 }) => [...b1])),
    w2,
    b2: Float32Array.from(
      { length: padded },
      (_, k) => networks.reduce((sum, { b2 }) => sum + (b2[k] as number), 0) / networks.length,
    ),
  };
}

/**
 * The directions along which most of what is in `matrix` lies, by subspace iteration.
 *
 * @param matrix - `count` rows of `width`.
 * @param rank - At most `width`, a multiple of 8.
 * @returns `width` rows of `rank`; the columns are orthonormal, or 0 where the matrix has no more directions.
 * @see Halko, Martinsson & Tropp 2011, "Finding Structure with Randomness", algorithm 4.4.
 */
async function principalDirections(
  crew: Crew,
  matrix: Float32Array,
  count: number,
  width: number,
  rank: number,
  start: Float32Array,
): Promise<Float32Array> {
  let directions = start;
  for (let round = 0; round < 2; round++) {
    const layout = new Layout();
    const at = { matrix: layout.take(4 * (count + 3) * width), q: layout.take(4 * width * rank) };
    const none = layout.take(4 * rank);
    const middle = layout.take(4 * (count + 3) * rank);
    const out = layout.take(4 * width * rank);
    const given = directions;
    const [[product] = []] = await crew.run(
      [
        () => ({
          bytes: layout.bytes,
          inputs: [
            { at: at.matrix, array: matrix },
            { at: at.q, array: given },
          ],
          calls: [
            ...inStretches(count, (from, rows) => ({
              name: 'dense',
              args: [at.matrix + 4 * from * width, rows, width, at.q, none, rank, 0, middle + 4 * from * rank],
            })),
            { name: 'multiplyTransposed', args: [at.matrix, middle, out, count, width, rank] },
          ],
          outputs: [{ at: out, length: width * rank }],
        }),
      ],
      layout.bytes,
    );
    directions = orthonormal(product as Float32Array, width, rank);
  }
  return directions;
}

/** Gram-Schmidt on the columns, twice for accuracy; a column that depends on those before it becomes 0. */
function orthonormal(matrix: Float32Array, height: number, width: number): Float32Array {
  const done: Float64Array[] = [];
  const result = new Float32Array(height * width);
  for (let k = 0; k < width; k++) {
    const column = new Float64Array(height);
    for (let i = 0; i < height; i++) column[i] = matrix[i * width + k] as number;
    const before = dot(column, column);
    for (let pass = 0; pass < 2; pass++) {
      for (const other of done) {
        const along = dot(column, other);
        for (let i = 0; i < height; i++) column[i]! -= along * (other[i] as number);
      }
    }
    const after = dot(column, column);
    const scale = after > 1e-10 * before ? 1 / Math.sqrt(after) : 0;
    for (let i = 0; i < height; i++) {
      column[i]! *= scale;
      result[i * width + k] = column[i] as number;
    }
    if (scale > 0) done.push(column);
  }
  return result;
}

/** Of vectors of an even length. */
function dot(a: Float64Array, b: Float64Array): number {
  let [even, odd] = [0, 0]; // two sums, so that an addition need not wait for the one before
  for (let i = 0; i < a.length; i += 2) {
    even += (a[i] as number) * (b[i] as number);
    odd += (a[i + 1] as number) * (b[i + 1] as number);
  }
  return even + odd;
}

/** Side by side, the parts of some features' weights · directions, in one byte a number: outputs bytes and scales. */
function turnJob(
  parts: readonly Float32Array[],
  count: number,
  each: number,
  directions: Float32Array,
  rank: number,
): Job {
  const width = each * parts.length;
  const layout = new Layout();
  const inputs = [...parts, directions].map((array) => ({ at: layout.take(array.byteLength), array }));
  const turn = inputs[parts.length]?.at as number;
  const none = layout.take(4 * rank);
  const side = layout.take(4 * (count + 3) * width);
  const product = layout.take(4 * (count + 3) * rank);
  const bytes = layout.take(count * rank);
  const scales = layout.take(4 * count);
  return {
    bytes: layout.bytes,
    inputs,
    calls: [
      ...parts.map((_, n) => ({
        name: 'stack' as const,
        args: [inputs[n]?.at as number, count, 4 * each, side + 4 * each * n, 4 * width],
      })),
      ...inStretches(count, (from, rows) => ({
        name: 'dense',
        args: [side + 4 * from * width, rows, width, turn, none, rank, 0, product + 4 * from * rank],
      })),
      { name: 'quantise', args: [product, count, rank, bytes, scales] },
    ],
    outputs: [
      { at: bytes, length: (count * rank) / 4 },
      { at: scales, length: count },
    ],
  };
}
