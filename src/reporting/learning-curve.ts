import type { IntentCurve, LearningCurve } from '../evaluation/index.js';
import { printable } from '../text/index.js';
import { markdownCell } from './markup.js';
import { colors, count, percent, table, type Style } from './style.js';
import { jsonText } from './json.js';

/** Everything that `kb eval --learning-curve` says. */
export interface LearningCurveReport extends LearningCurve {
  readonly method: { readonly kind: 'heldout' } | { readonly kind: 'fold'; readonly folds: number };
  readonly tested: number;
}

/** Intents shown to people; JSON has all. */
const SHOWN = 12;

export const learningCurveReporters = {
  json({ method, tested, points, expected, byIntent }: LearningCurveReport): string {
    const contract = { schema: 'kb.learning-curve/1', method, tested, points, expected, byIntent };
    return jsonText(contract);
  },

  table(report: LearningCurveReport, style: Style): string {
    const heading = (text: string): string => `\n${colors(style).bold(text)}`;
    const right = (head: readonly string[]): ('left' | 'right')[] => head.map((_, i) => (i === 0 ? 'left' : 'right'));
    const intents = intentRows(report.byIntent, printable);
    const blocks = [
      `${methodInWords(report)}.`,
      heading('All intents'),
      table(HEAD, pointRows(report), right(HEAD), style),
      ...(intents.length === 0
        ? []
        : [heading('Where more utterances bring the most'), table(INTENT_HEAD, intents, right(INTENT_HEAD), style)]),
      '',
      NOTE,
    ];
    return `${blocks.join('\n')}\n`;
  },

  markdown(report: LearningCurveReport): string {
    const rows = (head: readonly string[], body: readonly (readonly string[])[]): string[] => [
      `| ${head.join(' | ')} |`,
      `| --- |${' ---: |'.repeat(head.length - 1)}`,
      ...body.map((row) => `| ${row.join(' | ')} |`),
    ];
    const lines = ['## Learning curve', '', `${methodInWords(report)}.`, '', ...rows(HEAD, pointRows(report))];
    const intents = intentRows(report.byIntent, markdownCell);
    if (intents.length > 0)
      lines.push('', '### Where more utterances bring the most', '', ...rows(INTENT_HEAD, intents));
    return `${[...lines, '', NOTE].join('\n')}\n`;
  },
};

const HEAD = ['part', 'utterances', 'best intent right', 'recognised rightly', 'out of scope refused', 'joint'];
const INTENT_HEAD = ['intent', 'utterances', 'measured on', '25 %', '50 %', '75 %', '100 %', 'with twice'];
export const NOTE =
  '"Twice" continues the curve by a power law: a guess from four trainings, good to some 5 points in all, 8 for a single intent.';

export function methodInWords({ method, tested }: LearningCurveReport): string {
  const on = count(tested, 'utterance');
  return method.kind === 'heldout'
    ? `Measured on ${on} held out`
    : `Measured on ${on}, one fold of ${method.folds} that is not trained on`;
}

function pointRows({ points, expected }: LearningCurve): readonly (readonly string[])[] {
  const rows = points.map((point) => [
    `${Math.round(point.share * 100)} %`,
    point.utterances.toLocaleString('en'),
    percent(point.accuracyWithoutThreshold),
    percent(point.accuracy),
    percent(point.outOfScopeRecall),
    percent(point.jointAccuracy),
  ]);
  const all = points.at(-1)?.utterances ?? 0;
  if (!expected) return rows;
  const twice = ['twice', (2 * all).toLocaleString('en'), `about ${percent(expected.accuracyWithoutThreshold)}`];
  return [...rows, [...twice, '', '', '']];
}

function intentRows(byIntent: readonly IntentCurve[], safe: (text: string) => string): readonly (readonly string[])[] {
  return byIntent
    .filter(
      ({ expected, accuracyWithoutThreshold }) =>
        expected !== null && expected.accuracyWithoutThreshold - (accuracyWithoutThreshold.at(-1) ?? 0) >= 0.005,
    )
    .slice(0, SHOWN)
    .map(({ intent, utterances, tested, accuracyWithoutThreshold, expected }) => [
      safe(intent),
      String(utterances),
      String(tested),
      ...accuracyWithoutThreshold.map(percent),
      `about ${percent(expected?.accuracyWithoutThreshold ?? null)}`,
    ]);
}
