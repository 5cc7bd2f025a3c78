import type { Example, Recognition } from '../classifier/index.js';
import { compareText } from '../problem.js';
import type { Label } from './metrics.js';

/** An utterance that most likely stands under the wrong intent. */
export interface Suspect {
  /** Its place among the examples. */
  readonly index: number;
  readonly text: string;
  readonly language: string;
  /** Where it stands; `null`: out of scope. */
  readonly intent: Label;
  /** Where it seems to belong. */
  readonly suggested: string;
  /** How likely that is, and the label it has, to a model that saw neither. */
  readonly probability: number;
  readonly ownProbability: number;
  /** How many times likelier that is than the label it has; at most a thousand. */
  readonly times: number;
}

/** What is not among the best intents is about as likely. */
const LEAST = 1e-3;

/**
 * Finds mislabelled utterances by confident learning: a model that did not see an utterance prefers another label, and is
 * at least as sure of that one as it is on average of the utterances that carry it. The most suspect first: by how many
 * times likelier the other label is. A label drawn at random has next to no probability, where a label that a person may
 * well argue for has some. Out of scope is where an utterance may come from, but is never where it should go: many that are
 * merely hard look like that.
 *
 * @param recognitions - of each example by a model that was trained without it.
 * @see Northcutt, Jiang & Chuang 2021, "Confident Learning: Estimating Uncertainty in Dataset Labels", JAIR 70.
 */
export function suspectLabels(examples: readonly Example[], recognitions: readonly Recognition[]): readonly Suspect[] {
  const own = new Map<string, { sum: number; count: number }>();
  for (const [i, { intent }] of examples.entries()) {
    if (intent === null) continue;
    let mean = own.get(intent);
    if (!mean) own.set(intent, (mean = { sum: 0, count: 0 }));
    mean.sum += chanceOf(intent, recognitions[i]);
    mean.count += 1;
  }
  return examples
    .flatMap(({ text, language, intent }, index): Suspect[] => {
      const recognition = recognitions[index];
      const best = recognition?.alternatives[0];
      if (!recognition || !best || best.intent === intent) return [];
      const average = own.get(best.intent);
      // Written as out of scope, it must be in scope first.
      const probability = intent === null ? recognition.confidence : best.confidence;
      if (!average || probability < average.sum / average.count) return [];
      const ownProbability = intent === null ? 1 - probability : chanceOf(intent, recognition);
      const times = (probability + LEAST) / (ownProbability + LEAST);
      return [{ index, text, language, intent, suggested: best.intent, probability, ownProbability, times }];
    })
    .toSorted(
      (a, b) => b.times - a.times || compareText(a.intent ?? '', b.intent ?? '') || compareText(a.text, b.text),
    );
}

function chanceOf(intent: string, recognition: Recognition | undefined): number {
  return recognition?.alternatives.find((one) => one.intent === intent)?.confidence ?? 0;
}
