/** How raw scores become probabilities, learned from predictions on utterances that the network had not seen. */
export interface Calibration {
  /** P(intent k | in scope) = softmax(sharpness · scores). */
  readonly sharpness: number;
  /** P(in scope and best intent right) = sigmoid(weights · [1, negentropy, known]). */
  readonly weights: readonly number[];
}

/** What tells a right answer from a wrong one. */
export interface Evidence {
  /** How sure the network is, in [0, 1]; see `negentropy`. */
  readonly negentropy: number;
  /** The share of the text's squared weight that lies in n-grams known from training, in [0, 1]. */
  readonly known: number;
}

/** One message that the network had not seen. */
export interface HeldOut extends Evidence {
  readonly scores: Float32Array;
  /** -1: out of scope. */
  readonly label: number;
  readonly weight: number;
}

/** Natural probabilities over the classes. */
function probabilities(scores: Float32Array, sharpness: number): Float64Array {
  const top = scores.reduce((a, b) => Math.max(a, b), -Infinity);
  const result = Float64Array.from(scores, (score) => Math.exp(sharpness * (score - top)));
  const sum = result.reduce((a, b) => a + b, 0);
  return result.map((value) => value / sum);
}

/**
 * 1 + Σ p ln p / ln k of the softmax of k scores: 0 when all classes are as likely, 1 when one is certain. It tells in
 * scope from out of scope better than the largest probability does, and does not depend on how many classes there are.
 */
export function negentropy(scores: Float32Array): number {
  const sum = probabilities(scores, 1).reduce((total, p) => total + (p > 0 ? p * Math.log(p) : 0), 0);
  return 1 + sum / Math.log(scores.length);
}

export function bestOf(scores: Float32Array): number {
  let best = 0;
  for (let k = 1; k < scores.length; k++) if ((scores[k] as number) > (scores[best] as number)) best = k;
  return best;
}

/** The confidence in the best class, in [0, 1). */
export function confidenceOf(evidence: Evidence, { weights }: Calibration): number {
  return Math.min(sigmoid(dot(inputOf(evidence), weights)), 1 - 1e-9);
}

function inputOf({ negentropy: sure, known }: Evidence): readonly number[] {
  return [1, sure, known];
}

/** Learns the calibration. Where there are few rows, or none, it stays near a prior. */
export function calibrate(rows: readonly HeldOut[]): Calibration {
  return { sharpness: fitSharpness(rows), weights: fitConfidence(rows) };
}

const ENOUGH_FOR_SHARPNESS = 3000;
const PRIOR_LOG_SHARPNESS = Math.log(1.2);

/** Golden-section search over ln sharpness for the least negative log-likelihood of the in-scope rows. */
function fitSharpness(rows: readonly HeldOut[]): number {
  const all = rows.filter(({ label }) => label >= 0);
  const inScope = all.filter((_, i) => i % Math.ceil(all.length / ENOUGH_FOR_SHARPNESS) === 0);
  const loss = (logSharpness: number): number => {
    const sharpness = Math.exp(logSharpness);
    let sum = (logSharpness - PRIOR_LOG_SHARPNESS) ** 2; // a weak prior, which decides where there are few rows
    for (const row of inScope)
      sum -= Math.log(Math.max(probabilities(row.scores, sharpness)[row.label] as number, 1e-12));
    return sum;
  };
  return Math.exp(minimise(loss, Math.log(0.2), Math.log(20)));
}

function minimise(f: (x: number) => number, from: number, to: number): number {
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [from, to];
  let a = high - golden * (high - low);
  let b = low + golden * (high - low);
  let [fa, fb] = [f(a), f(b)];
  while (high - low > 1e-3) {
    if (fa < fb) {
      [high, b, fb] = [b, a, fa];
      a = high - golden * (high - low);
      fa = f(a);
    } else {
      [low, a, fa] = [a, b, fb];
      b = low + golden * (high - low);
      fb = f(b);
    }
  }
  return (low + high) / 2;
}

/** Where the logistic regression starts, and what it is drawn to: half sure, and most of it known, is right or wrong. */
const PRIOR = [-5, 8, 2];
const PRIOR_STRENGTH = 0.2;

/**
 * Weighted logistic regression of "the best class is right" on the evidence, by Newton's method with steps halved until
 * they lower the loss: full steps alone run away where the evidence tells right from wrong sharply.
 */
function fitConfidence(rows: readonly HeldOut[]): readonly number[] {
  const inputs = rows.map(inputOf);
  const targets = rows.map((row) => Number(row.label >= 0 && bestOf(row.scores) === row.label));
  const size = PRIOR.length;
  const lossOf = (candidate: readonly number[]): number =>
    inputs.reduce(
      (sum, input, row) => {
        const margin = dot(input, candidate) * ((targets[row] as number) === 1 ? 1 : -1);
        // ln(1 + e^-margin), without overflow.
        return sum + (rows[row]?.weight as number) * (Math.max(-margin, 0) + Math.log1p(Math.exp(-Math.abs(margin))));
      },
      candidate.reduce((sum, weight, i) => sum + (PRIOR_STRENGTH / 2) * (weight - (PRIOR[i] as number)) ** 2, 0),
    );
  let weights = [...PRIOR];
  let loss = lossOf(weights);
  for (let step = 0; step < 50; step++) {
    const gradient = weights.map((weight, i) => PRIOR_STRENGTH * (weight - (PRIOR[i] as number)));
    const hessian = Array.from({ length: size }, (_, i) =>
      Array.from({ length: size }, (_unused, j) => (i === j ? PRIOR_STRENGTH : 0)),
    );
    inputs.forEach((input, row) => {
      const weight = rows[row]?.weight as number;
      const p = sigmoid(dot(input, weights));
      const slope = weight * Math.max(p * (1 - p), 1e-6);
      for (let i = 0; i < size; i++) {
        gradient[i]! += weight * (p - (targets[row] as number)) * (input[i] as number);
        const line = hessian[i] as number[];
        for (let j = 0; j < size; j++) line[j]! += slope * (input[i] as number) * (input[j] as number);
      }
    });
    const move = solve(hessian, gradient);
    let scale = 1;
    let next = weights;
    let nextLoss = Infinity;
    for (; scale > 1e-6; scale /= 2) {
      const candidate = weights.map((weight, i) => weight - scale * (move[i] as number));
      next = candidate;
      nextLoss = lossOf(next);
      if (nextLoss <= loss) break;
    }
    if (nextLoss > loss) break;
    weights = next;
    loss = nextLoss;
    if (Math.max(...move.map(Math.abs)) * scale < 1e-9) break;
  }
  return weights;
}

/** Solves a · x = b for a symmetric positive definite matrix, by Gaussian elimination. */
function solve(a: readonly (readonly number[])[], b: readonly number[]): number[] {
  const rows = a.map((line, i) => [...line, b[i] as number]);
  for (const [pivot, pivotRow] of rows.entries()) {
    for (const row of rows.slice(pivot + 1)) {
      const factor = (row[pivot] as number) / (pivotRow[pivot] as number);
      for (let j = pivot; j < row.length; j++) row[j]! -= factor * (pivotRow[j] as number);
    }
  }
  const x = b.map(() => 0);
  for (let i = b.length - 1; i >= 0; i--) {
    const row = rows[i] as number[];
    let rest = row[b.length] as number;
    for (let j = i + 1; j < b.length; j++) rest -= (row[j] as number) * (x[j] as number);
    x[i] = rest / (row[i] as number);
  }
  return x;
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
}
