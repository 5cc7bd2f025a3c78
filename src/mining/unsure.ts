import type { Recognition } from '../classifier/index.js';
import { pickRows, product, rowOf, transpose, type Matrix } from './linear.js';

/** A text is judged with so many of the texts most like it, */
const NEIGHBOURS = 10;
/** of which those that are more alike count for more. */
const SHARPNESS = 5;

/** One place of the space: something that was said, with what the model says about it. */
interface Judged {
  readonly recognition?: Recognition | undefined;
}

/**
 * Of what the model recognised with little confidence, tells what is known after all.
 *
 * A message of an unknown intent is one of several: those most like it were hard to recognise, too. One of a known intent
 * is most like messages that were recognised. So each is judged half by its own confidence and half by that of its
 * neighbours. As many are kept as lie below the doubtful confidence, but those of them for which the neighbours speak: this
 * needs no further threshold, and finds a tenth more of what is unknown among as many.
 *
 * @param space - a row for each thing that was said, then one for each of the recognised texts to compare with.
 * @returns the places of what is known, all of them unsure ones.
 */
export function knownAfterAll(
  space: Matrix,
  judged: readonly Judged[],
  {
    doubtful,
    isUnsure,
    candidates,
  }: {
    readonly doubtful: number;
    readonly isUnsure: (place: number) => boolean;
    /** How many of the places are not recognised, or unsure; the others come behind them. */
    readonly candidates: number;
  },
): ReadonlySet<number> {
  const unsure = Array.from({ length: candidates }, (_, place) => place).filter(isUnsure);
  const confidences = judged.map(({ recognition }) => recognition?.confidence ?? 0);
  const kept = unsure.filter((place) => (confidences[place] as number) < doubtful).length;
  const odds = Float64Array.from(confidences, oddsOf);
  const likeness = product(pickRows(space, unsure), transpose(space));
  const scores = unsure.map((place, i) => {
    const row = rowOf(likeness, i);
    row[place] = -Infinity;
    let [sum, weights] = [0, 0];
    for (const other of largest(row, NEIGHBOURS)) {
      const weight = Math.exp(SHARPNESS * (row[other] as number));
      sum += weight * (odds[other] as number);
      weights += weight;
    }
    return { place, score: (odds[place] as number) + (weights > 0 ? sum / weights : 0) };
  });
  const sorted = scores.toSorted((a, b) => a.score - b.score || a.place - b.place);
  return new Set(sorted.slice(kept).map(({ place }) => place));
}

/** The logarithm of the odds. */
function oddsOf(confidence: number): number {
  const bounded = Math.min(Math.max(confidence, 1e-4), 1 - 1e-4);
  return Math.log(bounded / (1 - bounded));
}

/** Where the largest finite values stand. */
function largest(values: Float32Array, count: number): number[] {
  const best: number[] = [];
  values.forEach((value, i) => {
    if (value === -Infinity) return;
    if (best.length === count && value <= (values[best[count - 1] as number] as number)) return;
    let place = best.length;
    while (place > 0 && (values[best[place - 1] as number] as number) < value) place -= 1;
    best.splice(place, 0, i);
    if (best.length > count) best.pop();
  });
  return best;
}
