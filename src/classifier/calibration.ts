/** How raw scores become probabilities, learned from predictions on utterances that the network had not seen. */
export interface Calibration {
  /** P(intent k | in scope) = softmax(sharpness · scores). */
  readonly sharpness: number;
  /** P(in scope and best intent right) = sigmoid(offset + slope · certainty). */
  readonly offset: number;
  /** Above 0: more certainty never means less confidence. */
  readonly slope: number;
  /** What the likeness to training utterances counts in the certainty. */
  readonly likeness: number;
}

/** One in-scope message that the network had not seen: its scores and its class. */
export interface Labelled {
  readonly scores: Float32Array;
  readonly label: number;
}

/** Whether the best intent was right, and how certain the network was. */
export interface Outcome {
  readonly certainty: number;
  readonly right: boolean;
  readonly weight: number;
}

/**
 * ln Σ p² of the softmax of the scores: −ln k when all k classes are as likely, 0 when one is certain. It tells in scope
 * from out of scope better than the largest probability does.
 */
export function certaintyOf(scores: Float32Array): number {
  const top = largest(scores);
  let sum = 0;
  let squares = 0;
  for (let k = 0; k < scores.length; k++) {
    const power = Math.exp((scores[k] as number) - top);
    sum += power;
    squares += power * power;
  }
  return certaintyFrom(sum, squares);
}

/** The same from Σ e^z and Σ (e^z)². */
export function certaintyFrom(sum: number, squares: number): number {
  return Math.log(squares) - 2 * Math.log(sum);
}

function largest(scores: Float32Array): number {
  let top = -Infinity;
  for (let k = 0; k < scores.length; k++) top = Math.max(top, scores[k] as number);
  return top;
}

export function bestOf(scores: Float32Array): number {
  let best = 0;
  for (let k = 1; k < scores.length; k++) if ((scores[k] as number) > (scores[best] as number)) best = k;
  return best;
}

/** The confidence in the best class, in [0, 1). */
export function confidenceOf(certainty: number, { offset, slope }: Pick<Calibration, 'offset' | 'slope'>): number {
  return Math.min(sigmoid(offset + slope * certainty), 1 - 1e-9);
}

const ENOUGH = 3000;
/** What networks of this kind need, as if so many utterances had shown it. */
const PRIOR_SHARPNESS = 1 / 0.55;
const PRIOR_COUNT = 100;
const MOST_LOG_SHARPNESS = 1.2;

/**
 * The sharpness with the highest likelihood on the rows, drawn to a prior where there are few.
 *
 * @param utterances - How many the rows come from.
 */
export function fitSharpness(rows: readonly Labelled[], utterances: number): number {
  const step = Math.ceil(rows.length / ENOUGH);
  const some = rows.filter((_, i) => i % step === 0);
  const loss = (logSharpness: number): number => {
    const sharpness = Math.exp(logSharpness);
    let total = 0;
    for (const { scores, label } of some) {
      const top = largest(scores);
      let sum = 0;
      for (let k = 0; k < scores.length; k++) sum += Math.exp(sharpness * ((scores[k] as number) - top));
      total += Math.log(sum) - sharpness * ((scores[label] as number) - top);
    }
    return total;
  };
  const fitted = some.length > 0 ? minimise(loss, -MOST_LOG_SHARPNESS, MOST_LOG_SHARPNESS) : 0;
  const count = rows.length > 0 ? utterances : 0;
  return Math.exp((count * fitted + PRIOR_COUNT * Math.log(PRIOR_SHARPNESS)) / (count + PRIOR_COUNT));
}

/** Golden-section search. */
function minimise(f: (x: number) => number, from: number, to: number): number {
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [from, to];
  let a = high - golden * (high - low);
  let b = low + golden * (high - low);
  let [fa, fb] = [f(a), f(b)];
  while (high - low > 5e-3) {
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

/** Where the logistic regression starts, and what it is drawn to where rows are few or tell nothing. */
const PRIOR: Line = { offset: 2, slope: 1.5 };
const PRIOR_STRENGTH = 0.2;
const LEAST_SLOPE = 0.1;

type Line = Pick<Calibration, 'offset' | 'slope'>;

/**
 * Weighted logistic regression of "the best class is right" on the certainty, by Newton's method with steps halved until
 * they lower the loss: full steps alone run away where the certainty tells right from wrong sharply.
 */
export function fitConfidence(rows: readonly Outcome[]): Line {
  let line = PRIOR;
  let loss = lossOf(rows, line);
  for (let step = 0; step < 50; step++) {
    const { offset, slope } = newtonStep(rows, line);
    let scale = 1;
    let next = line;
    let nextLoss = Infinity;
    for (; scale > 1e-6; scale /= 2) {
      next = { offset: line.offset - scale * offset, slope: Math.max(line.slope - scale * slope, LEAST_SLOPE) };
      nextLoss = lossOf(rows, next);
      if (nextLoss <= loss) break;
    }
    if (nextLoss > loss) break;
    const moved = Math.max(Math.abs(next.offset - line.offset), Math.abs(next.slope - line.slope));
    line = next;
    loss = nextLoss;
    if (moved < 1e-9) break;
  }
  return line;
}

function lossOf(rows: readonly Outcome[], { offset, slope }: Line): number {
  let loss = (PRIOR_STRENGTH / 2) * ((offset - PRIOR.offset) ** 2 + (slope - PRIOR.slope) ** 2);
  for (const { certainty, right, weight } of rows) {
    const margin = (offset + slope * certainty) * (right ? 1 : -1);
    // ln(1 + e^-margin), without overflow.
    loss += weight * (Math.max(-margin, 0) + Math.log1p(Math.exp(-Math.abs(margin))));
  }
  return loss;
}

function newtonStep(rows: readonly Outcome[], { offset, slope }: Line): Line {
  let gradientOffset = PRIOR_STRENGTH * (offset - PRIOR.offset);
  let gradientSlope = PRIOR_STRENGTH * (slope - PRIOR.slope);
  let a = PRIOR_STRENGTH;
  let b = 0;
  let c = PRIOR_STRENGTH;
  for (const { certainty, right, weight } of rows) {
    const p = sigmoid(offset + slope * certainty);
    const error = weight * (p - Number(right));
    gradientOffset += error;
    gradientSlope += error * certainty;
    const curve = weight * Math.max(p * (1 - p), 1e-6);
    a += curve;
    b += curve * certainty;
    c += curve * certainty * certainty;
  }
  const determinant = a * c - b * b;
  return {
    offset: (c * gradientOffset - b * gradientSlope) / determinant,
    slope: (a * gradientSlope - b * gradientOffset) / determinant,
  };
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
