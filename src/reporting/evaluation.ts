import type {
  Evaluation,
  GoalResult,
  LengthFigures,
  SavedOutcome,
  SliceFigures,
  TrainingSketch,
} from '../evaluation/index.js';
import { jsonLine, jsonText } from './json.js';
import { printable } from '../text/index.js';
import { comparisonContract, comparisonMarkdown, comparisonTable, type ComparisonReport } from './comparison.js';
import { markdownCell } from './markup.js';
import { colors, count, percent, quote, table, type Style } from './style.js';

/** Everything that `kb eval` says. */
export interface EvalReport extends Evaluation {
  readonly model: {
    readonly hash: string | null;
    /** What it learned from; absent for another system. */
    readonly trainedOn?: TrainingSketch;
  };
  readonly method:
    | { readonly kind: 'heldout' }
    | { readonly kind: 'folds'; readonly folds: number }
    | { readonly kind: 'predictions'; readonly file: string };
  /** Held-out utterances that are also trained on. */
  readonly leaks: number;
  readonly goals: readonly GoalResult[];
  /** What was made of each utterance. */
  readonly outcomes: readonly SavedOutcome[];
  /** With `--against`. */
  readonly comparison?: ComparisonReport;
}

export const evalReporters = {
  json(report: EvalReport): string {
    const { model, method, summary, leaks, byIntent, byLanguage, confusions, goals, comparison, outcomes } = report;
    const { bySegment, byLength, curves } = report;
    const contract = {
      schema: 'kb.eval/1',
      model,
      method,
      summary: { ...summary, leaks },
      byIntent,
      byLanguage,
      bySegment,
      byLength,
      confusions,
      curves,
      goals,
      ...(comparison && { comparison: comparisonContract(comparison) }),
    };
    // A line for each outcome: they are many, and two reports differ by lines.
    const lines = outcomes.map((outcome) => `\n    ${jsonLine(outcome)}`).join(',');
    const text = jsonText(contract).slice(0, -'\n}\n'.length);
    return `${text},\n  "outcomes": [${lines}${lines === '' ? '' : '\n  '}]\n}\n`;
  },

  table(report: EvalReport, style: Style): string {
    const { summary, byIntent, byLanguage, confusions, leaks } = report;
    const heading = (text: string): string => `\n${colors(style).bold(text)}`;
    const blocks = [
      `${methodInWords(report)}${leaks === 0 ? '' : `; ${leaks} of them ${leaks === 1 ? 'is' : 'are'} also trained on (kb lint says which)`}`,
      heading('Figures'),
      table(
        ['', '', ''],
        figures(report).map(([name, value, id]) => [name, value, colors(style).dim(`metric/${id}`)]),
        ['left', 'right', 'left'],
        style,
      )
        .split('\n')
        .slice(1)
        .join('\n'),
      colors(style).dim('`kb explain metric/…` says what a figure means.'),
    ];
    const slices = [
      ['By language', 'language', byLanguage.map((one) => [one.language, one] as const)],
      ['By segment', 'segment', report.bySegment.map((one) => [printable(one.segment), one] as const)],
      ['By length', 'words', report.byLength.map((one) => [lengthInWords(one), one] as const)],
    ] as const;
    for (const [title, name, rows] of slices) {
      if (rows.length > 1) blocks.push(heading(title), sliceTable(name, rows, style));
    }
    const weakest = byIntent
      .filter(({ intent, utterances, f1 }) => intent !== null && utterances > 0 && (f1 ?? 1) < 1)
      .toSorted((a, b) => (a.f1 ?? 0) - (b.f1 ?? 0))
      .slice(0, 8)
      .map(({ intent, utterances, precision, recall, f1, f1Interval }) => [
        printable(intent ?? ''),
        String(utterances),
        percent(precision),
        percent(recall),
        percent(f1),
        f1Interval ? `${percent(f1Interval[0])} to ${percent(f1Interval[1])}` : '',
      ]);
    if (weakest.length > 0) {
      const head = ['intent', 'utterances', 'precision', 'recall', 'F1', '95 %'];
      blocks.push(
        heading('Weakest intents'),
        table(head, weakest, ['left', 'right', 'right', 'right', 'right', 'right'], style),
      );
    }
    if (confusions.length > 0) {
      const width = Math.max(20, Math.min(60, style.width - 60));
      const rows = confusions
        .slice(0, 8)
        .map(({ expected, predicted, count: times, examples }) => [
          String(times),
          printable(expected ?? '(out of scope)'),
          printable(predicted ?? '(not recognised)'),
          quote(examples[0] ?? '', width),
        ]);
      const head = ['times', 'should be', 'taken for', 'for example'];
      blocks.push(heading('Most frequent mistakes'), table(head, rows, ['right', 'left', 'left', 'left'], style));
    }
    if (report.comparison) blocks.push(...comparisonTable(report.comparison, style));
    if (report.goals.length > 0) blocks.push(heading('Goals'), goalTable(report.goals, style));
    if (summary.utterances === 0) blocks.push('', 'There is nothing to measure yet.');
    return `${blocks.join('\n')}\n`;
  },

  markdown(report: EvalReport): string {
    const lines = [
      '## Evaluation',
      '',
      `${methodInWords(report)}.`,
      '',
      '| figure | | `kb explain` |',
      '| --- | ---: | --- |',
    ];
    for (const [name, value, id] of figures(report)) lines.push(`| ${name} | ${value} | \`metric/${id}\` |`);
    if (report.goals.length > 0) {
      lines.push('', '| goal | target | measured | |', '| --- | ---: | ---: | --- |');
      for (const { goal, target, value, met } of report.goals) {
        lines.push(`| ${goal} | ${percent(target)} | ${percent(value)} | ${verdict(met)} |`);
      }
    }
    if (report.confusions.length > 0) {
      lines.push('', '| times | should be | taken for | for example |', '| ---: | --- | --- | --- |');
      for (const { count: times, expected, predicted, examples } of report.confusions.slice(0, 10)) {
        const cells = [expected ?? '(out of scope)', predicted ?? '(not recognised)', examples[0] ?? ''].map(
          markdownCell,
        );
        lines.push(`| ${times} | ${cells.join(' | ')} |`);
      }
    }
    if (report.comparison) lines.push(...comparisonMarkdown(report.comparison));
    return `${lines.join('\n')}\n`;
  },
};

function sliceTable(name: string, slices: readonly (readonly [string, SliceFigures])[], style: Style): string {
  const rows = slices.map(([label, { inScope, outOfScope, joint }]) => [
    label,
    String(inScope.total + outOfScope.total),
    percent(inScope.accuracy),
    percent(outOfScope.recall),
    percent(joint.accuracy),
  ]);
  const head = [name, 'utterances', 'in scope', 'out of scope', 'joint'];
  return table(head, rows, ['left', 'right', 'right', 'right', 'right'], style);
}

function lengthInWords({ from, to }: LengthFigures): string {
  return to === null ? `${from} and more` : from === 0 ? `up to ${to}` : `${from} to ${to}`;
}

function methodInWords({ method, summary, model }: EvalReport): string {
  const on = count(summary.utterances, 'utterance');
  switch (method.kind) {
    case 'heldout':
      return `Measured on ${on} held out, model ${model.hash?.slice(0, 12)}`;
    case 'folds':
      return `Measured on ${on} by cross-validation in ${method.folds} folds`;
    case 'predictions':
      return `Measured on ${on} held out, predictions of ${printable(method.file)}`;
  }
}

/** A figure's name, its value, and where its meaning stands. */
function figures({ summary }: Evaluation): readonly (readonly [name: string, value: string, id: string])[] {
  const { inScope, outOfScope, joint, answer, calibration } = summary;
  return [
    [`in-scope accuracy (${inScope.total})`, percent(inScope.accuracy), 'in-scope-accuracy'],
    ['  the best intent, threshold aside', percent(inScope.accuracyWithoutThreshold), 'best-intent'],
    ['  macro-F1', percent(inScope.macroF1), 'macro-f1'],
    [`out-of-scope recall (${outOfScope.total})`, percent(outOfScope.recall), 'out-of-scope-recall'],
    ['  precision of "out of scope"', percent(outOfScope.precision), 'out-of-scope-precision'],
    ['joint accuracy', percent(joint.accuracy), 'joint-accuracy'],
    [
      `answers given are right (confidence ≥ ${answer.threshold.toFixed(2)})`,
      percent(answer.precision),
      'answer-precision',
    ],
    ['  messages answered so', percent(answer.coverage), 'answer-coverage'],
    ['calibration error', percent(calibration.ece), 'ece'],
  ];
}

/** Goals with what was measured; shares in per cent. */
export function goalTable(goals: readonly GoalResult[], style: Style): string {
  const paint = colors(style);
  const rows = goals.map(({ goal, target, value, met }) => [
    met === null ? paint.dim('·') : met ? paint.green('✓') : paint.red('✗'),
    goal,
    goalValue(goal, target),
    goalValue(goal, value),
    verdict(met),
  ]);
  return table(['', 'goal', 'target', 'measured', ''], rows, ['left', 'left', 'right', 'right', 'left'], style);
}

/** A goal's target or value in its unit: seconds where its name says so, a rating from 1 to 5, else a share. */
export function goalValue(goal: string, value: number | null): string {
  if (value === null) return '–';
  if (goal.includes('seconds')) return `${value.toFixed(0)} s`;
  return goal === 'stats.satisfaction' ? value.toFixed(2) : percent(value);
}

function verdict(met: boolean | null): string {
  return met === null ? 'not measured' : met ? 'met' : 'missed';
}
