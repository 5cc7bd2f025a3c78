import { createHash } from 'node:crypto';
import { compareText } from '../problem.js';
import { isUnspaced, tokenise } from '../text/index.js';
import { bestOf, calibrate, confidenceOf, negentropy, type HeldOut } from './calibration.js';
import { compress, sampleRows } from './compress.js';
import { indexTexts, learnVocabulary, toRows, type Corpus, type IndexedText } from './features.js';
import { foldOf } from './folds.js';
import { runJobs } from './kernel.js';
import { TrainedModel } from './model.js';
import { networkJob, networkOf, paddedTo, scoringJob, trainingBytes } from './networks.js';
import { hashText } from './hash.js';
import { pickThresholds } from './thresholds.js';
import type { Example, Model, Thresholds, TrainedOn, TrainOptions } from './types.js';

/** Changes whenever the same examples would give another model. */
const RECIPE = 3;

/** With few examples there are more and smaller networks, each shown them more often, and the rarest n-grams count. */
const FEW = { examples: 3000, networks: 12, hidden: 64, block: 16, epochs: 20, fewest: 1 };
const ENOUGH = { examples: Infinity, networks: 4, hidden: 128, block: 32, epochs: 10, fewest: 2 };
/** From so many examples on the epochs become fewer. */
const MANY = 30_000;
const FOLDS = 3;
const FOLDS_OF_FEW = 10;
const FEW_FOR_FOLDS = 1000;
const FEWEST_INTENTS_TO_LEAVE_OUT = 4;
/** Simulated out-of-scope utterances count as much as so many written ones. */
const SIMULATED_COUNT_AS = 20;
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
  const set = trainingSet(sorted, intents, options.seed);
  const { networks, hidden, block, epochs } = set.size;
  const total = set.folds + networks + 1;
  let done = 0;
  options.onProgress?.(0, total);
  const step = (): void => options.onProgress?.(++done, total);

  const unseen = weigh(await scoreUnseen(set, step), options.outOfScopeShare);
  const calibration = calibrate(unseen);
  const scored = unseen.map((row) => ({
    kind: row.kind,
    confidence: confidenceOf(row, calibration),
    correct: row.label === bestOf(row.scores),
    inScope: row.kind === 'in',
    weight: row.weight,
  }));
  const outOfScope = scored.some(({ kind }) => kind === 'written' || kind === 'simulated');
  const thresholds = outOfScope
    ? pickThresholds(
        scored.filter(({ kind }) => kind !== 'stray'),
        options,
      )
    : withoutOutOfScope(scored.filter(({ correct }) => correct));
  const everything = [...sorted.keys()];
  const vocabulary = learnVocabulary(set.corpus, everything, set.size.fewest);
  const { hashes, idf, unknownIdf } = vocabulary;
  const training = {
    rows: toRows(set.corpus.texts.slice(0, sorted.length), vocabulary),
    labels: set.labels,
    features: hashes.length,
    classes: set.classes,
  };
  const sample = sampleRows(training.rows, options.seed);
  const outputs = await runJobs(
    Array.from(
      { length: intents.length === 0 ? 0 : networks },
      (_, n) => () => networkJob(training, { hidden, block, epochs, seed: seedOf(options.seed, 'member', n) }, sample),
    ),
    trainingBytes(training, hidden),
    step,
  );
  const network = await compress(outputs.map(networkOf), idf, set.classes, options.seed);
  options.onProgress?.(total, total);
  return new TrainedModel({
    intents,
    thresholds,
    trainedOn: describe(sorted, unseen, fingerprint(examples, options)),
    calibration,
    vocabulary: { hashes, idf, unknownIdf },
    network,
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

function sortExamples(examples: readonly Example[]): Example[] {
  return examples.toSorted(
    (a, b) =>
      Number(a.intent !== null) - Number(b.intent !== null) ||
      compareText(a.intent ?? '', b.intent ?? '') ||
      compareText(a.language, b.language) ||
      compareText(a.text, b.text),
  );
}

interface Size {
  readonly networks: number;
  readonly hidden: number;
  readonly block: number;
  readonly epochs: number;
  /** In at least so many examples an n-gram must stand. */
  readonly fewest: number;
}

interface TrainingSet {
  readonly examples: readonly Example[];
  /** The examples' texts, and after them as many stray words, one of each text. */
  readonly corpus: Corpus;
  /** The intent of each example, -1 out of scope. */
  readonly labels: Int32Array;
  readonly classes: number;
  readonly folds: number;
  readonly size: Size;
  readonly seed: number;
}

function trainingSet(examples: readonly Example[], intents: readonly string[], seed: number): TrainingSet {
  const classOf = new Map(intents.map((intent, k) => [intent, k]));
  const size = examples.length < FEW.examples ? FEW : ENOUGH;
  return {
    examples,
    corpus: indexTexts([...examples.map(({ text }) => text), ...examples.map(({ text }) => pickWord(text, seed))]),
    labels: Int32Array.from(examples, ({ intent }) => (intent === null ? -1 : (classOf.get(intent) as number))),
    // A single intent has an empty one beside it, or there would be nothing to choose.
    classes: intents.length === 0 ? 0 : Math.max(intents.length, 2),
    folds: intents.length === 0 ? 0 : examples.length < FEW_FOR_FOLDS ? FOLDS_OF_FEW : FOLDS,
    size: { ...size, epochs: Math.ceil(size.epochs * Math.min(1, MANY / examples.length)) },
    seed,
  };
}

/** One of the words of a text; of a run of an unspaced script, one character. */
function pickWord(text: string, seed: number): string {
  const words = tokenise(text).flatMap((token) => (isUnspaced(token) ? Array.from(token) : [token]));
  return words[hashText(text, seed) % words.length] ?? '';
}

/** Seeds of their own for the parts of a training. */
function seedOf(seed: number, part: string, n: number): number {
  return hashText(`${part} ${n}`, seed);
}

/** What a network that did not see a message says about it. */
interface Unseen extends Omit<HeldOut, 'weight'> {
  /** In scope; written as out of scope; of an intent that was left out; a single word among strange ones. */
  readonly kind: 'in' | 'written' | 'simulated' | 'stray';
}

/**
 * Scores every utterance by a network that was trained without its fold. Each of these networks also lacks some intents
 * altogether, whose utterances are out of scope for it. For each utterance there is also a stray word of it among
 * strange ones, from which nothing should be concluded.
 */
async function scoreUnseen(set: TrainingSet, onDone: () => void): Promise<Unseen[]> {
  const { examples, corpus, labels, folds, seed } = set;
  const foldByExample = foldOf(examples, folds, seed);
  const leftOutBy = leaveOut(set);
  const plans = Array.from({ length: folds }, (_, fold) => {
    const training: number[] = [];
    const testing: number[] = [];
    labels.forEach((label, i) => {
      if (foldByExample[i] === fold) testing.push(i);
      else if (leftOutBy[label] !== fold) training.push(i);
    });
    const kept = [...new Set(training.map((i) => labels[i] as number).filter((label) => label >= 0))];
    return { fold, training, testing, classOf: new Map(kept.map((label, k) => [label, k])) };
  }).filter(({ classOf, testing }) => classOf.size > 0 && testing.length > 0);

  const known: Float64Array[] = [];
  const jobs = plans.map(({ fold, training, testing, classOf }, turn) => () => {
    const vocabulary = learnVocabulary(corpus, training, set.size.fewest);
    const textOf = (i: number): IndexedText => corpus.texts[i] as IndexedText;
    const unseen = toRows([...testing.map(textOf), ...testing.map((i) => textOf(i + examples.length))], vocabulary, [
      ...testing.map(() => 0),
      ...testing.map((i) => textOf(i).ngrams.length),
    ]);
    known[turn] = unseen.known;
    return scoringJob(
      {
        rows: toRows(training.map(textOf), vocabulary),
        labels: Int32Array.from(training, (i) => classOf.get(labels[i] as number) ?? -1),
        features: vocabulary.hashes.length,
        classes: Math.max(classOf.size, 2),
      },
      { ...set.size, seed: seedOf(seed, 'fold', fold) },
      unseen,
    );
  });
  const bytesEach = 4 * set.size.hidden * corpus.hashes.length;
  const outputs = await runJobs(jobs, bytesEach, onDone);

  return plans.flatMap(({ fold, testing, classOf }, turn) => {
    const classes = Math.max(classOf.size, 2);
    const [all] = outputs[turn] as [Float32Array];
    const rowOf = (row: number, label: number, kind: Unseen['kind']): Unseen => {
      const at = row * paddedTo(classes);
      const scores = all.slice(at, at + classes);
      return { scores, negentropy: negentropy(scores), known: known[turn]?.[row] as number, label, kind };
    };
    return testing.flatMap((i, row): Unseen[] => {
      const label = labels[i] as number;
      const own = classOf.get(label) ?? -1;
      const stray = rowOf(testing.length + row, -1, 'stray');
      if (own >= 0) return [rowOf(row, own, 'in'), stray];
      if (label < 0) return [rowOf(row, -1, 'written'), stray];
      // An intent all of whose utterances are in this fold is not out of scope: it was unlucky, and says nothing.
      return leftOutBy[label] === fold ? [rowOf(row, -1, 'simulated'), stray] : [stray];
    });
  });
}

/** Which fold's network does without each intent, -1 for none: an even share each, by hash of their names. */
function leaveOut({ examples, labels, classes, folds, seed }: TrainingSet): Int32Array {
  const leftOutBy = new Int32Array(classes).fill(-1);
  if (classes < FEWEST_INTENTS_TO_LEAVE_OUT) return leftOutBy;
  const hashes = new Float64Array(classes);
  labels.forEach((label, i) => {
    if (label >= 0) hashes[label] = hashText((examples[i] as Example).intent ?? '', seed);
  });
  const order = [...hashes.keys()].toSorted((a, b) => (hashes[a] as number) - (hashes[b] as number) || a - b);
  order.forEach((label, i) => (leftOutBy[label] = i % folds));
  return leftOutBy;
}

interface Weighed extends Unseen {
  readonly weight: number;
}

/** With nothing to tell what is out of scope: half of what the least certain right answer had. */
function withoutOutOfScope(right: readonly { readonly confidence: number }[]): Thresholds {
  const least = right.reduce((lowest, { confidence }) => Math.min(lowest, confidence), 1);
  return { recognised: least / 2, answer: least / 2 };
}

/**
 * Gives in scope and out of scope the weight that they will have in use. Written out-of-scope utterances outweigh
 * simulated ones as soon as there are more than a few.
 */
function weigh(rows: readonly Unseen[], outOfScopeShare: number): Weighed[] {
  const count = { in: 0, written: 0, simulated: 0, stray: 0 };
  for (const { kind } of rows) count[kind]++;
  const none = count.written + count.simulated === 0;
  const written = count.simulated === 0 ? 1 : count.written / (count.written + SIMULATED_COUNT_AS);
  const shares = {
    in: 1 - outOfScopeShare,
    written: outOfScopeShare * written,
    simulated: outOfScopeShare * (1 - written),
    stray: outOfScopeShare * (none ? 1 : STRAY_SHARE),
  };
  return rows.map((row) => ({ ...row, weight: (count.in * shares[row.kind]) / count[row.kind] }));
}

function describe(examples: readonly Example[], unseen: readonly Unseen[], print: string): TrainedOn {
  const has = (kind: Unseen['kind']): boolean => unseen.some((row) => row.kind === kind);
  return {
    fingerprint: print,
    utterances: examples.length,
    outOfScope: examples.filter(({ intent }) => intent === null).length,
    languages: [...new Set(examples.map(({ language }) => language))].toSorted(compareText),
    outOfScopeFrom: has('written') ? 'written' : has('simulated') ? 'simulated' : 'none',
  };
}
