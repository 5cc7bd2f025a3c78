import type { AcceptedRun } from '../evaluation/index.js';
import { printable } from '../text/index.js';
import { markdownCell } from './markup.js';
import { percent, table, type Style } from './style.js';
import { jsonText } from './json.js';

/** The figures of a run, with what they are called. */
export const RUN_FIGURES: readonly (readonly [head: string, figureOf: (run: AcceptedRun) => number | null])[] = [
  ['joint', (run) => run.jointAccuracy],
  ['in scope', (run) => run.inScopeAccuracy],
  ['best intent', (run) => run.accuracyWithoutThreshold],
  ['macro-F1', (run) => run.macroF1],
  ['out of scope', (run) => run.outOfScopeRecall],
  ['answers right', (run) => run.answerPrecision],
  ['answered', (run) => run.answerCoverage],
  ['calibration error', (run) => run.calibrationError],
];
const HEAD = ['date', 'model', 'utterances', ...RUN_FIGURES.map(([head]) => head)];
const NONE = 'No run has been accepted yet: `kb eval --accept` writes the first line of metrics.jsonl.';

/** The accepted runs, the oldest first. */
export const historyReporters = {
  json(runs: readonly AcceptedRun[]): string {
    return jsonText({ schema: 'kb.eval-history/1', runs });
  },

  table(runs: readonly AcceptedRun[], style: Style): string {
    if (runs.length === 0) return `${NONE}\n`;
    const rows = runs.map((run) => cells(run).map(printable));
    const trend = ['', '', '', sparkline(runs.map(({ jointAccuracy }) => jointAccuracy))];
    const align = HEAD.map((_, i): 'left' | 'right' => (i < 2 ? 'left' : 'right'));
    return `${table(HEAD, [...rows, [...trend, ...HEAD.slice(trend.length).map(() => '')]], align, style).trimEnd()}\n`;
  },

  markdown(runs: readonly AcceptedRun[]): string {
    if (runs.length === 0) return `${NONE}\n`;
    const rows = runs.map((run) => {
      const [date = '', model = '', ...figures] = cells(run);
      return `| ${[date, markdownCell(model), ...figures].join(' | ')} |`;
    });
    return [`| ${HEAD.join(' | ')} |`, `| --- | --- |${' ---: |'.repeat(HEAD.length - 2)}`, ...rows, ''].join('\n');
  },
};

function cells(run: AcceptedRun): readonly string[] {
  return [
    run.date,
    run.model ?? 'folds',
    run.utterances.toLocaleString('en'),
    ...RUN_FIGURES.map(([, figureOf]) => percent(figureOf(run))),
  ];
}

const BARS = '▁▂▃▄▅▆▇█';
/** The trend shows as many of the last runs. */
const SHOWN = 12;

/** A bar a value, between the least and the most of them; a blank where there is none. */
function sparkline(values: readonly (number | null)[]): string {
  const last = values.slice(-SHOWN);
  const known = last.flatMap((value) => value ?? []);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  return last
    .map((value) => {
      if (value === null) return ' ';
      const at = most > least ? (value - least) / (most - least) : 0.5;
      return BARS[Math.round(at * (BARS.length - 1))] ?? '';
    })
    .join('');
}
