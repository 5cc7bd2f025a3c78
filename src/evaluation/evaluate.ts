import type { Recognition, Thresholds } from '../classifier/index.js';
import { compareText } from '../problem.js';
import { foldForComparison } from '../text/index.js';
import {
  auroc,
  brierScore,
  calibrationError,
  matthews,
  ratio,
  scoreLabels,
  type Label,
  type LabelScore,
  type Outcome,
} from './metrics.js';

/** One utterance with its gold intent and what the classifier made of it. */
export interface EvaluatedUtterance {
  readonly text: string;
  readonly language: string;
  /** `null`: out of scope. */
  readonly expected: Label;
  readonly recognition: Recognition;
  /** `false`: another system's, which tells none; the figures that need one are then undefined. */
  readonly hasConfidence?: boolean;
}

/** All figures of one evaluation. Shares are in [0, 1]; `null` is a figure that these data leave undefined. */
export interface Evaluation {
  readonly summary: {
    readonly utterances: number;
    readonly inScope: {
      readonly total: number;
      /** The right intent at the `recognised` threshold; an abstention is wrong. */
      readonly accuracy: number | null;
      readonly accuracyWithoutThreshold: number | null;
      readonly macroF1: number | null;
      readonly weightedF1: number | null;
    };
    readonly outOfScope: {
      readonly total: number;
      readonly recall: number | null;
      readonly precision: number | null;
      /** Of the confidence, in scope against out of scope. */
      readonly auroc: number | null;
    };
    /** Right intent when in scope, abstained when not. */
    readonly joint: { readonly accuracy: number | null };
    readonly mcc: number | null;
    readonly calibration: { readonly ece: number | null; readonly brier: number | null };
    readonly threshold: number;
    readonly answer: {
      readonly threshold: number;
      readonly precision: number | null;
      readonly coverage: number | null;
    };
  };
  readonly byIntent: readonly IntentFigures[];
  readonly byLanguage: readonly LanguageFigures[];
  readonly confusions: readonly Confusion[];
}

export interface IntentFigures {
  readonly intent: Label;
  readonly utterances: number;
  readonly predicted: number;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
}

export interface LanguageFigures {
  readonly language: string;
  readonly inScope: {
    readonly total: number;
    readonly accuracy: number | null;
    readonly accuracyWithoutThreshold: number | null;
  };
  readonly outOfScope: { readonly total: number; readonly recall: number | null };
  readonly joint: { readonly accuracy: number | null };
}

/** A wrong prediction with how often it happened. `null`: out of scope, or abstained. */
export interface Confusion {
  readonly expected: Label;
  readonly predicted: Label;
  readonly count: number;
  /** Up to three of the sentences, the most confident mistakes first. */
  readonly examples: readonly string[];
}

/**
 * Measures recognitions against gold intents.
 *
 * `accuracy`, `joint`, `mcc` and the F1s use what was recognised at the threshold. macro-F1 is the plain mean over the
 * intents that occur as gold or predicted (Opitz & Burst 2019, arXiv:1911.03347), weighted F1 the mean by support.
 * Calibration is over in-scope rows: the top intent's probability against whether it is right.
 */
export function evaluate(utterances: readonly EvaluatedUtterance[], thresholds: Thresholds): Evaluation {
  // In one order, whatever the order of the files: sums of floating-point numbers depend on it in the last digit.
  const rows = utterances.toSorted(
    (a, b) =>
      compareText(a.expected ?? '', b.expected ?? '') ||
      compareText(a.language, b.language) ||
      compareText(a.text, b.text) ||
      confidenceOf(a) - confidenceOf(b),
  );
  const outcomes = rows.map(outcomeOf);
  const scores = scoreLabels(outcomes);
  const inScope = rows.filter(({ expected }) => expected !== null);
  const outOfScope = rows.filter(({ expected }) => expected === null);
  const told = rows.every(({ hasConfidence }) => hasConfidence !== false);
  const forecasts = (told ? inScope : []).map((row) => ({
    probability: row.recognition.alternatives[0]?.confidence ?? 0,
    right: isTopRight(row),
  }));
  const abstained = scores.find(({ label }) => label === null);
  const answered = rows.filter(
    ({ recognition }) => recognition.intent !== null && recognition.confidence >= thresholds.answer,
  );
  return {
    summary: {
      utterances: rows.length,
      inScope: { ...inScopeFigures(rows), ...meanF1(scores) },
      outOfScope: {
        ...outOfScopeFigures(rows),
        precision: abstained?.precision ?? null,
        auroc: told ? auroc(inScope.map(confidenceOf), outOfScope.map(confidenceOf)) : null,
      },
      joint: { accuracy: jointAccuracy(outcomes) },
      mcc: matthews(outcomes),
      calibration: { ece: calibrationError(forecasts), brier: brierScore(forecasts) },
      threshold: thresholds.recognised,
      answer: {
        threshold: thresholds.answer,
        precision: ratio(answered.filter(isTopRight).length, answered.length),
        coverage: ratio(answered.length, rows.length),
      },
    },
    byIntent: scores.map(({ label, support, ...score }) => ({ intent: label, utterances: support, ...score })),
    byLanguage: [...new Set(rows.map(({ language }) => language))].toSorted(compareText).map((language) => {
      const own = rows.filter((row) => row.language === language);
      return {
        language,
        inScope: inScopeFigures(own),
        outOfScope: outOfScopeFigures(own),
        joint: { accuracy: jointAccuracy(own.map(outcomeOf)) },
      };
    }),
    confusions: confusionsOf(rows),
  };
}

function outcomeOf({ expected, recognition }: EvaluatedUtterance): Outcome {
  return { expected, predicted: recognition.intent };
}

function confidenceOf({ recognition }: EvaluatedUtterance): number {
  return recognition.confidence;
}

function isTopRight({ expected, recognition }: EvaluatedUtterance): boolean {
  return expected !== null && recognition.alternatives[0]?.intent === expected;
}

function inScopeFigures(rows: readonly EvaluatedUtterance[]): LanguageFigures['inScope'] {
  const inScope = rows.filter(({ expected }) => expected !== null);
  return {
    total: inScope.length,
    accuracy: ratio(
      inScope.filter(({ expected, recognition }) => recognition.intent === expected).length,
      inScope.length,
    ),
    accuracyWithoutThreshold: ratio(inScope.filter(isTopRight).length, inScope.length),
  };
}

function outOfScopeFigures(rows: readonly EvaluatedUtterance[]): LanguageFigures['outOfScope'] {
  const outOfScope = rows.filter(({ expected }) => expected === null);
  return {
    total: outOfScope.length,
    recall: ratio(outOfScope.filter(({ recognition }) => recognition.intent === null).length, outOfScope.length),
  };
}

function jointAccuracy(outcomes: readonly Outcome[]): number | null {
  return ratio(outcomes.filter(({ expected, predicted }) => expected === predicted).length, outcomes.length);
}

function meanF1(scores: readonly LabelScore[]): { macroF1: number | null; weightedF1: number | null } {
  const intents = scores.filter(({ label }) => label !== null);
  const support = intents.reduce((sum, score) => sum + score.support, 0);
  return {
    macroF1: ratio(
      intents.reduce((sum, { f1 }) => sum + (f1 ?? 0), 0),
      intents.length,
    ),
    weightedF1: ratio(
      intents.reduce((sum, score) => sum + (score.f1 ?? 0) * score.support, 0),
      support,
    ),
  };
}

function confusionsOf(rows: readonly EvaluatedUtterance[]): readonly Confusion[] {
  const groups = new Map<string, { expected: Label; predicted: Label; rows: EvaluatedUtterance[] }>();
  for (const row of rows) {
    const { expected, predicted } = outcomeOf(row);
    if (expected === predicted) continue;
    const key = JSON.stringify([expected, predicted]);
    const group = groups.get(key);
    if (group) group.rows.push(row);
    else groups.set(key, { expected, predicted, rows: [row] });
  }
  return [...groups]
    .toSorted(([keyA, a], [keyB, b]) => b.rows.length - a.rows.length || compareText(keyA, keyB))
    .map(([, { expected, predicted, rows: wrong }]) => ({
      expected,
      predicted,
      count: wrong.length,
      examples: wrong
        .toSorted((a, b) => confidenceOf(b) - confidenceOf(a) || compareText(a.text, b.text))
        .slice(0, 3)
        .map(({ text }) => text),
    }));
}

/** How many of `texts` also stand in training, case, accents and punctuation aside: they measure memory, not skill. */
export function countLeaks(training: Iterable<string>, texts: Iterable<string>): number {
  const known = new Set([...training].map(foldForComparison));
  return [...texts].filter((text) => known.has(foldForComparison(text))).length;
}
