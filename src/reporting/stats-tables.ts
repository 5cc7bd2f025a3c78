import type { Figures, NamedFigures } from '../analytics/index.js';
import { printable } from '../text/index.js';
import { fits, fitted, widthOf, wrap } from './fitting.js';
import {
  definitionOf,
  GROUP_HEAD,
  groupCells,
  nameOf,
  number,
  overallRows,
  plain,
  shareText,
  titleOf,
  type StatsReport,
} from './stats-words.js';
import { colors, count, percent, quote, table, type Style } from './style.js';

/** Groups shown to people on a terminal; JSON and CSV have all. */
export const SHOWN_GROUPS = 12;
const SHOWN_ARTICLES = 5;

export function overallTable(report: StatsReport, figures: Figures, style: Style): string {
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

export function groupTable(groups: readonly NamedFigures[], style: Style): string {
  const largest = groups.toSorted((a, b) => b.conversations - a.conversations).slice(0, SHOWN_GROUPS);
  return fitted(
    ['', ...GROUP_HEAD],
    largest.map((group) => [nameOf(group.name), ...groupCells(group)]),
    style,
  );
}

export function weekTable(weeks: readonly NamedFigures[], style: Style): string {
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

export function intentTable(intents: readonly NamedFigures[], style: Style): string {
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
export function weeklyTable({ weekly, by }: StatsReport, style: Style): string {
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

export function emergingTable({ emerging, weekly }: StatsReport, style: Style): string {
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

export function dropOffTable({ dropOff }: StatsReport, style: Style): string {
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

export function leavingTable({ leaving }: StatsReport, style: Style): string {
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

export function hurtLines({ hurts }: StatsReport, style: Style): string[] {
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

export function nextTable({ nextQuestions }: StatsReport, style: Style): string {
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

export function articleTable({ articles }: StatsReport, style: Style): string {
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

const BARS = '▁▂▃▄▅▆▇█';

/** Counts as bars of eight heights; `·` is nothing or may not be shown. */
function sparkline(counts: readonly (number | null)[]): string {
  if (counts.every((value) => value === null || value === 0)) return '–';
  const most = Math.max(1, ...counts.map((value) => value ?? 0));
  return counts
    .map((value) => (value === null || value === 0 ? '·' : BARS[Math.ceil((value / most) * BARS.length) - 1]))
    .join('');
}
