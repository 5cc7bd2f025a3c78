import { createHash } from 'node:crypto';
import { compareText } from '../problem.js';
import { confidenceOf, fitConfidence, fitSharpness, type Calibration } from './calibration.js';
import { compress, sampleRows } from './compress.js';
import type { Encoder } from './encoder.js';
import { indexTexts, joinVectors, learnVocabulary, toRows, type Corpus, type LearnedVocabulary } from './features.js';
import { hashText } from './hash.js';
import { withCrew, type Crew } from './kernel.js';
import { TrainedModel } from './model.js';
import { Neighbours, type Neighbourhood } from './neighbours.js';
import { networkJob, networkOf, trainingBytes } from './networks.js';
import { knownWords } from './spelling.js';
import { pickThresholds, type Scored, type Search } from './thresholds.js';
import type { Doubtful, Example, Model, Thresholds, TrainedOn, TrainOptions } from './types.js';
import { FEWEST_INTENTS_TO_LEAVE_OUT, foldWork, SIMULATED_COUNT_AS, type Material, type Unseen } from './unseen.js';

/** Changes whenever the same examples would give another model. */
const RECIPE = 8;

/** See `Doubtful`. */
const LIKELY_UNKNOWN = 0.133;

interface Size {
  /** It holds below so many examples. */
  readonly examples: number;
  readonly networks: number;
  /** For each fold. */
  readonly foldNetworks: number;
  readonly hidden: number;
  readonly block: number;
  readonly epochs: number;
  /** In at least so many examples an n-gram must stand. */
  readonly fewest: number;
  /** What the likeness to training utterances counts in the certainty. */
  readonly likeness: number;
}

const SIZES: readonly Size[] = [
  // With few examples there are more and smaller networks, each shown them more often, and the rarest n-grams count.
  { examples: 3000, networks: 12, foldNetworks: 3, hidden: 64, block: 16, epochs: 20, fewest: 1, likeness: 4 },
  { examples: 40_000, networks: 4, foldNetworks: 1, hidden: 128, block: 32, epochs: 10, fewest: 2, likeness: 0 },
  { examples: Infinity, networks: 2, foldNetworks: 1, hidden: 128, block: 32, epochs: 10, fewest: 2, likeness: 0 },
];
/** From 40,000 examples on the epochs become fewer, so that so many rows are shown. */
const SHOWN = 400_000;
/** Where there are more n-grams than this, only those that stand in more examples count. */
const MOST_FEATURES = 150_000;
/** Below, nothing can be measured but how certain the right answers are. */
const ENOUGH_FOR_THRESHOLDS = 100;
const ENOUGH_OUT_OF_SCOPE = 10;
/** The fewer the examples, the more of a standard error of the joint accuracy is given up for a lower threshold. */
const STANDARD_ERRORS_TIMES_EXAMPLES = 100;

/**
 * Trains a model. The order of the examples, the machine and its locale play no part; the same examples and options
 * give the same bytes.
 *
 * Any number of intents will do: with none the model always abstains. An intent without utterances does not exist here.
 */
export function trainModel(examples: readonly Example[], options: TrainOptions): Promise<Model> {
  return withCrew((crew) => train(crew, examples, options));
}

async function train(crew: Crew, examples: readonly Example[], options: TrainOptions): Promise<Model> {
  const sorted = sortExamples(examples);
  const intents = [...new Set(sorted.flatMap(({ intent }) => intent ?? []))].toSorted(compareText);
  const size = SIZES.find((one) => sorted.length < one.examples) as Size;
  if (size !== SIZES[0]) crew.prepare(size.networks);
  const { material, neighbourhood } = materialOf(sorted, intents, size, options.encoder);
  const { hidden, block, networks } = size;
  const epochs = sorted.length <= SHOWN / 10 ? size.epochs : Math.max(2, Math.round(SHOWN / sorted.length));
  const seedOf = (part: string, n: number): number => hashText(`${part} ${n}`, options.seed);
  const training = { ...material, rows: material.inputs };
  const sample = sampleRows(material.inputs, options.seed);
  const folds =
    intents.length === 0
      ? { jobs: [], collect: () => [] }
      : foldWork(material, { hidden, block, epochs, networks: size.foldNetworks, seedOf });
  const members = Array.from(
    { length: intents.length === 0 ? 0 : networks },
    (_, n) => () => networkJob(training, { hidden, block, epochs, seed: seedOf('member', n) }, sample),
  );

  const total = members.length + folds.jobs.length + 1;
  let done = 0;
  const step = (): void => options.onProgress?.(++done, total);
  options.onProgress?.(0, total);
  const neighbours = size.likeness > 0 ? new Neighbours(neighbourhood, material.vocabulary.idf) : undefined;
  const { hashes, idf, unknownIdf } = material.vocabulary;
  const outputs = await crew.run([...members, ...folds.jobs], trainingBytes(training, hidden), step);
  // Its jobs are done while the rest is judged here.
  const compressing = compress(
    crew,
    outputs.slice(0, members.length).map(networkOf),
    weightsOf(material),
    material.classes,
    options.seed,
  );
  // Of a single intent the networks are always sure: only likeness can tell it from what is none.
  const likeness = canMeasure(material) || intents.length === 1 ? size.likeness : 0;
  const unseen = folds.collect(outputs.slice(members.length), neighbours, likeness);
  const { calibration, thresholds, doubtful } = judge(unseen, material, likeness, options);
  const network = await compressing;
  step();
  return new TrainedModel(
    {
      intents,
      thresholds,
      doubtful,
      trainedOn: describe(sorted, unseen, fingerprint(examples, options), options.encoder),
      calibration,
      vocabulary: { hashes, idf, unknownIdf },
      network,
      neighbourhood: likeness > 0 ? neighbourhood : undefined,
      words: knownWords(sorted.map(({ text }) => text)),
    },
    options.encoder,
  );
}

function materialOf(examples: readonly Example[], intents: readonly string[], { fewest }: Size, encoder?: Encoder) {
  const corpus = indexTexts(examples.map(({ text }) => text));
  const classOf = new Map(intents.map((intent, k) => [intent, k]));
  const labels = Int32Array.from(examples, ({ intent }) => (intent === null ? -1 : (classOf.get(intent) as number)));
  const vocabulary = smallEnough(corpus, examples.length, fewest);
  const rows = toRows(corpus.texts, vocabulary);
  const known = vocabulary.hashes.length;
  const dimensions = encoder?.dimensions ?? 0;
  const vectors = encoder?.encode(examples.map(({ text }) => text)) ?? new Float32Array();
  const material: Material = {
    examples,
    rows,
    inputs: joinVectors(rows, vectors, dimensions, known),
    features: known + dimensions,
    labels,
    // A single intent has an empty one beside it, or there would be nothing to choose.
    classes: intents.length === 0 ? 0 : Math.max(intents.length, 2),
    vocabulary,
    fewest,
  };
  // Sorted as the examples are, those of an intent stand together; the ones out of scope come first.
  const startOf = (k: number): number => (k < intents.length ? labels.indexOf(k) : examples.length);
  const neighbourhood: Neighbourhood = {
    classStarts: Uint32Array.from({ length: intents.length + 1 }, (_, k) => startOf(k)),
    starts: rows.starts,
    columns: rows.columns,
  };
  return { material, neighbourhood };
}

/** What an input counts: an n-gram the root of its idf, a number of an encoder's vector 1. */
function weightsOf({ vocabulary: { idf }, features }: Material): Float32Array {
  const weights = new Float32Array(features).fill(1);
  weights.set(idf.map(Math.sqrt));
  return weights;
}

/** The vocabulary of n-grams that stand in at least `fewest` texts, or in more where there would be too many. */
function smallEnough(corpus: Corpus, texts: number, fewest: number): LearnedVocabulary {
  const everything = Array.from({ length: texts }, (_, i) => i);
  for (let limit = fewest; ; limit++) {
    const vocabulary = learnVocabulary(corpus, everything, limit);
    if (vocabulary.hashes.length <= MOST_FEATURES) return vocabulary;
  }
}

/** Whether out of scope can be measured: with very few examples or intents it cannot. */
function canMeasure({ examples, labels, classes }: Material): boolean {
  const written = labels.reduce((count, label) => count + Number(label < 0), 0);
  if (written >= ENOUGH_OUT_OF_SCOPE) return true;
  return examples.length >= ENOUGH_FOR_THRESHOLDS && (classes >= FEWEST_INTENTS_TO_LEAVE_OUT || written > 0);
}

/** Probabilities and thresholds from what networks said about utterances that they had not seen. */
function judge(
  unseen: readonly Unseen[],
  material: Material,
  likeness: number,
  options: TrainOptions,
): { readonly calibration: Calibration; readonly thresholds: Thresholds; readonly doubtful: Doubtful } {
  const weighed = weigh(
    unseen.filter(({ hard }) => hard),
    options.outOfScopeShare,
  );
  const calibration = {
    sharpness: fitSharpness(
      unseen.filter(({ kind }) => kind === 'in'),
      material.examples.length,
    ),
    ...fitConfidence(weighed),
    likeness,
  };
  const score = ({ kind, certainty, right, weight, row }: Weighed): Scored => ({
    confidence: confidenceOf(certainty, calibration),
    correct: right,
    inScope: kind === 'in',
    weight,
    ...(kind === 'simulated' ? { block: material.labels[row] } : {}),
  });
  // Where each intent has one utterance, no network could be asked about one of an intent that it knows.
  const search: Search =
    canMeasure(material) && weighed.some(({ kind }) => kind === 'in')
      ? { standardErrors: Math.min(STANDARD_ERRORS_TIMES_EXAMPLES / material.examples.length, 1) }
      : { recognised: confidenceOf(leastCertain(unseen, material.classes), calibration) };
  const { recognised } = pickThresholds(weighed.map(score), options, search);
  // How often an answer is right shows on messages somewhat harder than those left out at random: the hard ones count half.
  const random = unseen.filter(({ hard }) => !hard);
  const inScope = weighed.filter(({ kind }) => kind === 'in');
  const live = [
    ...weighed.filter(({ kind }) => kind !== 'in'),
    ...inScope.map((row) => ({ ...row, weight: 0.5 / inScope.length })),
    ...random.map((row) => ({ ...row, weight: 1 / random.length })),
  ];
  const { answer } = pickThresholds(live.map(score), options, { recognised });
  const hard = inScope.map(({ certainty }) => confidenceOf(certainty, calibration)).toSorted((x, y) => x - y);
  const below = (share: number): number => Math.max(recognised, hard[Math.floor(hard.length * share)] ?? 0);
  const doubtful = { likely: below(LIKELY_UNKNOWN), possible: below(2 * LIKELY_UNKNOWN) };
  return { calibration, thresholds: { recognised, answer }, doubtful };
}

/** Between what the least certain right answer had and no idea at all. */
function leastCertain(unseen: readonly Unseen[], classes: number): number {
  const certainties = unseen.flatMap(({ hard, right, certainty }) => (hard && right ? certainty : []));
  const least = certainties.reduce((low, certainty) => Math.min(low, certainty), certainties[0] ?? 0);
  return Math.log((Math.exp(least) + 1 / Math.max(classes, 1)) / 2);
}

/**
 * A hash of all that a model depends on: the examples in any order, the options and the recipe's version. Two equal
 * fingerprints mean that training again would give the same model.
 */
export function fingerprint(examples: readonly Example[], options: TrainOptions): string {
  const hash = createHash('sha256');
  const { seed, outOfScopeShare, answerPrecision, encoder } = options;
  hash.update(JSON.stringify({ recipe: RECIPE, seed, outOfScopeShare, answerPrecision, encoder: encoder?.id }));
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

/**
 * Gives in scope and out of scope the weight that they will have in use. Written out-of-scope utterances outweigh
 * simulated ones as soon as there are more than a few.
 */
function weigh(rows: readonly Unseen[], outOfScopeShare: number): Weighed[] {
  const count = { in: 0, written: 0, simulated: 0 };
  for (const { kind } of rows) count[kind]++;
  const written = count.simulated === 0 ? 1 : count.written / (count.written + SIMULATED_COUNT_AS);
  const shares = {
    in: 1 - outOfScopeShare,
    written: outOfScopeShare * written,
    simulated: outOfScopeShare * (1 - written),
  };
  return rows.map((row) => ({ ...row, weight: (count.in * shares[row.kind]) / count[row.kind] }));
}

interface Weighed extends Unseen {
  readonly weight: number;
}

function describe(
  examples: readonly Example[],
  unseen: readonly Unseen[],
  print: string,
  encoder: Encoder | undefined,
): TrainedOn {
  const has = (kind: Unseen['kind']): boolean => unseen.some((row) => row.kind === kind);
  return {
    fingerprint: print,
    utterances: examples.length,
    outOfScope: examples.filter(({ intent }) => intent === null).length,
    languages: [...new Set(examples.map(({ language }) => language))].toSorted(compareText),
    outOfScopeFrom: has('written') ? 'written' : has('simulated') ? 'simulated' : 'none',
    encoder: encoder?.id,
  };
}
