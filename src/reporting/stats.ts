import {
  DEFINITIONS,
  type Dimension,
  type FigureName,
  type Figures,
  type NamedFigures,
  type Share,
  type Spread,
  type Stats,
} from '../analytics/index.js';
import { printable } from '../text/index.js';
import { goalTable, goalValue } from './evaluation.js';
import { markdownCell } from './markup.js';
import { statsCsv, statsOpenMetrics } from './stats-rows.js';
import { colors, count, percent, quote, table, type Style } from './style.js';
import { jsonText } from './json.js';

export type StatsReport = Stats & { readonly name: string };

const TITLES: Readonly<Record<Dimension, string>> = {
  intent: 'By intent (questions)',
  tier: 'By tier (questions)',
  article: 'By article (questions)',
  channel: 'By channel',
  segment: 'By segment',
  language: 'By language',
  servedBy: 'By who served them',
  week: 'By week',
};
const SHOWN_GROUPS = 12;
const SHOWN_ARTICLES = 5;

export const statsReporters = {
  table(report: StatsReport, style: Style): string {
    const paint = colors(style);
    const { overall, by, hidden, weekly } = report;
    const blocks = wrap(headline(report), style.width);
    const heading = (text: string): number =>
      blocks.push('', ...wrap(text, style.width).map((line) => paint.bold(line)));
    if (!overall) return `${[...blocks, notShown(report)].join('\n')}\n`;
    blocks.push('', overallTable(report, overall, style));
    for (const dimension of ['channel', 'segment', 'language', 'servedBy', 'tier'] as const) {
      if (by[dimension].length < 2) continue;
      heading(TITLES[dimension]);
      blocks.push(groupTable(by[dimension], style), ...unseen(hidden[dimension], report, style.width));
    }
    if (by.week.length > 1) {
      heading('By week');
      blocks.push(weekTable(by.week, style), ...unseen(hidden.week, report, style.width));
    }
    if (by.intent.length > 0) {
      const largest = by.intent.toSorted((a, b) => b.questions - a.questions);
      heading(`${TITLES.intent}: the ${Math.min(SHOWN_GROUPS, largest.length)} asked most`);
      blocks.push(intentTable(largest.slice(0, SHOWN_GROUPS), style));
      const more = largest.length - SHOWN_GROUPS;
      if (more > 0) blocks.push(paint.dim(`… and ${count(more, 'more intent')}: --format json or csv`));
      blocks.push(...unseen(hidden.intent, report, style.width));
    }
    if (weekly.all?.next) {
      heading(`Questions by week, and what is expected in the week from ${weekly.nextWeek}`);
      blocks.push(weeklyTable(report, style));
    }
    if (report.emerging.length > 0) {
      heading('Asked more than before, beyond chance (5 % of these may be false)');
      blocks.push(emergingTable(report, style));
    }
    if (report.dropOff.length > 0) {
      heading('Where customers leave: after how many of their messages');
      blocks.push(dropOffTable(report, style));
      if (report.leaving.length > 0) blocks.push('', leavingTable(report, style));
    }
    if (report.hurts.length > 0) {
      heading('Where it hurts: what costs most, by routing.costs');
      blocks.push(...hurtLines(report, style));
    }
    if (report.nextQuestions.length > 0) {
      heading('What customers ask next');
      blocks.push(nextTable(report, style));
    }
    if (report.articles.length > 0) {
      heading('What follows the answers of articles: the worst first');
      blocks.push(articleTable(report, style));
    }
    if (report.goals.length > 0) {
      heading('Goals');
      blocks.push(goalTable(report.goals, style));
    }
    return `${blocks.join('\n')}\n`;
  },

  json({ name, ...stats }: StatsReport): string {
    const definitions = Object.fromEntries(DEFINITIONS.map((each) => [each.name, each.definition]));
    return jsonText({ schema: 'kb.stats/1', name, ...stats, definitions });
  },

  csv: statsCsv,

  openmetrics: statsOpenMetrics,

  markdown(report: StatsReport): string {
    const { overall, by, goals, hurts } = report;
    const lines = [`## ${headline(report)}`, ''];
    if (!overall) return `${[...lines, notShown(report)].join('\n')}\n`;
    lines.push('| figure | | 95 % interval | of | what it is |', '| --- | ---: | ---: | ---: | --- |');
    for (const [name, value, interval, of] of overallRows(report, overall)) {
      lines.push(`| ${titleOf(name)} | ${value} | ${interval} | ${of} | ${definitionOf(name, report)} |`);
    }
    for (const dimension of [
      'intent',
      'tier',
      'article',
      'channel',
      'segment',
      'language',
      'servedBy',
      'week',
    ] as const) {
      if (by[dimension].length === 0) continue;
      lines.push(
        '',
        `### ${TITLES[dimension]}`,
        '',
        `| | ${GROUP_HEAD.join(' | ')} |`,
        '| --- |'.concat(' ---: |'.repeat(GROUP_HEAD.length)),
      );
      for (const group of by[dimension])
        lines.push(`| ${markdownCell(nameOf(group.name))} | ${groupCells(group).join(' | ')} |`);
      const gone = unseen(report.hidden[dimension], report);
      if (gone.length > 0) lines.push('', ...gone);
    }
    if (hurts.length > 0) {
      lines.push(
        '',
        '### Where it hurts',
        '',
        '| cost | intent | what | how often | customers | what to change |',
        '| ---: | --- | --- | ---: | ---: | --- |',
      );
      for (const { cost, intent, hurt, count: times, customers, advice } of hurts) {
        lines.push(
          `| ${number(cost)} | ${markdownCell(nameOf(intent))} | ${hurt} | ${number(times)} | ${number(customers)} | ${markdownCell(advice)} |`,
        );
      }
    }
    if (goals.length > 0) {
      lines.push('', '| goal | target | measured | |', '| --- | ---: | ---: | --- |');
      for (const { goal, target, value, met } of goals) {
        const verdict = met === null ? 'not measured' : met ? 'met' : 'missed';
        lines.push(`| ${markdownCell(goal)} | ${goalValue(goal, target)} | ${goalValue(goal, value)} | ${verdict} |`);
      }
    }
    return `${lines.join('\n')}\n`;
  },
};

function headline(report: StatsReport): string {
  return `${printable(report.name)}: ${whatCounts(report)}`;
}

/** Which conversations the figures are of. */
export function whatCounts({ overall, from, to, window }: StatsReport): string {
  const only = [...(window.channels ?? []), ...(window.segments ?? []), ...(window.languages ?? [])].map(printable);
  const days = from === null ? '' : `, ${from} to ${to}`;
  const about = overall
    ? `${count(overall.conversations, 'conversation')} of ${count(overall.customers, 'customer')}${overall.unknownCustomers > 0 ? ` and ${number(overall.unknownCustomers)} not known` : ''}${days}`
    : 'nothing to show';
  return `${about}${only.length > 0 ? ` (only ${only.join(', ')})` : ''}`;
}

export function notShown({ minimumGroup }: StatsReport): string {
  return `There are no conversations here, or fewer customers than privacy.minimum_group (${minimumGroup}).`;
}

function unseen(groups: number, { minimumGroup }: StatsReport, width = Infinity): string[] {
  if (groups === 0) return [];
  return wrap(
    `${count(groups, 'group')} not shown: fewer than ${minimumGroup} customers, or to be computed from the others.`,
    width,
  );
}

function titleOf(name: FigureName): string {
  return DEFINITIONS.find((each) => each.name === name)?.title ?? name;
}

export function definitionOf(name: FigureName, { repeatWithinDays, reopenAfterHours }: StatsReport): string {
  const text: string = DEFINITIONS.find((each) => each.name === name)?.definition ?? '';
  return text
    .replace('within the days of stats.repeat_within_days', `within ${count(repeatWithinDays, 'day')}`)
    .replace('stats.reopen_after_hours or more', `${count(reopenAfterHours, 'hour')} or more`);
}

type OverallRow = readonly [name: FigureName, value: string, interval: string, of: string];

function overallRows(report: StatsReport, figures: Figures): readonly OverallRow[] {
  const share = (name: FigureName, one: Share): OverallRow => [
    name,
    percent(one.share),
    one.interval ? `${points(one.interval[0])} to ${points(one.interval[1])} %` : '–',
    number(one.total),
  ];
  const spread = (name: FigureName, one: Spread, text: (value: number | null) => string): readonly OverallRow[] => [
    [name, `median ${text(one.median)}`, between(one.medianInterval, text), number(one.measured)],
    [name, `p90 ${text(one.p90)}`, between(one.p90Interval, text), number(one.measured)],
  ];
  const { satisfaction } = figures;
  return [
    share('resolution', figures.resolution),
    share('containment', figures.containment),
    share('handOff', figures.handOff),
    share('abandonment', figures.abandonment),
    share('repeatContact', figures.repeatContact),
    ...spread('firstResponse', figures.firstResponse, duration),
    ...spread('wait', figures.wait, duration),
    ...spread('resolutionTime', figures.resolutionTime, duration),
    ...spread('messagesToSolution', figures.messagesToSolution, plain),
    [
      'satisfaction',
      satisfaction.mean === null ? '–' : satisfaction.mean.toFixed(2),
      between(satisfaction.interval, (value) => (value === null ? '–' : value.toFixed(2))),
      number(satisfaction.ratings),
    ],
    share('satisfied', satisfaction.satisfied),
    share('coverage', report.coverage),
    share('reopened', report.reopened),
  ];
}

function overallTable(report: StatsReport, figures: Figures, style: Style): string {
  const paint = colors(style);
  const rows = overallRows(report, figures);
  const head = ['', '', '95 % interval', 'of', 'what it is'];
  const align = ['left', 'right', 'right', 'right', 'left'] as const;
  const cells = rows.map(([name, value, interval, of], index) => {
    const isSecond = rows[index - 1]?.[0] === name;
    return [isSecond ? '' : titleOf(name), value, interval, of, isSecond ? '' : paint.dim(definitionOf(name, report))];
  });
  const whole = table(head, cells, [...align], style);
  if (fits(whole, style)) return whole;
  // Narrow: what it is stands below the figure.
  const narrow = table(
    head.slice(0, 4),
    cells.map((row) => row.slice(0, 4)),
    align.slice(0, 4),
    style,
  ).split('\n');
  return narrow
    .flatMap((line, index) => {
      const definition = cells[index - 1]?.[4] ?? '';
      return definition === '' ? [line] : [line, ...wrap(definition, style.width - 2).map((part) => `  ${part}`)];
    })
    .join('\n');
}

const GROUP_HEAD = [
  'conversations',
  'customers',
  'resolved',
  'handed over',
  'left',
  'response p90',
  'rating',
  'came back',
];

function groupCells(group: NamedFigures): string[] {
  return [
    number(group.conversations),
    number(group.customers),
    shareText(group.resolution),
    shareText(group.handOff),
    shareText(group.abandonment),
    duration(group.firstResponse.p90),
    group.satisfaction.mean === null ? '–' : group.satisfaction.mean.toFixed(1),
    shareText(group.repeatContact),
  ];
}

function groupTable(groups: readonly NamedFigures[], style: Style): string {
  const largest = groups.toSorted((a, b) => b.conversations - a.conversations).slice(0, SHOWN_GROUPS);
  return fitted(
    ['', ...GROUP_HEAD],
    largest.map((group) => [nameOf(group.name), ...groupCells(group)]),
    style,
  );
}

function weekTable(weeks: readonly NamedFigures[], style: Style): string {
  const most = Math.max(...weeks.map(({ conversations }) => conversations));
  const bar = (value: number): string => '█'.repeat(Math.max(1, Math.round((12 * value) / most)));
  return fitted(
    ['', 'conversations', '', ...GROUP_HEAD.slice(1)],
    weeks.map((week) => {
      const [conversations = '', ...rest] = groupCells(week);
      return [week.name ?? '(undated)', conversations, bar(week.conversations), ...rest];
    }),
    style,
    ['left', 'right', 'left'],
  );
}

function intentTable(intents: readonly NamedFigures[], style: Style): string {
  return fitted(
    ['', 'questions', 'customers', 'resolved', 'handed over', 'left', 'rating', 'came back'],
    intents.map((group) => {
      const [, customers = '', resolved = '', handedOver = '', left = '', , rating = '', cameBack = ''] =
        groupCells(group);
      const name = nameOf(group.name, 'not recognised');
      return [name, number(group.questions), customers, resolved, handedOver, left, rating, cameBack];
    }),
    style,
  );
}

/** The questions of all intents and of those asked most: each whole week as a bar, and the next one. */
function weeklyTable({ weekly, by }: StatsReport, style: Style): string {
  const asked = new Map(by.intent.map(({ name, questions }) => [name, questions]));
  const most = weekly.byIntent
    .toSorted((a, b) => (asked.get(b.intent) ?? 0) - (asked.get(a.intent) ?? 0))
    .slice(0, SHOWN_GROUPS)
    .map((series) => ({ ...series, name: nameOf(series.intent, 'not recognised') }));
  const rows = [...(weekly.all ? [{ ...weekly.all, name: 'all' }] : []), ...most];
  return fitted(
    ['', 'expected', '95 of 100 weeks', 'by week', ''],
    rows.map(({ name, counts, next }) => {
      const few = counts.filter((value) => value === null).length;
      return [
        name,
        next ? String(Math.round(next.expected)) : '–',
        next ? `${next.interval[0]} to ${next.interval[1]}` : '–',
        sparkline(counts),
        few === 0 ? '' : few === counts.length ? 'weeks too small to show' : `${count(few, 'week')} not shown`,
      ];
    }),
    style,
    ['left', 'right', 'right', 'left', 'left'],
  );
}

function emergingTable({ emerging, weekly }: StatsReport, style: Style): string {
  return fitted(
    ['', 'last week', 'before, a week', 'share of questions', 'by week', 'p'],
    emerging.map(({ intent, lastWeek, before, ratio, ratioInterval, pValue, kind }) => [
      nameOf(intent, 'not recognised'),
      number(lastWeek),
      before === null ? 'few' : before.toFixed(1),
      ratio === null
        ? before === 0
          ? 'new'
          : 'many times'
        : `× ${ratio.toFixed(1)} (${ratioInterval?.[0].toFixed(1)}–${ratioInterval?.[1]?.toFixed(1) ?? '∞'})`,
      `${sparkline(weekly.byIntent.find((series) => series.intent === intent)?.counts ?? [])} ${kind}`,
      pValue < 0.001 ? '<0.001' : pValue.toFixed(3),
    ]),
    style,
    ['left', 'right', 'right', 'right', 'left'],
  );
}

function dropOffTable({ dropOff }: StatsReport, style: Style): string {
  const most = Math.max(...dropOff.map(({ left }) => left.share ?? 0), 0.01);
  return fitted(
    ['messages', 'reached', 'left there', 'of these', ''],
    dropOff.map(({ from, to, reached, left }) => [
      to === null ? `${from} or more` : from === to ? String(from) : `${from} to ${to}`,
      number(reached),
      number(left.count),
      shareText(left),
      '█'.repeat(Math.round((20 * (left.share ?? 0)) / most)),
    ]),
    style,
    ['left', 'right', 'right', 'right', 'left'],
  );
}

function leavingTable({ leaving }: StatsReport, style: Style): string {
  return fitted(
    ['with', 'left', 'of its questions', 'after messages (median)'],
    leaving
      .slice(0, SHOWN_GROUPS)
      .map(({ intent, left, messages }) => [
        nameOf(intent, 'not recognised'),
        number(left.count),
        shareText(left),
        plain(messages.median),
      ]),
    style,
  );
}

function hurtLines({ hurts }: StatsReport, style: Style): string[] {
  const paint = colors(style);
  return hurts.flatMap(({ intent, hurt, count: times, customers, questions, cost, advice, examples }, index) => [
    ...wrap(
      `${index + 1}. ${nameOf(intent, 'not recognised')} ${hurt}: ${number(times)} times, ${count(customers, 'customer')}, of ${count(questions, 'question')}; cost ${number(cost)}`,
      style.width,
    ).map((line, at) => (at === 0 ? paint.bold(line) : `    ${line}`)),
    ...wrap(advice, style.width - 4).map((line) => `    ${line}`),
    ...examples.slice(0, 1).flatMap(({ conversation, turns }) =>
      turns.slice(0, 4).map(({ role, text }, turn) => {
        const who = `${turn === 0 ? printable(conversation) : ''} ${role}: `.trimStart();
        return paint.dim(`    ${who}${quote(text, Math.max(10, style.width - 6 - widthOf(who)))}`);
      }),
    ),
  ]);
}

function nextTable({ nextQuestions }: StatsReport, style: Style): string {
  const rows = nextQuestions
    .toSorted((a, b) => b.questions - a.questions)
    .slice(0, SHOWN_GROUPS)
    .map(({ intent, questions, nothing, next }) => [
      nameOf(intent),
      number(questions),
      nothing ? shareText(nothing) : '–',
      next.map(({ intent: name, share }) => `${nameOf(name, 'not recognised')} ${percent(share.share)}`).join(', '),
    ]);
  return fitted(['after', 'questions', 'nothing more', 'then'], rows, style, ['left', 'right', 'right', 'left']);
}

function articleTable({ articles }: StatsReport, style: Style): string {
  const paint = colors(style);
  return fitted(
    ['', 'article', 'answered', 'trouble', 'handed over', 'bad rating', 'same again', 'another question'],
    articles
      .slice(0, SHOWN_ARTICLES)
      .map(({ article, answered, trouble, handOff, badRating, sameAgain, anotherQuestion, isWorse }) => [
        isWorse ? paint.red('✗') : ' ',
        printable(article),
        number(answered),
        shareText(trouble),
        percent(handOff.share),
        percent(badRating.share),
        percent(sameAgain.share),
        percent(anotherQuestion.share),
      ]),
    style,
    ['left', 'left'],
  );
}

function nameOf(name: string | null, unknown = 'not known'): string {
  return name === null ? `(${unknown})` : printable(name);
}

function number(value: number | null): string {
  return value === null ? '–' : Number.isInteger(value) ? value.toLocaleString('en') : value.toFixed(1);
}

function plain(value: number | null): string {
  return value === null ? '–' : Number.isInteger(value) ? String(value) : value.toFixed(1);
}

function points(value: number | null): string {
  return value === null ? '–' : (value * 100).toFixed(1);
}

function between(interval: Spread['medianInterval'], text: (value: number | null) => string): string {
  if (!interval) return '–';
  const [low, high] = interval;
  if (high === null) return low === null ? 'too few' : `${text(low)} or more`;
  return low === null ? `up to ${text(high)}` : `${text(low)} to ${text(high)}`;
}

/** A share in few characters, with its interval: `62 % (51–72)`. */
function shareText({ share, interval }: Share): string {
  if (share === null || !interval) return '–';
  const [low, high] = interval.map((value) => Math.round((value ?? 0) * 100));
  return `${Math.round(share * 100)} % (${low}–${high})`;
}

/** Seconds in the unit that people would use: `12 s`, `4.5 min`, `3.2 h`, `2.1 d`. */
export function duration(value: number | null): string {
  if (value === null) return '–';
  if (value < 90) return `${plain(Math.round(value * 10) / 10)} s`;
  if (value < 90 * 60) return `${(value / 60).toFixed(1)} min`;
  return value < 36 * 3600 ? `${(value / 3600).toFixed(1)} h` : `${(value / 86_400).toFixed(1)} d`;
}

const BARS = '▁▂▃▄▅▆▇█';

/** Counts as bars of eight heights; `·` is nothing or may not be shown. */
function sparkline(counts: readonly (number | null)[]): string {
  if (counts.every((value) => value === null || value === 0)) return '–';
  const most = Math.max(1, ...counts.map((value) => value ?? 0));
  return counts
    .map((value) => (value === null || value === 0 ? '·' : BARS[Math.ceil((value / most) * BARS.length) - 1]))
    .join('');
}

/** A table that fits: columns are dropped from the right, then the first one is cut. */
function fitted(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  style: Style,
  align: readonly ('left' | 'right')[] = ['left'],
): string {
  for (let columns = head.length; columns > 2; columns -= 1) {
    const text = table(
      head.slice(0, columns),
      rows.map((row) => row.slice(0, columns)),
      head.slice(0, columns).map((_, index) => align[index] ?? 'right'),
      style,
    );
    if (fits(text, style) || columns === 3) return text;
  }
  return table(
    head,
    rows,
    head.map((_, index) => align[index] ?? 'right'),
    style,
  );
}

function fits(text: string, { width }: Style): boolean {
  return text.split('\n').every((line) => widthOf(line) <= width);
}

/** Columns on a terminal: East Asian wide characters take two, escape sequences of colours none. */
function widthOf(text: string): number {
  // eslint-disable-next-line no-control-regex -- the colours that we put in ourselves
  const bare = text.replace(/\u001B\[[0-9;]*m/g, '');
  return (
    Array.from(bare).length +
    (bare.match(
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}]/gu,
    )?.length ?? 0)
  );
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf(last) + 1 + widthOf(word) <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
