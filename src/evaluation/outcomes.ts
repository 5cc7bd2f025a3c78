import { compareText } from '../problem.js';
import type { Recognised, PairedOutcome } from './comparison.js';
import type { EvaluatedUtterance } from './evaluate.js';
import type { Label } from './metrics.js';

/** What was made of one utterance, as a report keeps it to be compared with later. */
export interface SavedOutcome {
  readonly text: string;
  readonly language: string;
  /** `null`: out of scope. */
  readonly expected: Label;
  /** `null`: abstained. */
  readonly predicted: Label;
  /** The best intent, even where it abstained. */
  readonly best: Label;
  readonly confidence: number | null;
}

/** The utterances' outcomes, in an order of their own; confidences have six decimals. */
export function outcomesOf(rows: readonly EvaluatedUtterance[]): readonly SavedOutcome[] {
  return rows
    .map(({ text, language, expected, recognition, hasConfidence }) => ({
      text,
      language,
      expected,
      predicted: recognition.intent,
      best: recognition.alternatives[0]?.intent ?? null,
      confidence: hasConfidence === false ? null : Math.round(recognition.confidence * 1e6) / 1e6,
    }))
    .toSorted(
      (a, b) =>
        Number(a.expected === null) - Number(b.expected === null) ||
        compareText(a.expected ?? '', b.expected ?? '') ||
        compareText(a.language, b.language) ||
        compareText(a.text, b.text),
    );
}

/** What a training made of the held-out utterances, and from which confidence on it recognised; `null`: unknown. */
export interface TrainedOutcomes {
  readonly outcomes: readonly SavedOutcome[];
  readonly threshold: number | null;
}

/**
 * What most of several trainings on the same utterances, from other seeds, make of each held-out utterance: the luck of a
 * single one is gone. Where each makes something else of it, the first counts; confidences and thresholds are the middle one.
 *
 * @param trainings - of the same held-out utterances in the same order, as `outcomesOf` gives them.
 */
export function mostOutcomes(trainings: readonly TrainedOutcomes[]): TrainedOutcomes {
  const [first] = trainings;
  if (!first) throw new Error('there is no training');
  const outcomes = first.outcomes.map((outcome, i): SavedOutcome => {
    const all = trainings.map((one) => one.outcomes[i] ?? outcome);
    return {
      ...outcome,
      predicted: mostFrequent(all.map(({ predicted }) => predicted)),
      best: mostFrequent(all.map(({ best }) => best)),
      confidence: middle(all.map(({ confidence }) => confidence)),
    };
  });
  return { outcomes, threshold: middle(trainings.map(({ threshold }) => threshold)) };
}

/** The one that occurs most often; of several the first. */
function mostFrequent(labels: readonly Label[]): Label {
  const times = (label: Label): number => labels.filter((one) => one === label).length;
  return labels.reduce((most, label) => (times(label) > times(most) ? label : most), labels[0] ?? null);
}

function middle(values: readonly (number | null)[]): number | null {
  const known = values.flatMap((value) => value ?? []).toSorted((a, b) => a - b);
  return known[known.length >> 1] ?? null;
}

/**
 * Holds saved outcomes beside those of now, by text and language. Both are judged by what is expected now: a label that was
 * mended meanwhile counts for both.
 *
 * @returns The pairs, and how many utterances of now have no outcome from before.
 */
export function pairOutcomes(
  now: readonly SavedOutcome[],
  before: readonly SavedOutcome[],
): { readonly pairs: readonly PairedOutcome[]; readonly unpaired: number } {
  const key = ({ text, language }: SavedOutcome): string => `${language}\n${text}`;
  const known = new Map(before.map((outcome) => [key(outcome), outcome]));
  const pairs = now.flatMap((outcome): PairedOutcome[] => {
    const old = known.get(key(outcome));
    if (!old) return [];
    const { text, language, expected } = outcome;
    return [{ text, language, expected, before: recognised(old), after: recognised(outcome) }];
  });
  return { pairs, unpaired: now.length - pairs.length };
}

function recognised({ predicted, best, confidence }: SavedOutcome): Recognised {
  return { intent: predicted, best, confidence };
}
