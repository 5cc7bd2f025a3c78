import { bestOf, certaintyOf, type Labelled } from './calibration.js';
import { chooseRows, type Rows, type Vocabulary } from './features.js';
import { foldOf } from './folds.js';
import type { Job } from './kernel.js';
import { paddedTo, scoringJob, type NetworkOptions } from './networks.js';
import type { Neighbours } from './neighbours.js';
import { similarFolds } from './similar.js';
import type { Example } from './types.js';

/** What a model is trained on, as numbers. */
export interface Material {
  readonly examples: readonly Example[];
  /** Their n-grams. */
  readonly rows: Rows;
  /** What the networks see: the n-grams, and behind them the vectors of an encoder if there is one. */
  readonly inputs: Rows;
  /** Columns of `inputs`. */
  readonly features: number;
  /** The class of each row, -1 out of scope. */
  readonly labels: Int32Array;
  readonly classes: number;
  readonly vocabulary: Vocabulary;
  /** In at least so many examples an n-gram must stand. */
  readonly fewest: number;
}

/** How the networks are made that each lack a part of the material. */
export interface FoldOptions extends Omit<NetworkOptions, 'seed'> {
  /** So many a fold. */
  readonly networks: number;
  readonly seedOf: (part: string, n: number) => number;
}

/** What networks that did not see a message say about it. */
export interface Unseen extends Labelled {
  /** In scope; written as out of scope; of an intent that was left out. */
  readonly kind: 'in' | 'written' | 'simulated';
  /** Whether the networks had not even seen what is most like it. */
  readonly hard: boolean;
  readonly row: number;
  /** The best class. */
  readonly best: number;
  /** Whether it is the right one. */
  readonly right: boolean;
  readonly certainty: number;
}

interface Plan {
  readonly hard: boolean;
  readonly training: readonly number[];
  readonly testing: readonly number[];
  /** The classes that are trained on, in order: the networks know them by their places. */
  readonly kept: readonly number[];
  readonly isAbsent: (row: number) => boolean;
}

/** Jobs, and what becomes of their outputs. */
export interface FoldWork {
  readonly jobs: readonly (() => Job)[];
  /** @param neighbours - Where the likeness to training utterances counts in the certainty, so many times. */
  readonly collect: (
    outputs: readonly (readonly Float32Array[])[],
    neighbours: Neighbours | undefined,
    likeness: number,
  ) => Unseen[];
}

const [FEW, ENOUGH] = [1000, 3000];
const [FOLDS, FOLDS_OF_FEW] = [5, 10];
const RANDOM_FOLDS = 5;
/** Of more examples a part is enough to calibrate on. */
const MANY = 40_000;
const SAMPLE = 20_000;
export const FEWEST_INTENTS_TO_LEAVE_OUT = 4;
/** Simulated out-of-scope utterances count as much as so many written ones. */
export const SIMULATED_COUNT_AS = 20;

/**
 * Scores every utterance by networks that were trained without it and without those most like it: they find it harder
 * than a full model finds a new message. They also lack some intents altogether, whose utterances are out of scope for
 * them. Further networks lack a random part only, and show how often a new message is understood.
 */
export function foldWork(material: Material, options: FoldOptions): FoldWork {
  const plans = plansFor(material, options.seedOf('folds', 0));
  return {
    jobs: plans.flatMap((plan, turn) =>
      Array.from(
        { length: options.networks },
        (_, n) => () => foldJob(material, plan, { ...options, seed: options.seedOf(`fold ${turn}`, n) }),
      ),
    ),
    collect(outputs, neighbours, likeness) {
      return plans.flatMap((plan, turn) => {
        const own = outputs.slice(turn * options.networks, (turn + 1) * options.networks);
        return unseenOf(material, plan, mean(own.map(([scores]) => scores as Float32Array)), neighbours, likeness);
      });
    },
  };
}

function plansFor(material: Material, seed: number): Plan[] {
  const { examples, rows, labels, classes, vocabulary } = material;
  const few = examples.length < FEW;
  const folds = few ? FOLDS_OF_FEW : FOLDS;
  const step = examples.length > MANY ? examples.length / SAMPLE : 1;
  // The examples are sorted by intent, so that every so-manyeth of them is a fair sample.
  const chosen = Array.from({ length: Math.floor(examples.length / step) }, (_, i) => Math.floor(i * step));
  const plan = (hard: boolean, isAbsent: Plan['isAbsent'], isLeftOut: Plan['isAbsent']): Plan => {
    const training = chosen.filter((row) => !isAbsent(row));
    const kept = [...new Set(training.map((row) => labels[row] as number))].filter((label) => label >= 0);
    // An intent all of whose utterances are in one fold is not out of scope: it was unlucky, and says nothing.
    const says = (row: number): boolean => {
      const label = labels[row] as number;
      return label < 0 ? hard : kept.includes(label) || isLeftOut(row);
    };
    return { hard, training, testing: chosen.filter((row) => isAbsent(row) && says(row)), kept, isAbsent };
  };

  const dealt = foldOf(examples, folds, seed);
  const { byClass, byRow } = similarFolds(rows, labels, vocabulary.idf, { classes, folds, seed });
  const leaveOut = classes >= FEWEST_INTENTS_TO_LEAVE_OUT;
  const hard = Array.from({ length: folds }, (_, fold): Plan => {
    const isLeftOut = (row: number): boolean => leaveOut && byClass[labels[row] as number] === fold;
    const foldOfRow = (row: number): number => ((labels[row] as number) < 0 ? dealt[row] : byRow[row]) as number;
    return plan(true, (row) => foldOfRow(row) === fold || isLeftOut(row), isLeftOut);
  });
  const byChance = foldOf(examples, RANDOM_FOLDS, seed);
  // With many utterances a part of them is enough to know.
  const asked = few ? RANDOM_FOLDS : examples.length < ENOUGH ? 2 : 1;
  const random = Array.from({ length: asked }, (_, fold) =>
    plan(
      false,
      (row) => byChance[row] === fold,
      () => false,
    ),
  );
  return [...hard, ...random].filter(({ kept, testing }) => kept.length > 0 && testing.length > 0);
}

function foldJob(
  { inputs, features, labels, classes, fewest }: Material,
  { training, testing, kept }: Plan,
  options: NetworkOptions,
): Job {
  const place = new Int32Array(classes).fill(-1);
  kept.forEach((label, i) => (place[label] = i));
  const chosen = chooseRows(inputs, training, testing, features, fewest);
  return scoringJob(
    {
      rows: chosen.training,
      labels: Int32Array.from(training, (row) => place[labels[row] as number] ?? -1),
      features: chosen.features,
      classes: Math.max(kept.length, 2),
    },
    options,
    chosen.testing,
  );
}

function mean(all: readonly Float32Array[]): Float32Array {
  const [first, ...others] = all as readonly [Float32Array, ...Float32Array[]];
  return others.length === 0 ? first : first.map((value, i) => others.reduce((sum, one) => sum + (one[i] as number), value) / all.length); // prettier-ignore
}

function unseenOf(
  { rows, labels }: Material,
  { hard, testing, kept, isAbsent }: Plan,
  all: Float32Array,
  neighbours: Neighbours | undefined,
  likeness: number,
): Unseen[] {
  const classes = Math.max(kept.length, 2);
  return testing.flatMap((row, turn): Unseen[] => {
    const scores = all.subarray(turn * paddedTo(classes), turn * paddedTo(classes) + classes);
    const own = labels[row] as number;
    const label = kept.indexOf(own);
    const place = bestOf(scores);
    const best = kept[place] ?? -1;
    const near =
      neighbours && likeness > 0 && best >= 0
        ? neighbours.likeness(rows.columns.subarray(rows.starts[row], rows.starts[row + 1]), 0, best, isAbsent)
        : 0;
    return [
      {
        kind: label >= 0 ? 'in' : own < 0 ? 'written' : 'simulated',
        hard,
        scores,
        label,
        row,
        best,
        right: label >= 0 && place === label,
        certainty: certaintyOf(scores) + likeness * near,
      },
    ];
  });
}
