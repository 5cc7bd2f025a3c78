import type { LearningCurveReport } from '../learning-curve.js';
import { methodInWords, NOTE } from '../learning-curve.js';
import { figureOf, figuresOf, fromZero, perCent, plotOf, type Series } from './charts.js';
import { code, markup, type Content, type Html } from './markup.js';
import { pageOf, type Section } from './page.js';
import { counted, inPercent, number, share, tableOf } from './tables.js';

export function learningCurvePage(report: LearningCurveReport): string {
  const sections: readonly Section[] = [
    { id: 'curve', title: 'All intents', body: curve(report) },
    { id: 'by-intent', title: 'Where more utterances bring the most', body: byIntent(report) },
  ];
  return pageOf({
    made: 'kb eval --learning-curve',
    title: 'Learning curve',
    lead: `${methodInWords(report)}.`,
    sections,
  });
}

const SERIES = [
  ['best intent right', 'accuracyWithoutThreshold'],
  ['recognised rightly', 'accuracy'],
  ['out of scope refused', 'outOfScopeRecall'],
] as const;

function curve({ points, expected }: LearningCurveReport): Content {
  const series = SERIES.map(([name, key]): Series => {
    const known = points.flatMap((point): [number, number][] => {
      const value = point[key];
      return value === null ? [] : [[point.utterances, value]];
    });
    return { name, points: known };
  }).filter(({ points: known }) => known.length > 0);
  const all = points.at(-1)?.utterances ?? 0;
  const last = points.at(-1)?.accuracyWithoutThreshold ?? null;
  return [
    figuresOf([
      figureOf({
        id: 'learning',
        title: 'What a quarter, half and all of the utterances give',
        meaning: [
          'Where the curve still rises, more utterances pay. ',
          expected &&
            `With twice as many, about ${inPercent(expected.accuracyWithoutThreshold)} of the best intents would be right. ${NOTE}`,
        ],
        chart: plotOf({
          id: 'learning',
          description: `Shares by the number of utterances trained on; with all ${number(all)}, the best intent is right in ${inPercent(last)}.`,
          x: { label: 'utterances trained on', domain: fromZero([all]), show: number },
          y: { label: 'share', domain: [0, 1], show: perCent },
          series,
        }),
        numbers: tableOf({
          id: 'learning-numbers',
          caption: markup`<b>Learning curve.</b>`,
          columns: [
            { head: 'part' },
            { head: 'utterances', kind: 'number' },
            ...SERIES.map(([name]) => ({ head: name, kind: 'number' as const })),
            { head: 'joint', kind: 'number' },
          ],
          rows: points.map((point) => [
            { show: perCent(point.share), by: point.share },
            counted(point.utterances),
            ...SERIES.map(([, key]) => share(point[key])),
            share(point.jointAccuracy),
          ]),
        }),
      }),
    ]),
  ];
}

function byIntent({ byIntent: list }: LearningCurveReport): Html | undefined {
  return tableOf({
    id: 'intent-curves',
    caption: markup`<b>By intent:</b> how often the best intent is right with parts of the utterances, and what twice as many may bring.`,
    columns: [
      { head: 'intent' },
      ...['utterances', 'measured on', '25 %', '50 %', '75 %', '100 %', 'with twice', 'gain'].map((head) => ({
        head,
        kind: 'number' as const,
      })),
    ],
    rows: list.map(({ intent, utterances, tested, accuracyWithoutThreshold: curveOf, expected }) => [
      code(intent),
      counted(utterances),
      counted(tested),
      ...curveOf.map(share),
      share(expected?.accuracyWithoutThreshold ?? null),
      share(expected === null ? null : expected.accuracyWithoutThreshold - (curveOf.at(-1) ?? 0)),
    ]),
    filter: true,
  });
}
