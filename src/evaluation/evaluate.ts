import { answersFrom, type Recognition, type Thresholds } from '../classifier/index.js';
import { f1Interval, shareOf } from '../interval.js';
import { compareText } from '../problem.js';
import { foldForComparison } from '../text/index.js';
import { areaUnderRisk, calibrationBins, riskCoverage, type CalibrationBin, type RiskPoint } from './curves.js';
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
import {
  byLanguage,
  byLength,
  bySegment,
  figuresOf,
  isBestRight,
  type LanguageFigures,
  type LengthFigures,
  type SegmentFigures,
} from './slices.js';

/** One utterance with its gold intent and what the classifier made of it. */
export interface EvaluatedUtterance {
  readonly text: string;
  readonly language: string;
  /** `null`: out of scope. */
  readonly expected: Label;
  readonly recognition: Recognition;
  /** `false`: another system's, which tells none; the figures that need one are then undefined. */
  readonly hasConfidence?: boolean;
  /** Of the customers who say it, where that is known. */
  readonly segment?: string;
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
    /** The area under the risk-coverage curve: the mean share of wrong answers over all coverages. */
    readonly aurc: number | null;
    readonly threshold: number;
    readonly answer: {
      readonly threshold: number;
      readonly precision: number | null;
      readonly coverage: number | null;
    };
  };
  readonly byIntent: readonly IntentFigures[];
  readonly byLanguage: readonly LanguageFigures[];
  readonly bySegment: readonly SegmentFigures[];
  readonly byLength: readonly LengthFigures[];
  readonly confusions: readonly Confusion[];
  /** The curves' points; none where no confidence is told. */
  readonly curves: { readonly calibration: readonly CalibrationBin[]; readonly riskCoverage: readonly RiskPoint[] };
}

export interface IntentFigures {
  readonly intent: Label;
  readonly utterances: number;
  readonly predicted: number;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
  /** 95 %, Wilson; `null` where the figure is undefined. */
  readonly precisionInterval: Interval | null;
  readonly recallInterval: Interval | null;
  readonly f1Interval: Interval | null;
}

type Interval = readonly [low: number, high: number];

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
    right: isBestRight(row),
  }));
  const answers = (told ? rows : []).map((row) => ({ confidence: confidenceOf(row), right: isBestRight(row) }));
  const figures = figuresOf(rows);
  const abstained = scores.find(({ label }) => label === null);
  const answered = rows.filter(
    ({ recognition }) =>
      recognition.intent !== null && recognition.confidence >= answersFrom(thresholds, recognition.intent),
  );
  return {
    summary: {
      utterances: rows.length,
      inScope: { ...figures.inScope, ...meanF1(scores) },
      outOfScope: {
        ...figures.outOfScope,
        precision: abstained?.precision ?? null,
        auroc: told ? auroc(inScope.map(confidenceOf), outOfScope.map(confidenceOf)) : null,
      },
      joint: figures.joint,
      mcc: matthews(outcomes),
      calibration: { ece: calibrationError(forecasts), brier: brierScore(forecasts) },
      aurc: areaUnderRisk(answers),
      threshold: thresholds.recognised,
      answer: {
        threshold: thresholds.answer,
        precision: ratio(answered.filter(isBestRight).length, answered.length),
        coverage: ratio(answered.length, rows.length),
      },
    },
    byIntent: scores.map(intentFigures),
    byLanguage: byLanguage(rows),
    bySegment: bySegment(rows),
    byLength: byLength(rows),
    confusions: confusionsOf(rows),
    curves: { calibration: calibrationBins(forecasts), riskCoverage: riskCoverage(answers) },
  };
}

function intentFigures({ label, support, predicted, precision, recall, f1, right }: LabelScore): IntentFigures {
  return {
    intent: label,
    utterances: support,
    predicted,
    precision,
    recall,
    f1,
    precisionInterval: shareOf(right, predicted).interval,
    recallInterval: shareOf(right, support).interval,
    f1Interval: f1Interval(right, support, predicted),
  };
}

function outcomeOf({ expected, recognition }: EvaluatedUtterance): Outcome {
  return { expected, predicted: recognition.intent };
}

function confidenceOf({ recognition }: EvaluatedUtterance): number {
  return recognition.confidence;
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
