import { createHash } from 'node:crypto';
import { compareText } from '../problem.js';
import { bestOf, calibrate, confidenceOf, type HeldOut, type Scores } from './calibration.js';
import { learnVocabulary, ngrams, stack, vectorise, type Vocabulary } from './features.js';
import { foldOf } from './folds.js';
import { compress, TrainedModel } from './model.js';
import { hashText } from './random.js';
import { score, trainSvm, type Linear } from './svm.js';
import { pickThresholds } from './thresholds.js';
import type { Example, Model, TrainedOn, TrainOptions } from './types.js';

/** Changes whenever the same examples would give another model. */
const RECIPE = 1;

const COST = 1;
const EPOCHS = 12;
/** Predictions on unseen utterances, for calibration and thresholds, come from this many models. */
const INNER_FOLDS = 3;
/** Without written out-of-scope utterances, each of these models leaves out about this share of the intents. */
const LEFT_OUT_SHARE = 0.15;

/**
 * Trains a model. The order of the examples, the machine and its locale play no part; the same examples and options
 * give the same bytes.
 *
 * Any number of intents will do: with none the model always abstains. An intent without utterances does not exist here.
 */
export async function trainModel(examples: readonly Example[], options: TrainOptions): Promise<Model> {
  const sorted = sortExamples(examples);
  const intents = [...new Set(sorted.flatMap(({ intent }) => intent ?? []))].toSorted(compareText);
  const classOf = new Map(intents.map((intent, k) => [intent, k]));
  const set: TrainingSet = {
    texts: sorted.map(({ text }) => ngrams(text)),
    labels: Int32Array.from(sorted, ({ intent }) => (intent === null ? -1 : (classOf.get(intent) as number))),
    classes: intents.length,
  };
  const total = INNER_FOLDS + 1;
  const { rows, outOfScopeFrom } = await heldOutScores(set, sorted, options, total);
  const calibration = calibrate(rows);
  const thresholds = pickThresholds(
    rows.map((row) => ({
      confidence: confidenceOf(row, calibration),
      correct: row.label === bestOf(row.scores),
      inScope: row.label >= 0,
    })),
    options,
  );
  const { vocabulary, linear } = fit(set, options.seed);
  options.onProgress?.(total, total);
  return new TrainedModel({
    intents,
    thresholds,
    trainedOn: describe(sorted, outOfScopeFrom, fingerprint(examples, options)),
    calibration,
    vocabulary,
    linear: compress(linear),
  });
}

/**
 * A hash of all that a model depends on: the examples in any order, the options and the recipe's version. Two equal
 * fingerprints mean that training again would give the same model.
 */
export function fingerprint(examples: readonly Example[], options: TrainOptions): string {
  const hash = createHash('sha256');
  const { seed, outOfScopeShare, answerPrecision } = options;
  hash.update(JSON.stringify({ recipe: RECIPE, seed, outOfScopeShare, answerPrecision }));
  for (const { text, intent, language } of sortExamples(examples))
    hash.update(JSON.stringify([text, intent, language]));
  return hash.digest('hex');
}

interface TrainingSet {
  /** n-grams of each utterance. */
  readonly texts: readonly (readonly number[])[];
  /** The intent of each, -1 out of scope. */
  readonly labels: Int32Array;
  readonly classes: number;
}

interface Fitted {
  readonly vocabulary: Vocabulary;
  readonly linear: Linear;
}

function sortExamples(examples: readonly Example[]): Example[] {
  return examples.toSorted(
    (a, b) =>
      Number(a.intent !== null) - Number(b.intent !== null) ||
      compareText(a.intent ?? '', b.intent ?? '') ||
      compareText(a.language, b.language) ||
      compareText(a.text, b.text),
  );
}

function fit({ texts, labels, classes }: TrainingSet, seed: number): Fitted {
  const vocabulary = learnVocabulary(texts);
  const rows = stack(texts.map((text) => vectorise(text, vocabulary)));
  const linear = trainSvm(rows, labels, vocabulary.hashes.length, classes, { cost: COST, epochs: EPOCHS, seed });
  return { vocabulary, linear };
}

function predict({ vocabulary, linear }: Fitted, text: readonly number[]): Scores {
  const vector = vectorise(text, vocabulary);
  return { scores: score(linear, vector), known: vector.known };
}

/**
 * The scores of every utterance from a model that was trained without its fold. Where nobody wrote out-of-scope
 * utterances, each of these models also lacks some intents, whose utterances are then out of scope for it.
 */
async function heldOutScores(
  { texts, labels, classes }: TrainingSet,
  examples: readonly Example[],
  { seed, outOfScopeShare, onProgress }: TrainOptions,
  total: number,
): Promise<{ readonly rows: readonly HeldOut[]; readonly outOfScopeFrom: TrainedOn['outOfScopeFrom'] }> {
  const written = labels.includes(-1);
  const simulated = !written && classes >= 4;
  const foldByExample = foldOf(examples, INNER_FOLDS, seed);
  const leftOutBy = leaveOut(examples, simulated ? Math.max(1, Math.round(classes * LEFT_OUT_SHARE)) : 0, seed);
  const found: Omit<HeldOut, 'weight'>[] = [];
  for (let fold = 0; fold < INNER_FOLDS; fold++) {
    onProgress?.(fold, total);
    await Promise.resolve();
    const leftOut = (i: number): boolean => leftOutBy[labels[i] as number] === fold;
    const training: number[] = [];
    const testing: number[] = [];
    labels.forEach((_, i) => (leftOut(i) || foldByExample[i] === fold ? testing : training).push(i));
    const kept = [...new Set(training.map((i) => labels[i] as number).filter((label) => label >= 0))];
    const newLabel = new Int32Array(classes).fill(-1);
    kept.forEach((label, k) => (newLabel[label] = k));
    if (kept.length === 0) continue;
    const fitted = fit(
      {
        texts: training.map((i) => texts[i] as readonly number[]),
        labels: Int32Array.from(training, (i) => newLabel[labels[i] as number] ?? -1),
        classes: kept.length,
      },
      seed,
    );
    for (const i of testing) {
      const label = labels[i] as number;
      // An intent whose utterances are all in this fold is not out of scope: it was unlucky, and says nothing.
      if (label >= 0 && newLabel[label] === -1 && !leftOut(i)) continue;
      found.push({ ...predict(fitted, texts[i] as readonly number[]), label: newLabel[label] ?? -1 });
    }
  }
  const inScope = found.filter(({ label }) => label >= 0).length;
  const outOfScope = found.length - inScope;
  const share = outOfScope === 0 ? 0 : inScope === 0 ? 1 : outOfScopeShare;
  const rows = found.map((row) => ({
    ...row,
    weight: found.length * (row.label >= 0 ? (1 - share) / inScope : share / outOfScope),
  }));
  return { rows, outOfScopeFrom: written ? 'written' : simulated ? 'simulated' : 'none' };
}

/** Which fold each intent is left out of, -1 for none; `count` intents a fold, picked by hash of their names. */
function leaveOut(examples: readonly Example[], count: number, seed: number): Int32Array {
  const intents = [...new Set(examples.flatMap(({ intent }) => intent ?? []))].toSorted(compareText);
  const order = [...intents.keys()].toSorted(
    (a, b) => hashText(intents[a] as string, seed + 1) - hashText(intents[b] as string, seed + 1) || a - b,
  );
  const folds = new Int32Array(intents.length).fill(-1);
  order.slice(0, count * INNER_FOLDS).forEach((intent, i) => (folds[intent] = i % INNER_FOLDS));
  return folds;
}

function describe(examples: readonly Example[], outOfScopeFrom: TrainedOn['outOfScopeFrom'], print: string): TrainedOn {
  return {
    fingerprint: print,
    utterances: examples.length,
    outOfScope: examples.filter(({ intent }) => intent === null).length,
    languages: [...new Set(examples.map(({ language }) => language))].toSorted(compareText),
    outOfScopeFrom,
  };
}
