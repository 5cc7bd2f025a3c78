import { createHash } from 'node:crypto';
import { compareText } from '../problem.js';
import { bestOf, calibrate, confidenceOf, type HeldOut, type Scores } from './calibration.js';
import { learnVocabulary, ngrams, stack, vectorise, type Vocabulary } from './features.js';
import { foldOf } from './folds.js';
import { compress, TrainedModel } from './model.js';
import { hashText } from './random.js';
import { isUnspaced, tokenise } from '../text/index.js';
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
const FEWEST_TO_LEAVE_OUT = 4;
/** The weight of stray words beside that of out-of-scope utterances; without the latter they stand in for them. */
const STRAY_SHARE = 0.05;

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
  const unseen = await heldOutScores(set, sorted, options, total);
  const outOfScope = unseen.outOfScope.length > 0 ? unseen.outOfScope : unseen.stray;
  const weigh = (rows: readonly Unseen[], share: number): HeldOut[] =>
    rows.map((row) => ({ ...row, weight: (unseen.inScope.length * share) / rows.length }));
  const rows = [...weigh(unseen.inScope, 1 - options.outOfScopeShare), ...weigh(outOfScope, options.outOfScopeShare)];
  const calibration = calibrate([...rows, ...weigh(unseen.stray, options.outOfScopeShare * STRAY_SHARE)]);
  const thresholds = pickThresholds(
    rows.map((row) => ({
      confidence: confidenceOf(row, calibration),
      correct: row.label === bestOf(row.scores),
      inScope: row.label >= 0,
    })),
    options,
  );
  const outOfScopeFrom = unseen.outOfScope.length === 0 ? 'none' : set.labels.includes(-1) ? 'written' : 'simulated';
  const { vocabulary, linear } = fit(set, options.seed);
  options.onProgress?.(total, total);
  return new TrainedModel({
    intents,
    thresholds,
    trainedOn: describe(sorted, outOfScopeFrom, fingerprint(examples, options)),
    calibration,
    vocabulary,
    linear: compress(linear, vocabulary.hashes.length),
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

function predict({ vocabulary, linear }: Fitted, text: readonly number[], strange = 0): Scores {
  const vector = vectorise(text, vocabulary, strange);
  return { scores: score(linear, vector), known: vector.known };
}

/**
 * The scores of every utterance from a model that was trained without its fold. Where nobody wrote out-of-scope
 * utterances, each of these models also lacks some intents, whose utterances are then out of scope for it. For each
 * utterance there is also a stray one: a single word of it among strange ones, which nothing should be concluded from.
 */
async function heldOutScores(
  { texts, labels, classes }: TrainingSet,
  examples: readonly Example[],
  { seed, onProgress }: TrainOptions,
  total: number,
): Promise<UnseenScores> {
  const written = labels.includes(-1);
  const simulated = !written && classes >= FEWEST_TO_LEAVE_OUT;
  const foldByExample = foldOf(examples, INNER_FOLDS, seed);
  const leftOutBy = leaveOut(examples, simulated ? Math.max(1, Math.round(classes * LEFT_OUT_SHARE)) : 0, seed);
  const inScope: Unseen[] = [];
  const outOfScope: Unseen[] = [];
  const stray: Unseen[] = [];
  for (let fold = 0; fold < INNER_FOLDS; fold++) {
    onProgress?.(fold, total);
    await Promise.resolve();
    const isLeftOut = (i: number): boolean => leftOutBy[labels[i] as number] === fold;
    const training: number[] = [];
    const testing: number[] = [];
    labels.forEach((_, i) => (isLeftOut(i) || foldByExample[i] === fold ? testing : training).push(i));
    const kept = [...new Set(training.map((i) => labels[i] as number).filter((label) => label >= 0))];
    if (kept.length === 0) continue;
    const newLabel = new Int32Array(classes).fill(-1);
    kept.forEach((label, k) => (newLabel[label] = k));
    const fitted = fit(
      {
        texts: training.map((i) => texts[i] as readonly number[]),
        labels: Int32Array.from(training, (i) => newLabel[labels[i] as number] ?? -1),
        classes: kept.length,
      },
      seed,
    );
    for (const i of testing) {
      const text = texts[i] as readonly number[];
      const word = ngrams(pickToken((examples[i] as Example).text, seed));
      stray.push({ ...predict(fitted, word, text.length), label: -1 });
      const label = newLabel[labels[i] as number] ?? -1;
      const scored = { ...predict(fitted, text), label };
      if (label >= 0) inScope.push(scored);
      // An intent all of whose utterances are in this fold is not out of scope: it was unlucky, and says nothing.
      else if (labels[i] === -1 || isLeftOut(i)) outOfScope.push(scored);
    }
  }
  return { inScope, outOfScope, stray };
}

type Unseen = Omit<HeldOut, 'weight'>;

interface UnseenScores {
  readonly inScope: readonly Unseen[];
  readonly outOfScope: readonly Unseen[];
  readonly stray: readonly Unseen[];
}

/** One of the tokens of a text; of a run of an unspaced script, one character. */
function pickToken(text: string, seed: number): string {
  const tokens = tokenise(text).flatMap((token) => (isUnspaced(token) ? Array.from(token) : [token]));
  return tokens[hashText(text, seed) % tokens.length] ?? '';
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
