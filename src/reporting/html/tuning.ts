import type { ThresholdCosts } from '../../evaluation/index.js';
import { byIntentInWords, methodInWords, ownThreshold, type TuningReport } from '../tuning.js';
import { code, markup, sentence, type Content } from './markup.js';
import { meaningsSection } from './meanings.js';
import { pageOf } from './page.js';
import { bar, share, tableOf, type Cell } from './tables.js';

/** The answer thresholds that cost least, and what they would change. */
export function tuningPage(report: TuningReport): string {
  return pageOf({
    made: 'kb eval --tune',
    title: 'Answer thresholds',
    lead: methodInWords(report),
    sections: [
      { id: 'costs', title: 'What they cost', body: costs(report) },
      { id: 'thresholds', title: 'Thresholds', body: thresholdTable(report) },
      meaningsSection(['threshold-cost']),
    ],
  });
}

function costs({ now, single, tuned, ...report }: TuningReport): Content {
  const all = [
    ['now', now],
    ['the best one for all', single],
    ['tuned', tuned],
  ] as const;
  const most = Math.max(...all.map(([, { cost }]) => cost));
  return [
    tableOf({
      id: 'all-costs',
      caption: markup`<b>Costs</b> by routing.costs, and what becomes of messages.`,
      columns: [
        { head: 'answer thresholds' },
        { head: 'cost a message', kind: 'number' },
        { head: '', kind: 'bar' },
        { head: 'answered', kind: 'number' },
        { head: 'wrongly', kind: 'number' },
        { head: 'handed over', kind: 'number' },
      ],
      rows: all.map(([name, { cost, answered, wrong, handedOver }]: readonly [string, ThresholdCosts]) => [
        name,
        { show: cost.toFixed(3), by: cost },
        bar(most > 0 ? cost / most : null),
        share(answered),
        share(wrong),
        share(handedOver),
      ]),
    }),
    markup`<p>${sentence(byIntentInWords(report))}.</p>`,
  ];
}

function thresholdTable({ current, thresholds }: TuningReport): Content {
  const threshold = (value: number | undefined): Cell =>
    value === undefined ? { show: '–', by: null } : { show: value.toFixed(2), by: value };
  const row = (name: Content, kind: string, now: number | undefined, then: number): readonly Cell[] => [
    name,
    kind,
    threshold(now),
    threshold(then),
  ];
  return tableOf({
    id: 'all-thresholds',
    caption: markup`<b>Thresholds:</b> from which confidence on an answer is given. Without an own one that of all holds.`,
    columns: [
      { head: 'of' },
      { head: 'kind', kind: 'line', choose: true },
      { head: 'now', kind: 'number' },
      { head: 'tuned', kind: 'number' },
    ],
    rows: [
      row('all', 'all', current.answer, thresholds.answer),
      ...Object.entries(thresholds.segments).map(([segment, value]) =>
        row(code(segment), 'segment', ownThreshold(current.segments, segment), value),
      ),
      ...Object.entries(thresholds.intents).map(([intent, value]) =>
        row(code(intent), 'intent', ownThreshold(current.intents, intent), value),
      ),
    ],
    filter: true,
  });
}
