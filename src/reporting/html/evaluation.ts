import type { EvalReport } from '../evaluation.js';
import { count } from '../style.js';
import { comparisonBody } from './comparison.js';
import { confusionBody } from './confusion.js';
import { curvesBody } from './curves.js';
import { goalsSection, missedGoals } from './goals.js';
import { code, markup, said, type Content, type Html } from './markup.js';
import { pageOf, tiles, verdictOf, type Section, type Tile } from './page.js';
import { bar, counted, inPercent, number, share, tableOf } from './tables.js';

export function evaluationPage(report: EvalReport): string {
  return pageOf({
    made: 'kb eval',
    title: 'Evaluation of the classifier',
    lead: methodOf(report),
    verdict: verdict(report),
    sections: evaluationSections(report),
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
    { id: 'intents', title: 'By intent', body: [byIntent(report), byLanguage(report)] },
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
      note: `Of ${number(inScope.total)} questions that the service is for, those recognised rightly; saying nothing counts as wrong (threshold ${threshold.toFixed(2)}).`,
    },
    {
      name: 'Best intent',
      value: inPercent(inScope.accuracyWithoutThreshold),
      note: 'The same if it always had to name one intent.',
    },
    {
      name: 'Out-of-scope recall',
      value: inPercent(outOfScope.recall),
      note: `Of ${number(outOfScope.total)} messages that are not for this service, those it did not take for something else.`,
    },
    {
      name: 'Joint accuracy',
      value: inPercent(joint.accuracy),
      note: 'All messages: the right intent when in scope, none when not.',
    },
    {
      name: 'Answers right',
      value: inPercent(answer.precision),
      note: `Of the messages that it is sure enough to answer alone (confidence ${answer.threshold.toFixed(2)} or more).`,
    },
    { name: 'Answered alone', value: inPercent(answer.coverage), note: 'Messages that it is so sure of.' },
    {
      name: 'Macro-F1',
      value: inPercent(inScope.macroF1),
      note: 'The mean of all intents’ F1: a rare intent counts as much as a frequent one.',
    },
    {
      name: 'Calibration error',
      value: inPercent(calibration.ece),
      note: 'How far its confidence is from how often it is right, on average. 0 is best.',
    },
  ];
}

function byIntent({ byIntent: list }: EvalReport): Html | undefined {
  return tableOf({
    id: 'by-intent',
    caption: markup`<b>By intent.</b> Precision: of what was taken for it, how much was. Recall: of what was meant, how much was recognised. F1: both in one figure.`,
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
      .map(({ intent, utterances, precision, recall, f1 }) => [
        intent === null ? 'out of scope' : code(intent),
        counted(utterances),
        share(precision),
        share(recall),
        share(f1),
        bar(f1, (f1 ?? 1) < 0.6 ? 'low' : ''),
      ]),
    filter: true,
  });
}

function byLanguage({ byLanguage: list }: EvalReport): Html | undefined {
  if (list.length < 2) return undefined;
  return tableOf({
    id: 'by-language',
    caption: markup`<b>By language.</b>`,
    columns: [
      { head: 'language' },
      { head: 'utterances', kind: 'number' },
      { head: 'in scope right', kind: 'number' },
      { head: 'out of scope refused', kind: 'number' },
      { head: 'joint', kind: 'number' },
    ],
    rows: list.map(({ language, inScope, outOfScope, joint }) => [
      language,
      counted(inScope.total + outOfScope.total),
      share(inScope.accuracy),
      share(outOfScope.recall),
      share(joint.accuracy),
    ]),
  });
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
