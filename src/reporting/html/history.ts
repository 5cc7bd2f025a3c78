import type { AcceptedRun } from '../../evaluation/index.js';
import { RUN_FIGURES } from '../history.js';
import { count } from '../style.js';
import { figureOf, figuresOf, perCent, plotOf } from './charts.js';
import { code, markup, type Content } from './markup.js';
import { pageOf } from './page.js';
import { counted, inPercent, share, tableOf } from './tables.js';

const FIGURES = [
  ['joint', 'jointAccuracy'],
  ['in scope', 'inScopeAccuracy'],
  ['out of scope', 'outOfScopeRecall'],
] as const;

/** The accepted runs, the oldest first. */
export function historyPage(runs: readonly AcceptedRun[]): string {
  return pageOf({
    made: 'kb eval --history',
    title: 'Accepted runs',
    lead:
      runs.length === 0
        ? 'No run has been accepted yet: kb eval --accept writes the first line of metrics.jsonl.'
        : `${count(runs.length, 'run')} in metrics.jsonl.`,
    sections: [
      { id: 'trend', title: 'Trend', body: trend(runs) },
      { id: 'runs', title: 'Runs', body: all(runs) },
    ],
  });
}

function trend(runs: readonly AcceptedRun[]): Content {
  const last = runs.at(-1);
  if (!last || runs.length < 2) return undefined;
  return figuresOf([
    figureOf({
      id: 'over-time',
      title: 'From run to run',
      meaning:
        'Joint: all messages, the right intent when in scope, none when not. In scope: questions recognised rightly. Out of scope: what is not for this service, and was not taken for something else. Runs on other held-out utterances are not quite comparable.',
      chart: plotOf({
        id: 'over-time',
        description: `Three figures over ${runs.length} runs; joint accuracy is ${inPercent(last.jointAccuracy)} in the last.`,
        x: { label: 'run', domain: [1, runs.length], ticks: ends(runs.length) },
        y: { label: 'share', domain: [0, 1], show: perCent },
        series: FIGURES.map(([name, key]) => ({
          name,
          points: runs.flatMap((run, index): [number, number][] => {
            const value = run[key];
            return value === null ? [] : [[index + 1, value]];
          }),
        })),
      }),
      numbers: markup`<p>They are in the table <a href="#all-runs-caption">Runs</a>.</p>`,
    }),
  ]);
}

function ends(length: number): readonly number[] {
  return length <= 8 ? Array.from({ length }, (_, index) => index + 1) : [1, Math.ceil(length / 2), length];
}

function all(runs: readonly AcceptedRun[]): Content {
  return tableOf({
    id: 'all-runs',
    caption: markup`<b>Runs,</b> the oldest first.`,
    columns: [
      { head: 'run', kind: 'number' },
      { head: 'date', kind: 'line' },
      { head: 'model' },
      { head: 'utterances', kind: 'number' },
      ...RUN_FIGURES.map(([head]) => ({ head, kind: 'number' as const })),
    ],
    rows: runs.map((run, index) => [
      counted(index + 1),
      run.date,
      run.model === null ? 'folds' : code(run.model),
      counted(run.utterances),
      ...RUN_FIGURES.map(([, valueOf]) => share(valueOf(run))),
    ]),
  });
}
