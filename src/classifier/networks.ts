import { MAX_MESSAGE_LENGTH } from '../text/index.js';
import type { Rows } from './features.js';
import { inStretches, Layout, type Job } from './kernel.js';

/** A set of utterances to train on. */
export interface TrainingRows {
  readonly rows: Rows;
  /** The class of each row, in [0, classes); -1 out of scope. */
  readonly labels: Int32Array;
  readonly features: number;
  readonly classes: number;
}

export interface NetworkOptions {
  /** A multiple of `block`. */
  readonly hidden: number;
  /** So many hidden units are dropped together; a multiple of 16. */
  readonly block: number;
  readonly epochs: number;
  readonly seed: number;
}

/** x → ReLU(x · w1 + b1) → h · w2 + b2, row-major; w2 and b2 have `paddedTo(classes)` columns. */
export interface Network {
  readonly w1: Float32Array;
  readonly b1: Float32Array;
  readonly w2: Float32Array;
  readonly b2: Float32Array;
  /** The hidden layer's inputs for the sample, b1 left out: a row of `hidden` for each. */
  readonly sample: Float32Array;
}

const LEARNING_RATE = 0.05;
const LABEL_SMOOTHING = 0.1;
/** Where Adagrad's sums of squares start: high enough that the first steps are no leaps. Worth 0.4 to 2 points. */
const FIRST_SQUARE = 0.01;
const FIRST_RANGE = 0.05;

/** The kernel works on whole stretches of eight floats. */
export function paddedTo(width: number): number {
  return Math.ceil(width / 8) * 8;
}

/** The memory that training one network takes. */
export function trainingBytes({ rows, features, classes }: TrainingRows, hidden: number): number {
  return 4 * (features + paddedTo(classes)) * hidden + 8 * rows.columns.length + 64 * 1024;
}

/** Trains one network and shows it a sample. */
export function networkJob(training: TrainingRows, options: NetworkOptions, sample: Rows): Job {
  const { layout, inputs, weights, calls } = trainingJob(training, options);
  const { hidden } = options;
  const shown = placeRows(layout, sample);
  const out = layout.take(4 * shown.count * hidden);
  return {
    bytes: layout.bytes,
    inputs: [...inputs, ...shown.inputs],
    calls: [
      ...calls,
      ...shown.inStretches((args, from) => ({
        name: 'project',
        args: [...args, weights.w1.at, 0, hidden, out + 4 * from * hidden],
      })),
    ],
    outputs: [...Object.values(weights), { at: out, length: shown.count * hidden }],
  };
}

export function networkOf([w1, b1, w2, b2, sample]: readonly Float32Array[]): Network {
  return { w1, b1, w2, b2, sample } as Network;
}

/** Trains one network and lets it score other rows: outputs one array, `paddedTo(classes)` scores a row. */
export function scoringJob(training: TrainingRows, options: NetworkOptions, unseen: Rows): Job {
  const { layout, inputs, weights, calls } = trainingJob(training, options);
  const { hidden } = options;
  const { w1, b1, w2, b2 } = weights;
  const padded = paddedTo(training.classes);
  const shown = placeRows(layout, unseen);
  const rounded = Math.ceil(shown.count / 4) * 4;
  const middle = layout.take(4 * rounded * hidden);
  const out = layout.take(4 * rounded * padded);
  return {
    bytes: layout.bytes,
    inputs: [...inputs, ...shown.inputs],
    calls: [
      ...calls,
      ...shown.inStretches((args, from) => ({
        name: 'project',
        args: [...args, w1.at, b1.at, hidden, middle + 4 * from * hidden],
      })),
      { name: 'rectify', args: [middle, shown.count * hidden] },
      ...inStretches(shown.count, (from, count) => ({
        name: 'dense',
        args: [middle + 4 * from * hidden, count, hidden, w2.at, b2.at, padded, 0, out + 4 * from * padded],
      })),
    ],
    outputs: [{ at: out, length: shown.count * padded }],
  };
}

function trainingJob(
  { rows, labels, features, classes }: TrainingRows,
  { hidden, block, epochs, seed }: NetworkOptions,
) {
  const layout = new Layout();
  const padded = paddedTo(classes);
  const given = placeRows(layout, rows);
  const spans = layout.take(rows.spans.byteLength);
  const labelsAt = layout.take(4 * labels.length);
  const order = layout.take(4 * labels.length);
  const piece = (length: number) => ({ at: layout.take(4 * length), length });
  const weights = { w1: piece(features * hidden), b1: piece(hidden), w2: piece(hidden * padded), b2: piece(padded) };
  const adagrad = layout.take(4 * (features + 2 * hidden + padded));
  const longest = labels.reduce(
    (most, _, row) => Math.max(most, (rows.starts[row + 1] as number) - (rows.starts[row] as number)),
    0,
  );
  const scratch = layout.take(4 * (4 * hidden + padded) + 16 * (longest + 1) + MAX_MESSAGE_LENGTH);
  const call: Job['calls'][number] = {
    name: 'train',
    // prettier-ignore
    args: [
      ...given.args, spans, labelsAt, order, labels.length, features, hidden, block, classes, padded,
      weights.w1.at, weights.b1.at, weights.w2.at, weights.b2.at, adagrad, scratch,
      epochs, seed, LEARNING_RATE, LABEL_SMOOTHING, FIRST_SQUARE, FIRST_RANGE,
    ],
  };
  return {
    layout,
    inputs: [...given.inputs, { at: spans, array: rows.spans }, { at: labelsAt, array: labels }],
    weights,
    calls: [call],
  };
}

/** Puts rows into a memory; `args` are how the kernel's functions take them. */
function placeRows(layout: Layout, { starts, columns, values }: Rows) {
  const inputs = [starts, columns, values].map((array) => ({ at: layout.take(array.byteLength), array }));
  const count = starts.length - 1;
  const [startsAt, ...others] = inputs.map(({ at }) => at) as [number, number, number];
  return {
    inputs,
    count,
    args: [startsAt, ...others],
    inStretches: (call: (args: readonly number[], from: number) => Job['calls'][number]) =>
      inStretches(count, (from, rows) => call([startsAt + 4 * from, ...others, rows], from)),
  };
}
