import {
  DEFINITIONS,
  type FigureName,
  type Figures,
  type NamedFigures,
  type Share,
  type Spread,
  type Stats,
} from '../analytics/index.js';
import { printable } from '../text/index.js';
import { wrap } from './fitting.js';
import { count, percent } from './style.js';

export type StatsReport = Stats & { readonly name: string };

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

export function unseen(groups: number, { minimumGroup }: StatsReport, width = Infinity): string[] {
  if (groups === 0) return [];
  return wrap(
    `${count(groups, 'group')} not shown: fewer than ${minimumGroup} customers, or to be computed from the others.`,
    width,
  );
}

export function titleOf(name: FigureName): string {
  return DEFINITIONS.find((each) => each.name === name)?.title ?? name;
}

export function definitionOf(name: FigureName, { repeatWithinDays, reopenAfterHours }: StatsReport): string {
  const text: string = DEFINITIONS.find((each) => each.name === name)?.definition ?? '';
  return text
    .replace('within the days of stats.repeat_within_days', `within ${count(repeatWithinDays, 'day')}`)
    .replace('stats.reopen_after_hours or more', `${count(reopenAfterHours, 'hour')} or more`);
}

export type OverallRow = readonly [name: FigureName, value: string, interval: string, of: string];

export function overallRows(report: StatsReport, figures: Figures): readonly OverallRow[] {
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

export const GROUP_HEAD = [
  'conversations',
  'customers',
  'resolved',
  'handed over',
  'left',
  'response p90',
  'rating',
  'came back',
];

export function groupCells(group: NamedFigures): string[] {
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

export function nameOf(name: string | null, unknown = 'not known'): string {
  return name === null ? `(${unknown})` : printable(name);
}

export function number(value: number | null): string {
  return value === null ? '–' : Number.isInteger(value) ? value.toLocaleString('en') : value.toFixed(1);
}

export function plain(value: number | null): string {
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
export function shareText({ share, interval }: Share): string {
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
