import { DIMENSIONS, type Figures, type Share, type Spread, type Stats } from '../analytics/index.js';
import { printable } from '../text/index.js';
import { csvLine } from './logs.js';

/** What a row of the figures holds beside the group's dimension and name: columns by their unit. */
export const FIGURE_COLUMNS = [
  'conversations',
  'customers',
  'unknown_customers',
  'questions',
  'messages',
  ...['resolution', 'containment', 'hand_off', 'abandonment', 'repeat_contact', 'satisfied'].flatMap((name) => [
    `${name}_count`,
    `${name}_total`,
    `${name}_ratio`,
    `${name}_low`,
    `${name}_high`,
  ]),
  ...['first_response_seconds', 'wait_seconds', 'resolution_seconds', 'messages_to_solution'].flatMap((name) => [
    `${name}_measured`,
    `${name}_median`,
    `${name}_median_low`,
    `${name}_median_high`,
    `${name}_p90`,
    `${name}_p90_low`,
    `${name}_p90_high`,
  ]),
  'ratings',
  'satisfaction_mean',
  'satisfaction_low',
  'satisfaction_high',
] as const;

export interface FigureRow {
  /** `all`, or a dimension. */
  readonly dimension: string;
  /** Empty for `all` and for what is not known. */
  readonly name: string;
  readonly values: readonly (number | null)[];
}

/** The figures of all conversations and of each group, one row each. */
export function figureRows(stats: Stats): readonly FigureRow[] {
  return [
    ...(stats.overall ? [{ dimension: 'all', name: '', values: valuesOf(stats.overall) }] : []),
    ...DIMENSIONS.flatMap((dimension) =>
      stats.by[dimension].map(({ name, ...figures }) => ({ dimension, name: name ?? '', values: valuesOf(figures) })),
    ),
  ];
}

function valuesOf(figures: Figures): readonly (number | null)[] {
  const share = ({ count, total, share: value, interval }: Share): readonly (number | null)[] => [
    count,
    total,
    value,
    interval?.[0] ?? null,
    interval?.[1] ?? null,
  ];
  const spread = ({ measured, median, medianInterval, p90, p90Interval }: Spread): readonly (number | null)[] => [
    measured,
    median,
    medianInterval?.[0] ?? null,
    medianInterval?.[1] ?? null,
    p90,
    p90Interval?.[0] ?? null,
    p90Interval?.[1] ?? null,
  ];
  const { satisfaction } = figures;
  return [
    figures.conversations,
    figures.customers,
    figures.unknownCustomers,
    figures.questions,
    figures.messages,
    ...share(figures.resolution),
    ...share(figures.containment),
    ...share(figures.handOff),
    ...share(figures.abandonment),
    ...share(figures.repeatContact),
    ...share(satisfaction.satisfied),
    ...spread(figures.firstResponse),
    ...spread(figures.wait),
    ...spread(figures.resolutionTime),
    ...spread(figures.messagesToSolution),
    satisfaction.ratings,
    satisfaction.mean,
    satisfaction.interval?.[0] ?? null,
    satisfaction.interval?.[1] ?? null,
  ];
}

export function statsCsv(stats: Stats): string {
  const lines = figureRows(stats).map(({ dimension, name, values }) =>
    csvLine([dimension, printable(name), ...values.map((value) => (value === null ? '' : String(value)))]),
  );
  return [csvLine(['dimension', 'name', ...FIGURE_COLUMNS]), ...lines, ''].join('\n');
}

/** Families of gauges for a dashboard: a column with its unit in the name, and what it is. */
const GAUGES: readonly (readonly [column: string, help: string])[] = [
  ['conversations', 'Conversations.'],
  ['customers', 'Different customers.'],
  ['questions', 'Questions asked.'],
  ['resolution_ratio', 'Share resolved with no person in it.'],
  ['containment_ratio', 'Share with no person in it.'],
  ['hand_off_ratio', 'Share handed to a person.'],
  ['abandonment_ratio', 'Share left without an answer.'],
  ['repeat_contact_ratio', 'Share of customers who came back soon after.'],
  ['satisfied_ratio', 'Share of ratings of 4 and 5.'],
  ['satisfaction_mean', 'Mean rating from 1 to 5.'],
];
const QUANTILES: readonly (readonly [name: string, help: string])[] = [
  ['first_response_seconds', "From the customer's first message to the service's first."],
  ['wait_seconds', "From the hand-off to the person's first message."],
  ['resolution_seconds', "From the customer's first message to the service's last, where it was solved."],
];

/**
 * The figures as OpenMetrics text. Groups have the labels `by` and `name`; those of `by="all"` are the totals.
 *
 * @see https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md
 */
export function statsOpenMetrics(stats: Stats): string {
  const rows = figureRows(stats);
  const at = (column: string): number => FIGURE_COLUMNS.indexOf(column);
  const labels = ({ dimension, name }: FigureRow, more = ''): string =>
    `{by="${dimension}",name="${label(name)}"${more}}`;
  const lines: string[] = [];
  for (const [column, help] of GAUGES) {
    lines.push(`# TYPE kb_${column} gauge`, `# HELP kb_${column} ${help}`);
    for (const row of rows) {
      const value = row.values[at(column)];
      if (typeof value === 'number') lines.push(`kb_${column}${labels(row)} ${value}`);
    }
  }
  for (const [name, help] of QUANTILES) {
    lines.push(`# TYPE kb_${name} summary`, `# UNIT kb_${name} seconds`, `# HELP kb_${name} ${help}`);
    for (const row of rows) {
      const measured = row.values[at(`${name}_measured`)];
      if (typeof measured !== 'number' || measured === 0) continue;
      lines.push(
        `kb_${name}${labels(row, ',quantile="0.5"')} ${row.values[at(`${name}_median`)]}`,
        `kb_${name}${labels(row, ',quantile="0.9"')} ${row.values[at(`${name}_p90`)]}`,
        `kb_${name}_count${labels(row)} ${measured}`,
      );
    }
  }
  lines.push(
    '# TYPE kb_goal_met gauge',
    '# HELP kb_goal_met Whether a goal of kb.yaml is met; absent where not measured.',
  );
  for (const { goal, met } of stats.goals) {
    if (met !== null) lines.push(`kb_goal_met{goal="${label(goal)}"} ${met ? 1 : 0}`);
  }
  return [...lines, '# EOF', ''].join('\n');
}

function label(text: string): string {
  return printable(text)
    .replaceAll('\\', '\\\\')
    .replaceAll('"', String.raw`\"`)
    .replace(/[\r\n]+/g, String.raw`\n`);
}
