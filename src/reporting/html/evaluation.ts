import type { EvalReport } from '../evaluation.js';
import { count } from '../style.js';
import { comparisonBody } from './comparison.js';
import { confusionBody } from './confusion.js';
import { curvesBody } from './curves.js';
import { goalsSection, missedGoals } from './goals.js';
import { code, markup, said, type Content, type Html } from './markup.js';
import { pageOf, tiles, verdictOf, type Section, type Tile } from './page.js';
import { howOf, meaningOf, meaningsSection } from './meanings.js';
import { bar, counted, inPercent, number, share, shareWithin, tableOf, type Cell } from './tables.js';

export function evaluationPage(report: EvalReport): string {
  return pageOf({
    made: 'kb eval',
    title: 'Evaluation of the classifier',
    lead: methodOf(report),
    verdict: verdict(report),
    sections: [...evaluationSections(report), meaningsSection(EVALUATION_FIGURES)],
  });
}

/** Fails as the gate does: on a real loss, and on missed goals. */
function verdict({ goals, comparison }: EvalReport): Content {
  if (goals.length === 0 && !comparison) return undefined;
  const missed = missedGoals(goals);
  const hasLost = comparison?.verdict === 'worse';
  const words = [
    ...(hasLost ? ['Worse than before'] : []),
    ...(missed.length > 0 ? [`${count(missed.length, 'goal')} missed`] : []),
  ];
  return verdictOf(words.length === 0, words.length === 0 ? 'No gate fails' : words.join(', '), missed);
}

export function evaluationSections(report: EvalReport): readonly Section[] {
  const labels = report.byIntent.map(({ intent }) => intent);
  return [
    { id: 'evaluation-in-short', title: 'In short', body: tiles(figures(report)) },
    goalsSection(report.goals),
    {
      id: 'comparison',
      title: 'What changed',
      body: report.comparison && comparisonBody(report.comparison),
    },
    { id: 'confidence', title: 'Can its confidence be trusted?', body: curvesBody(report) },
    { id: 'intents', title: 'By intent', body: [byIntent(report), bySlice(report)] },
    { id: 'mistakes', title: 'Mistakes', body: [confusionBody(report.confusions, labels), mistakes(report)] },
  ];
}

/** What was measured, on what. */
export function methodOf({ method, summary, model, leaks }: EvalReport): Content {
  const on = count(summary.utterances, 'utterance');
  const trained =
    leaks > 0 && ` ${number(leaks)} of them ${leaks === 1 ? 'is' : 'are'} also trained on: kb lint says which.`;
  switch (method.kind) {
    case 'heldout':
      return [`Measured on ${on} held out, model `, code(model.hash?.slice(0, 12) ?? ''), '.', trained];
    case 'folds':
      return [`Measured on ${on} by cross-validation in ${method.folds} folds.`];
    case 'predictions':
      return [`Measured on ${on} held out, predictions of `, code(method.file), '.', trained];
  }
}

function figures({ summary }: EvalReport): readonly Tile[] {
  const { inScope, outOfScope, joint, answer, calibration, threshold } = summary;
  return [
    {
      name: 'In-scope accuracy',
      value: inPercent(inScope.accuracy),
      note: meaningOf('in-scope-accuracy', `Of ${number(inScope.total)}, from confidence ${threshold.toFixed(2)} on.`),
    },
    { name: 'Best intent right', value: inPercent(inScope.accuracyWithoutThreshold), note: meaningOf('best-intent') },
    {
      name: 'Out-of-scope recall',
      value: inPercent(outOfScope.recall),
      note: meaningOf('out-of-scope-recall', `Of ${number(outOfScope.total)}.`),
    },
    { name: 'Joint accuracy', value: inPercent(joint.accuracy), note: meaningOf('joint-accuracy') },
    {
      name: 'Answers right',
      value: inPercent(answer.precision),
      note: meaningOf('answer-precision', `From confidence ${answer.threshold.toFixed(2)} on.`),
    },
    { name: 'Answered alone', value: inPercent(answer.coverage), note: meaningOf('answer-coverage') },
    { name: 'Macro-F1', value: inPercent(inScope.macroF1), note: meaningOf('macro-f1') },
    { name: 'Calibration error', value: inPercent(calibration.ece), note: meaningOf('ece') },
  ];
}

/** The figures of an evaluation that a page shows, by their names in `kb explain metric/NAME`. */
export const EVALUATION_FIGURES = [
  'in-scope-accuracy',
  'best-intent',
  'out-of-scope-recall',
  'joint-accuracy',
  'answer-precision',
  'answer-coverage',
  'precision',
  'recall',
  'f1',
  'macro-f1',
  'ece',
  'risk-coverage',
  'difference',
  'p-value',
];

function byIntent({ byIntent: list }: EvalReport): Html | undefined {
  return tableOf({
    id: 'by-intent',
    caption: markup`<b>By intent,</b> the weakest first, with 95 % intervals: of few utterances they are wide. Precision: when it is recognised, how often that is right. Recall: how many of its sentences are recognised. F1: both in one. ${howOf('f1', 'F1')}`,
    columns: [
      { head: 'intent' },
      { head: 'utterances', kind: 'number' },
      { head: 'precision', kind: 'number' },
      { head: 'recall', kind: 'number' },
      { head: 'F1', kind: 'number' },
      { head: '', kind: 'bar' },
    ],
    rows: list
      .toSorted((a, b) => (a.f1 ?? 2) - (b.f1 ?? 2))
      .map(({ intent, utterances, precision, precisionInterval, recall, recallInterval, f1, f1Interval }) => [
        intent === null ? 'out of scope' : code(intent),
        counted(utterances),
        shareWithin(precision, precisionInterval),
        shareWithin(recall, recallInterval),
        shareWithin(f1, f1Interval),
        bar(f1, (f1 ?? 1) < 0.6 ? 'low' : ''),
      ]),
    filter: true,
  });
}

type Slice = EvalReport['byLength'][number] | EvalReport['byLanguage'][number] | EvalReport['bySegment'][number];

/** By language, segment and length, where there is more than one of them. */
function bySlice({ byLanguage, bySegment, byLength }: EvalReport): Html | undefined {
  const row = (kind: string, name: string, { inScope, outOfScope, joint }: Slice): Cell[] => [
    name,
    kind,
    counted(inScope.total + outOfScope.total),
    share(inScope.accuracy),
    share(inScope.accuracyWithoutThreshold),
    share(outOfScope.recall),
    share(joint.accuracy),
  ];
  const rows = [
    byLanguage.map((one) => row('language', one.language, one)),
    bySegment.map((one) => row('segment', one.segment, one)),
    byLength.map((one) => row('length', wordsOf(one), one)),
  ];
  return tableOf({
    id: 'by-slice',
    caption: markup`<b>By language, by segment, by length,</b> where these are told.`,
    columns: [
      { head: 'utterances of' },
      { head: 'kind', kind: 'line' },
      { head: 'utterances', kind: 'number' },
      { head: 'in scope right', kind: 'number' },
      { head: 'best intent right', kind: 'number' },
      { head: 'out of scope refused', kind: 'number' },
      { head: 'joint', kind: 'number' },
    ],
    rows: rows.filter((some) => some.length > 1).flat(),
  });
}

function wordsOf({ from, to }: EvalReport['byLength'][number]): string {
  if (to === null) return `${from} words or more`;
  return from === 0 ? `up to ${to} words` : `${from} to ${to} words`;
}

/** All that went wrong, the surest mistakes first: a wrong label is often among them. */
function mistakes({ outcomes }: EvalReport): Html | undefined {
  const wrong = outcomes.filter(({ expected, predicted }) => expected !== predicted);
  return tableOf({
    id: 'all-mistakes',
    caption: markup`<b>Every mistake,</b> the surest first: wrongly labelled sentences are often among these.`,
    columns: [
      { head: 'utterance', kind: 'text' },
      { head: 'meant', choose: true },
      { head: 'recognised', choose: true },
      { head: 'best intent' },
      { head: 'confidence', kind: 'number' },
      { head: 'language', kind: 'line', choose: true },
    ],
    rows: wrong
      .toSorted((a, b) => (b.confidence ?? 0) - (a.confidence ?? 0))
      .map(({ text, language, expected, predicted, best, confidence }) => [
        said(text),
        expected === null ? 'out of scope' : code(expected),
        predicted === null ? 'not recognised' : code(predicted),
        best === null ? '–' : code(best),
        { show: confidence === null ? '–' : confidence.toFixed(2), by: confidence },
        language,
      ]),
    most: 1500,
    filter: true,
  });
}
