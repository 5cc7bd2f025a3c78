import { seededRandom } from '../text/index.js';
import type { Rows } from './features.js';
import { Layout, runJobs, type Job } from './kernel.js';
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

const RANK = 128;
const SAMPLE = 1024;

/**
 * Rows to learn the main directions from: training rows, and halves of them, which short messages look like.
 */
export function sampleRows({ starts, columns, values, spans }: Rows, seed: number): Rows {
  const random = seededRandom(seed, 'sample');
  const count = starts.length - 1;
  const chosen: number[] = [];
  const newStarts = new Uint32Array((count > 0 ? SAMPLE : 0) + 1);
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
    known: new Float64Array(newStarts.length - 1),
  };
}

/** @param networks - Each with the hidden inputs of the same sample. */
export async function compress(
  networks: readonly Network[],
  idf: Float32Array,
  classes: number,
  seed: number,
): Promise<Compressed> {
  const each = networks[0]?.b1.length ?? 0;
  const hidden = each * networks.length;
  const features = idf.length;
  const rank = Math.min(RANK, hidden);
  const count = (networks[0]?.sample.length ?? 0) / each;
  const side = new Float32Array(count * hidden);
  networks.forEach(({ sample }, n) => {
    for (let row = 0; row < count; row++)
      side.set(sample.subarray(row * each, (row + 1) * each), row * hidden + n * each);
  });
  const random = seededRandom(seed, 'directions');
  const start = Float32Array.from({ length: hidden * rank }, () => random.next() - 0.5);
  const directions = await principalDirections(side, count, hidden, rank, start);
  const turned = await runJobs(
    networks.map(
      ({ w1 }, n) =>
        () =>
          turnJob(w1, features, each, directions.slice(n * each * rank, (n + 1) * each * rank), rank),
    ),
    8 * features * each,
  );

  const bytes = new Int8Array(features * rank);
  const scales = new Float32Array(features);
  const line = new Float64Array(rank);
  for (let column = 0; column < features; column++) {
    line.fill(0);
    for (const [part] of turned) {
      for (let k = 0; k < rank; k++) line[k]! += (part as Float32Array)[column * rank + k] as number;
    }
    const largest = line.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    if (largest === 0) continue;
    for (let k = 0; k < rank; k++) bytes[column * rank + k] = Math.round(((line[k] as number) / largest) * 127);
    scales[column] = (largest / 127) * Math.sqrt(idf[column] as number);
  }
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
  matrix: Float32Array,
  count: number,
  width: number,
  rank: number,
  start: Float32Array,
): Promise<Float32Array> {
  let directions = orthonormal(start, width, rank);
  for (let round = 0; round < 2; round++) {
    const layout = new Layout();
    const at = { matrix: layout.take(4 * (count + 3) * width), q: layout.take(4 * width * rank) };
    const none = layout.take(4 * rank);
    const middle = layout.take(4 * (count + 3) * rank);
    const out = layout.take(4 * width * rank);
    const [[product] = []] = await runJobs(
      [
        () => ({
          bytes: layout.bytes,
          inputs: [
            { at: at.matrix, array: matrix },
            { at: at.q, array: directions },
          ],
          calls: [
            { name: 'dense', args: [at.matrix, count, width, at.q, none, rank, 0, middle] },
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
  for (let k = 0; k < width; k++) {
    const column = Float64Array.from({ length: height }, (_, i) => matrix[i * width + k] as number);
    const before = norm(column);
    for (const other of [...done, ...done]) {
      let along = 0;
      for (let i = 0; i < height; i++) along += (column[i] as number) * (other[i] as number);
      for (let i = 0; i < height; i++) column[i]! -= along * (other[i] as number);
    }
    const after = norm(column);
    const scale = after > 1e-5 * before ? 1 / after : 0;
    done.push(column.map((value) => value * scale));
  }
  return Float32Array.from({ length: height * width }, (_, i) => done[i % width]?.[Math.floor(i / width)] as number);
}

function norm(vector: Float64Array): number {
  return Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
}

/** matrix · directions: `count` rows of `width` become `count` rows of `rank`. */
function turnJob(matrix: Float32Array, count: number, width: number, directions: Float32Array, rank: number): Job {
  const layout = new Layout();
  const inputs = [
    { at: layout.take(4 * (count + 3) * width), array: matrix },
    { at: layout.take(4 * width * rank), array: directions },
  ] as const;
  const none = layout.take(4 * rank);
  const out = layout.take(4 * (count + 3) * rank);
  return {
    bytes: layout.bytes,
    inputs,
    calls: [{ name: 'dense', args: [inputs[0].at, count, width, inputs[1].at, none, rank, 0, out] }],
    outputs: [{ at: out, length: count * rank }],
  };
}
