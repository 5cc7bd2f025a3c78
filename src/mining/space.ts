import { impressionsOf, type Example, type Model } from '../classifier/index.js';
import { importanceOf } from './importance.js';
import { latentRows } from './latent.js';
import { pickRows, product, rowOf, sideBySide, toUnitRows, transpose, whitening, type Matrix } from './linear.js';
import { contentWords } from './words.js';

/** With labels many directions are of use, since what varies within intents is turned down; without them few. */
const [DIRECTIONS, DIRECTIONS_WITHOUT_LABELS] = [256, 64];
/** In a large log the main directions of its own words are enough. */
const [LARGE, DIRECTIONS_IF_LARGE] = [4000, 128];
/** Replies to one question differ in words: few directions see what they have in common. */
const DIRECTIONS_OF_REPLIES = 48;
/** Of more labelled utterances so many are enough, the same number of each intent. */
const MOST_LABELLED = 8000;
/** Shrinks the covariance towards a sphere, so that few labels don't overdo it. */
const RIDGE = 0.5;
/**
 * Words count for more than what the classifier makes of them, which knows few of those of unknown intents: once as they
 * vary in all texts, once as they vary in these alone. What people of the service replied says as much.
 */
const [OF_WORDS, OF_OWN_WORDS, OF_CLASSIFIER, OF_REPLIES] = [1.5, 1.5, 1, 1.5];
/** Without labels there are only the words of texts and of replies. */
const OF_REPLIES_WITHOUT_LABELS = 0.7;
/** A reply with so many content words counts in full; a shorter one may go with any question. */
const FULL_REPLY = 12;

/** Texts as rows of length 1. */
export interface Space {
  /** Of all texts, by what labels teach alone: tells what is known. */
  readonly taught: Matrix;
  /** Of the first texts, by their own words and the replies to them too: tells what belongs together. */
  readonly whole: Matrix;
}

/**
 * Puts texts into a space where those that ask for the same lie close together, each row as long as 1.
 *
 * The labels that a team has teach what does not matter: along directions in which utterances of one intent differ,
 * distances count for less (whitening by the covariance within intents). This holds for n-grams (LSA) and for the hidden
 * layer of the classifier, and serves for intents that nobody has labelled yet. The classifier's scores join them.
 * In all of that the words of a rare topic drown; so the texts are analysed once more by themselves, where n-grams count
 * for what labels say they tell. And what gets the same reply asks for the same.
 *
 * @param labelled - the workspace's utterances; without any, n-grams alone decide.
 * @param replies - for each of the first texts, those to be grouped, what people of the service replied; empty where they
 *   didn't. The other texts are there to compare with.
 */
export function spaceOf(
  texts: readonly string[],
  labelled: readonly Example[],
  model: Model | undefined,
  replies: readonly string[],
): Space {
  const known = sampleOf(labelled.filter(({ intent }) => intent !== null));
  const importance = importanceOf(known);
  const replied = repliedRows(replies, importance);
  if (known.length === 0) return withReplies(latentRows(texts, DIRECTIONS_WITHOUT_LABELS), replied);
  const all = [...known.map(({ text }) => text), ...texts];
  const labels = known.map(({ intent }) => intent as string);
  const own = Array.from({ length: texts.length }, (_, i) => known.length + i);
  const words = pickRows(whitened(latentRows(all, DIRECTIONS), labels), own);
  const impressions = model && impressionsOf(model, all);
  if (!impressions) return withReplies(words, replied);
  const { hidden, hiddenUnits, scores } = impressions;
  const layer = whitened(centred({ rows: all.length, width: hiddenUnits, values: hidden }), labels);
  const decided = toUnitRows({ rows: all.length, width: scores.length / all.length, values: scores });
  const taught = [
    { matrix: words, weight: OF_WORDS },
    { matrix: pickRows(layer, own), weight: OF_CLASSIFIER },
    { matrix: pickRows(decided, own), weight: OF_CLASSIFIER },
  ];
  const directions = replies.length > LARGE ? DIRECTIONS_IF_LARGE : DIRECTIONS;
  const ofThem = [
    { matrix: firstRows(latentRows(texts, directions, importance), replies.length), weight: OF_OWN_WORDS },
    { matrix: replied, weight: OF_REPLIES },
  ];
  return {
    taught: toUnitRows(sideBySide(taught)),
    whole: toUnitRows(
      sideBySide([
        ...taught.map(({ matrix, weight }) => ({ matrix: firstRows(matrix, replies.length), weight })),
        ...ofThem,
      ]),
    ),
  };
}

function withReplies(words: Matrix, replied: Matrix): Space {
  const parts = [
    { matrix: firstRows(words, replied.rows), weight: 1 },
    { matrix: replied, weight: OF_REPLIES_WITHOUT_LABELS },
  ];
  return { taught: words, whole: toUnitRows(sideBySide(parts)) };
}

function firstRows({ width, values }: Matrix, rows: number): Matrix {
  return { rows, width, values: values.subarray(0, rows * width) };
}

function repliedRows(replies: readonly string[], importance: (ngram: number) => number): Matrix {
  const rows = replies.length;
  const lengths = replies.map((reply) => Math.min(1, contentWords(reply).size / FULL_REPLY));
  const answered = [...replies.keys()].filter((i) => (lengths[i] as number) > 0);
  const latent = latentRows(
    answered.map((i) => replies[i] as string),
    DIRECTIONS_OF_REPLIES,
    importance,
  );
  const values = new Float32Array(rows * latent.width);
  answered.forEach((i, place) =>
    rowOf(latent, place).forEach((value, k) => (values[i * latent.width + k] = value * (lengths[i] as number))),
  );
  return { rows, width: latent.width, values };
}

/** At most so many examples, as many of each intent as there is room for, in the order given. */
function sampleOf(labelled: readonly Example[]): readonly Example[] {
  if (labelled.length <= MOST_LABELLED) return labelled;
  const intents = new Set(labelled.map(({ intent }) => intent)).size;
  const each = Math.max(2, Math.floor(MOST_LABELLED / intents));
  const counts = new Map<string | null, number>();
  return labelled.filter(({ intent }) => {
    const count = (counts.get(intent) ?? 0) + 1;
    counts.set(intent, count);
    return count <= each;
  });
}

function centred(matrix: Matrix): Matrix {
  const { rows, width, values } = matrix;
  const mean = new Float64Array(width);
  values.forEach((value, i) => (mean[i % width]! += value / rows));
  return { rows, width, values: values.map((value, i) => value - (mean[i % width] as number)) };
}

/** @param labels - of the first rows. */
function whitened(matrix: Matrix, labels: readonly string[]): Matrix {
  return toUnitRows(product(matrix, whitening(covarianceWithin(matrix, labels), RIDGE)));
}

/** The mean covariance within the labels of the first rows. */
function covarianceWithin({ width, values }: Matrix, labels: readonly string[]): Matrix {
  const sums = new Map<string, { readonly mean: Float64Array; count: number }>();
  labels.forEach((label, row) => {
    let sum = sums.get(label);
    if (!sum) sums.set(label, (sum = { mean: new Float64Array(width), count: 0 }));
    sum.count += 1;
    for (let k = 0; k < width; k++) sum.mean[k]! += values[row * width + k] as number;
  });
  for (const { mean, count } of sums.values()) for (let k = 0; k < width; k++) mean[k]! /= count;
  const left = Float32Array.from({ length: labels.length * width }, (_, i) => {
    const { mean } = sums.get(labels[Math.floor(i / width)] as string) as { mean: Float64Array };
    return (values[i] as number) - (mean[i % width] as number);
  });
  const rest: Matrix = { rows: labels.length, width, values: left };
  const covariance = product(transpose(rest), rest);
  return { ...covariance, values: covariance.values.map((value) => value / labels.length) };
}
