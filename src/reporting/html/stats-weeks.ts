import type { StatsReport } from '../stats-words.js';
import { figureOf, figuresOf, fromZero, perCent, plotOf, sparks, type Series } from './charts.js';
import { code, markup, type Content, type Html } from './markup.js';
import { counted, inPercent, number, share, shareWithin, tableOf } from './tables.js';

/** Volume and outcomes over time. */
export function weeksFigures(report: StatsReport): Html | undefined {
  const weeks = report.by.week.flatMap(({ name, ...rest }) => (name === null ? [] : [{ name, ...rest }]));
  if (weeks.length < 2) return undefined;
  const x = {
    label: 'week from its Monday',
    domain: [0.5, weeks.length + 0.5] as const,
    ticks: ends(weeks.length),
    show: (value: number) => weeks[value - 1]?.name.slice(5) ?? '',
  };
  const outcomes = OUTCOMES.map(([name, key]): Series => ({
    name,
    points: weeks.flatMap((week, index): [number, number][] => {
      const value = week[key].share;
      return value === null ? [] : [[index + 1, value]];
    }),
  }));
  const volume = weeks.map(({ conversations }) => conversations);
  const next = report.weekly.all?.next;
  return figuresOf([
    figureOf({
      id: 'volume',
      title: 'Conversations by week',
      meaning: [
        'Weeks begin on Monday; the first and the last may not be whole.',
        next &&
          ` In the week from ${report.weekly.nextWeek ?? ''}, ${number(Math.round(next.expected))} questions are expected, ${next.interval[0]} to ${next.interval[1]} in 95 of 100 such weeks.`,
      ],
      chart: plotOf({
        id: 'volume',
        description: `Conversations in ${weeks.length} weeks, from ${number(Math.min(...volume))} to ${number(Math.max(...volume))} a week.`,
        x,
        y: { label: 'conversations', whole: true, domain: fromZero(volume), show: number },
        series: [{ name: 'conversations', kind: 'columns', points: volume.map((value, index) => [index + 1, value]) }],
      }),
      numbers: weekNumbers(report),
    }),
    figureOf({
      id: 'outcomes-by-week',
      title: 'What became of them',
      meaning:
        'Shares of the conversations that the service had a part in. With few conversations a week they go up and down by chance: the table has the intervals.',
      chart: plotOf({
        id: 'outcomes-by-week',
        description: `Shares by week: resolved by the service, handed to a person, left without an answer; in the last, ${OUTCOMES.map(([name, key]) => `${name} ${inPercent(weeks.at(-1)?.[key].share ?? null)}`).join(', ')}.`,
        x,
        y: { label: 'share', domain: [0, 1], show: perCent },
        series: outcomes,
      }),
      numbers: markup`<p>They are in the table of the groups: choose the kind “week”.</p>`,
    }),
  ]);
}

const OUTCOMES = [
  ['resolved', 'resolution'],
  ['to a person', 'handOff'],
  ['left', 'abandonment'],
] as const;

function weekNumbers({ by }: StatsReport): Html | undefined {
  return tableOf({
    id: 'week-numbers',
    caption: markup`<b>Conversations by week.</b>`,
    columns: [
      { head: 'week' },
      { head: 'conversations', kind: 'number' },
      { head: 'customers', kind: 'number' },
      ...OUTCOMES.map(([name]) => ({ head: name, kind: 'number' as const })),
    ],
    rows: by.week.map((week) => [
      week.name ?? 'undated',
      counted(week.conversations),
      counted(week.customers),
      ...OUTCOMES.map(([, key]) => shareWithin(week[key].share, week[key].interval)),
    ]),
  });
}

/** At most six of them, evenly. */
function ends(length: number): readonly number[] {
  const step = Math.ceil(length / 6);
  return Array.from({ length: Math.ceil(length / step) }, (_, index) => 1 + index * step);
}

/** Topics whose share of the questions grows. */
export function emergingTable({ emerging, weekly }: StatsReport): Html | undefined {
  return tableOf({
    id: 'emerging-topics',
    caption: markup`<b>Topics that are asked more than before,</b> beyond chance; 5 % of them may be false. Burst: the last week against those before. Growing: over all weeks.`,
    columns: [
      { head: 'topic' },
      { head: 'kind', kind: 'line' },
      { head: 'last week', kind: 'number' },
      { head: 'before, a week', kind: 'number' },
      { head: 'share of questions', kind: 'number' },
      { head: 'by week', kind: 'spark' },
      { head: 'p', kind: 'number' },
    ],
    rows: emerging.map(({ intent, kind, lastWeek, before, ratio, ratioInterval, pValue }) => [
      intent === null ? 'not recognised' : code(intent),
      kind,
      counted(lastWeek),
      { show: before === null ? 'few' : before.toFixed(1), by: before ?? 0 },
      {
        show:
          ratio === null
            ? before === 0
              ? 'new'
              : 'many times'
            : [
                `× ${ratio.toFixed(1)}`,
                ratioInterval &&
                  markup` <small>${ratioInterval[0].toFixed(1)}–${ratioInterval[1]?.toFixed(1) ?? '∞'}</small>`,
              ],
        by: ratio ?? Infinity,
      },
      sparks(weekly.byIntent.find((series) => series.intent === intent)?.counts ?? []),
      { show: pValue < 0.001 ? '< 0.001' : pValue.toFixed(3), by: pValue },
    ]),
  });
}

/** What customers ask after a question. */
export function aheadBody({ nextQuestions }: StatsReport): Content {
  return tableOf({
    id: 'next-questions',
    caption: markup`<b>After a question,</b> what the same customer asks next in the conversation: an answer that says it too saves a message.`,
    columns: [
      { head: 'after' },
      { head: 'questions', kind: 'number' },
      { head: 'nothing more', kind: 'number' },
      { head: 'then', kind: 'text' },
    ],
    rows: nextQuestions
      .toSorted((a, b) => b.questions - a.questions)
      .map(({ intent, questions, nothing, next }) => [
        code(intent),
        counted(questions),
        share(nothing?.share ?? null),
        next.map(({ intent: name, share: part }, index) => [
          index > 0 && ', ',
          name === null ? 'not recognised' : code(name),
          ` ${inPercent(part.share)}`,
        ]),
      ]),
    filter: true,
  });
}
