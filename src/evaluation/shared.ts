import { createHash } from 'node:crypto';
import type { Example } from '../classifier/index.js';
import { compareText } from '../problem.js';

/** Which utterances a model learned from, small enough to be kept in a report. */
export interface TrainingSketch {
  readonly utterances: number;
  /** The least hashes of the distinct labelled utterances, in order; all of them where there are no more. */
  readonly hashes: readonly string[];
}

const KEPT = 256;

/** @see Broder 1997, "On the resemblance and containment of documents": the least hashes are a fair sample. */
export function trainingSketch(examples: readonly Example[]): TrainingSketch {
  const hashes = examples.map(({ text, intent, language }) =>
    createHash('sha256')
      .update(JSON.stringify([text, intent, language]))
      .digest('hex')
      .slice(0, 12),
  );
  const distinct = [...new Set(hashes)].toSorted(compareText);
  return { utterances: distinct.length, hashes: distinct.slice(0, KEPT) };
}

/**
 * The share of the larger one's utterances that both learned from, in [0, 1]; exact for small sets, else within some 3
 * points.
 */
export function sharedTraining(a: TrainingSketch, b: TrainingSketch): number {
  const larger = Math.max(a.utterances, b.utterances);
  if (larger === 0) return 1;
  // The least hashes of the union: those of either, as far as neither list is cut off.
  const union = [...new Set([...a.hashes, ...b.hashes])].toSorted(compareText);
  const whole = a.utterances <= KEPT && b.utterances <= KEPT;
  const sample = whole ? union : union.slice(0, KEPT);
  const [inA, inB] = [new Set(a.hashes), new Set(b.hashes)];
  const resemblance = sample.filter((hash) => inA.has(hash) && inB.has(hash)).length / sample.length;
  const both = (resemblance * (a.utterances + b.utterances)) / (1 + resemblance);
  return Math.min(1, both / larger);
}
