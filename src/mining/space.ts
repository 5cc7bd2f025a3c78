import { impressionsOf, type Example, type Model } from '../classifier/index.js';
import { latentRows } from './latent.js';
import { pickRows, product, sideBySide, toUnitRows, transpose, whitening, type Matrix } from './linear.js';

/** With labels many directions are of use, since what varies within intents is turned down; without them few. */
const [DIRECTIONS, DIRECTIONS_WITHOUT_LABELS] = [256, 64];
/** Of more labelled utterances so many are enough, the same number of each intent. */
const MOST_LABELLED = 8000;
/** Shrinks the covariance towards a sphere, so that few labels don't overdo it. */
const RIDGE = 0.5;
/** Words count for more than what the classifier makes of them, which knows few of those of unknown intents. */
const [OF_WORDS, OF_CLASSIFIER] = [1.5, 1];

/**
 * Puts texts into a space where those that ask for the same lie close together, each row as long as 1.
 *
 * The labels that a team has teach what does not matter: along directions in which utterances of one intent differ,
 * distances count for less (whitening by the covariance within intents). This holds for n-grams (LSA) and for the hidden
 * layer of the classifier, and serves for intents that nobody has labelled yet. The classifier's scores join them.
 *
 * @param labelled - the workspace's utterances; without any, n-grams alone decide.
 */
export function spaceOf(texts: readonly string[], labelled: readonly Example[], model: Model | undefined): Matrix {
  const known = sampleOf(labelled.filter(({ intent }) => intent !== null));
  const all = [...known.map(({ text }) => text), ...texts];
  const labels = known.map(({ intent }) => intent as string);
  const own = Array.from({ length: texts.length }, (_, i) => known.length + i);
  if (known.length === 0) return latentRows(texts, DIRECTIONS_WITHOUT_LABELS);
  const words = pickRows(whitened(latentRows(all, DIRECTIONS), labels), own);
  const impressions = model && impressionsOf(model, all);
  if (!impressions) return words;
  const { hidden, hiddenUnits, scores } = impressions;
  const layer = whitened(centred({ rows: all.length, width: hiddenUnits, values: hidden }), labels);
  const decided = toUnitRows({ rows: all.length, width: scores.length / all.length, values: scores });
  return toUnitRows(
    sideBySide([
      { matrix: words, weight: OF_WORDS },
      { matrix: pickRows(layer, own), weight: OF_CLASSIFIER },
      { matrix: pickRows(decided, own), weight: OF_CLASSIFIER },
    ]),
  );
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
