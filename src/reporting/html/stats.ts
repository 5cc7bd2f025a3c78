import type { Dimension, NamedFigures, Share, Spread } from '../../analytics/index.js';
import { definitionOf, duration, whatCounts, notShown, type StatsReport } from '../stats-words.js';
import { count } from '../style.js';
import { sparks } from './charts.js';
import { goalsSection, missedGoals } from './goals.js';
import { code, markup, sentence, type Content, type Html } from './markup.js';
import { howOf, meaningsSection } from './meanings.js';
import { pageOf, tiles, verdictOf, type Section, type Tile } from './page.js';
import { aheadBody, emergingTable, weeksFigures } from './stats-weeks.js';
import { hurtsBody } from './stats-hurts.js';
import { bar, counted, inPercent, number, share, shareWithin, tableOf, type Cell, type Column } from './tables.js';

/** The service's figures, from imported conversations. */
export function statsPage(report: StatsReport): string {
  const { name, overall, today, goals } = report;
  const missed = missedGoals(goals);
  return pageOf({
    made: 'kb stats',
    title: `${name}: the service in figures`,
    lead: overall ? `${whatCounts(report)}. Held against ${today}.` : notShown(report),
    verdict:
      goals.length > 0 &&
      verdictOf(
        missed.length === 0,
        missed.length === 0 ? 'No goal missed' : `${count(missed.length, 'goal')} missed`,
        missed,
      ),
    sections: overall ? sections(report, overall) : [],
  });
}

function sections(report: StatsReport, overall: NonNullable<StatsReport['overall']>): readonly Section[] {
  return [
    { id: 'in-short', title: 'In short', body: tiles(figures(report, overall)) },
    goalsSection(report.goals),
    { id: 'weeks', title: 'Week by week', body: weeksFigures(report) },
    {
      id: 'outcomes',
      title: 'What becomes of conversations',
      body: [funnel(overall), dropOff(report), leaving(report)],
    },
    { id: 'hurts', title: 'Where it hurts', body: hurtsBody(report.hurts) },
    { id: 'emerging', title: 'Asked more than before', body: emergingTable(report) },
    { id: 'intents', title: 'By intent', body: byIntent(report) },
    { id: 'groups', title: 'By channel, segment, language', body: groups(report) },
    { id: 'next', title: 'What customers ask next', body: aheadBody(report) },
    { id: 'articles', title: 'What follows the answers of articles', body: articles(report) },
    meaningsSection(FIGURES),
  ];
}

const FIGURES = [
  'resolution',
  'containment',
  'hand-off',
  'abandonment',
  'repeat-contact',
  'first-response',
  'wait',
  'resolution-time',
  'messages-to-solution',
  'satisfaction',
  'satisfied',
  'coverage',
  'reopened',
];

function figures(report: StatsReport, overall: NonNullable<StatsReport['overall']>): readonly Tile[] {
  const ofShare = (name: string, figure: Parameters<typeof definitionOf>[0], id: string, value: Share): Tile => ({
    name,
    value: inPercent(value.share),
    note: [
      sentence(definitionOf(figure, report)),
      value.interval &&
        ` 95 % interval: ${ends(value.interval, (end) => (end * 100).toFixed(1))} %, of ${number(value.total ?? 0)}.`,
      ' ',
      howOf(id, name),
    ],
  });
  const ofTime = (name: string, figure: Parameters<typeof definitionOf>[0], id: string, value: Spread): Tile => ({
    name,
    value: duration(value.median),
    note: [
      sentence(definitionOf(figure, report)),
      ` The median; nine of ten within ${duration(value.p90)}. `,
      howOf(id, name),
    ],
  });
  const { satisfaction } = overall;
  return [
    ofShare('Resolved by the service', 'resolution', 'resolution', overall.resolution),
    ofShare('Handed to a person', 'handOff', 'hand-off', overall.handOff),
    ofShare('Left without an answer', 'abandonment', 'abandonment', overall.abandonment),
    ofShare('Came back', 'repeatContact', 'repeat-contact', overall.repeatContact),
    ofTime('First response', 'firstResponse', 'first-response', overall.firstResponse),
    ofTime('Wait for a person', 'wait', 'wait', overall.wait),
    {
      name: 'Satisfaction',
      value: satisfaction.mean === null ? '–' : satisfaction.mean.toFixed(2),
      note: [
        sentence(definitionOf('satisfaction', report)),
        satisfaction.interval &&
          ` 95 % interval: ${ends(satisfaction.interval, (end) => end.toFixed(2))}, of ${number(satisfaction.ratings ?? 0)}.`,
        ' ',
        howOf('satisfaction', 'satisfaction'),
      ],
    },
    ofShare('Questions recognised', 'coverage', 'coverage', report.coverage),
  ];
}

function ends([low, high]: readonly [number | null, number | null], show: (end: number) => string): string {
  return `${low === null ? '?' : show(low)} to ${high === null ? '?' : show(high)}`;
}

/** From all conversations that the service had a part in to those that it resolved alone. */
function funnel({
  conversations,
  resolution,
  containment,
  handOff,
  abandonment,
}: NonNullable<StatsReport['overall']>): Html | undefined {
  const all = resolution.total;
  const rows: readonly (readonly [string, number | null, 'low' | ''])[] = [
    ['all', conversations, ''],
    ['the service had a part in', all, ''],
    ['no person had to come in', containment.count, ''],
    ['the service resolved', resolution.count, ''],
    ['handed to a person', handOff.count, ''],
    ['left without an answer', abandonment.count, 'low'],
  ];
  return tableOf({
    id: 'funnel',
    caption: markup`<b>From a message to a solution.</b> Shares are of the conversations that the service had a part in.`,
    columns: [
      { head: 'conversations' },
      { head: 'number', kind: 'number' },
      { head: '', kind: 'bar' },
      { head: 'share', kind: 'number' },
    ],
    rows: rows.map(([name, value, tone], index) => [
      name,
      counted(value),
      bar(value === null || conversations === 0 ? null : value / conversations, tone),
      index === 0 ? { show: '', by: null } : share(value === null || !all ? null : value / all),
    ]),
  });
}

function dropOff({ dropOff: list }: StatsReport): Html | undefined {
  const most = Math.max(...list.map(({ left }) => left.share ?? 0), 0.01);
  return tableOf({
    id: 'drop-off',
    caption: markup`<b>Where customers leave:</b> after how many of their messages.`,
    columns: [
      { head: 'messages' },
      { head: 'got so far', kind: 'number' },
      { head: 'left there', kind: 'number' },
      { head: 'share', kind: 'number' },
      { head: '', kind: 'bar' },
    ],
    rows: list.map(({ from, to, reached, left }) => [
      { show: to === null ? `${from} or more` : from === to ? String(from) : `${from} to ${to}`, by: from },
      counted(reached),
      counted(left.count),
      shareWithin(left.share, left.interval),
      bar((left.share ?? 0) / most, 'low'),
    ]),
  });
}

function leaving({ leaving: list }: StatsReport): Html | undefined {
  if (list.length === 0) return undefined;
  return tableOf({
    id: 'leaving',
    caption: markup`<b>With which question they leave,</b> and after how many messages.`,
    columns: [
      { head: 'intent' },
      { head: 'left', kind: 'number' },
      { head: 'of its questions', kind: 'number' },
      { head: 'messages, median', kind: 'number' },
    ],
    rows: list.map(({ intent, left, messages }) => [
      intent === null ? 'not recognised' : code(intent),
      counted(left.count),
      shareWithin(left.share, left.interval),
      counted(messages.median),
    ]),
  });
}

const GROUP_COLUMNS: readonly Column[] = [
  'resolved',
  'handed over',
  'left',
  'came back',
  'first response, median',
  '90th percentile',
  'rating',
].map((head) => ({ head, kind: 'number' }));

function groupCells({
  resolution,
  handOff,
  abandonment,
  repeatContact,
  firstResponse,
  satisfaction,
}: NamedFigures): readonly Cell[] {
  return [
    ...[resolution, handOff, abandonment, repeatContact].map((one) => shareWithin(one.share, one.interval)),
    ...[firstResponse.median, firstResponse.p90].map((value) => ({ show: duration(value), by: value })),
    { show: satisfaction.mean === null ? '–' : satisfaction.mean.toFixed(1), by: satisfaction.mean },
  ];
}

function byIntent(report: StatsReport): Html | undefined {
  const { by, weekly } = report;
  return tableOf({
    id: 'by-intent',
    caption: markup`<b>Questions by intent,</b> the most frequent first, with 95 % intervals; week by week, and what is expected in the week from ${weekly.nextWeek ?? '–'}. ${hiddenNote(report, 'intent')}`,
    columns: [
      { head: 'intent' },
      { head: 'questions', kind: 'number' },
      { head: 'customers', kind: 'number' },
      { head: 'by week', kind: 'spark' },
      { head: 'next week', kind: 'number' },
      ...GROUP_COLUMNS,
    ],
    rows: by.intent
      .toSorted((a, b) => b.questions - a.questions)
      .map((group) => {
        const series = weekly.byIntent.find(({ intent }) => intent === group.name);
        const next = series?.next;
        return [
          group.name === null ? 'not recognised' : code(group.name),
          counted(group.questions),
          counted(group.customers),
          sparks(series?.counts ?? []),
          next
            ? {
                show: [
                  number(Math.round(next.expected)),
                  markup` <small>${next.interval[0]}–${next.interval[1]}</small>`,
                ],
                by: next.expected,
              }
            : { show: '–', by: null },
          ...groupCells(group),
        ];
      }),
    filter: true,
  });
}

const KINDS = [
  ['channel', 'channel'],
  ['segment', 'segment'],
  ['language', 'language'],
  ['servedBy', 'served by'],
  ['tier', 'tier (questions)'],
  ['article', 'article (questions)'],
  ['week', 'week'],
] as const;

function groups(report: StatsReport): Html | undefined {
  return tableOf({
    id: 'all-groups',
    caption: markup`<b>By kind of conversation,</b> with 95 % intervals. ${KINDS.map(([dimension, name]) => hiddenNote(report, dimension, name))}`,
    columns: [
      { head: 'group' },
      { head: 'kind', kind: 'line', choose: true },
      { head: 'conversations', kind: 'number' },
      { head: 'customers', kind: 'number' },
      ...GROUP_COLUMNS,
    ],
    rows: KINDS.flatMap(([dimension, kind]) =>
      report.by[dimension].map((group): readonly Cell[] => [
        group.name ?? 'not known',
        kind,
        counted(group.conversations),
        counted(group.customers),
        ...groupCells(group),
      ]),
    ),
    filter: true,
  });
}

function hiddenNote({ hidden, minimumGroup }: StatsReport, dimension: Dimension, name: string = dimension): Content {
  const gone = hidden[dimension];
  return (
    gone > 0 &&
    `${number(gone)} of ${name} not shown: fewer than ${minimumGroup} customers, or to be computed from the others. `
  );
}

function articles({ articles: list }: StatsReport): Html | undefined {
  return tableOf({
    id: 'all-articles',
    caption: markup`<b>Articles, the most trouble first:</b> how often a hand-off, a bad rating or the same question follows their answers. ✗: more than with all articles, beyond chance.`,
    columns: [
      { head: 'article' },
      { head: 'answered', kind: 'number' },
      { head: 'trouble', kind: 'number' },
      { head: 'worse', kind: 'line' },
      { head: 'handed over', kind: 'number' },
      { head: 'bad rating', kind: 'number' },
      { head: 'same again', kind: 'number' },
      { head: 'another question', kind: 'number' },
    ],
    rows: list.map(({ article, answered, trouble, isWorse, handOff, badRating, sameAgain, anotherQuestion }) => [
      code(article),
      counted(answered),
      shareWithin(trouble.share, trouble.interval),
      isWorse && markup`<span class="bad">✗ worse</span>`,
      ...[handOff, badRating, sameAgain, anotherQuestion].map((one) => share(one.share)),
    ]),
    filter: true,
  });
}
