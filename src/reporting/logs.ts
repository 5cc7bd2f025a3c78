import type { ImportResult } from '../conversations/index.js';
import { printable } from '../text/index.js';
import { count, table, type Style } from './style.js';
import { jsonText } from './json.js';

export interface LogsReport extends ImportResult {
  /** Conversations in the store that had become too old, and were erased from it. */
  readonly expired: number;
  readonly retentionDays: number;
  readonly today: string;
}

export const logsReporters = {
  table(report: LogsReport): string {
    const { conversations, turns, added, changed, unchanged, skipped, tooOld, expired, retentionDays } = report;
    const formats = [...new Set(report.files.flatMap(({ format }) => format ?? []))].toSorted();
    return [
      `${count(conversations, 'conversation')}, ${count(turns, 'turn')} read${formats.length > 0 ? ` (${formats.join(', ')})` : ''}`,
      `  ${added.toLocaleString('en')} new, ${changed.toLocaleString('en')} changed, ${unchanged.toLocaleString('en')} there already`,
      ...(skipped.count > 0 ? [`  ${count(skipped.count, 'place')} skipped, listed above`] : []),
      ...(tooOld > 0
        ? [`  ${count(tooOld, 'conversation')} not kept: older than ${retentionDays} days on ${report.today}`]
        : []),
      ...(expired > 0
        ? [`  ${count(expired, 'conversation')} erased: older than ${retentionDays} days on ${report.today}`]
        : []),
      '',
    ].join('\n');
  },

  json({ problems, ...report }: LogsReport): string {
    return jsonText({ schema: 'kb.logs-import/1', ...report, problems });
  },

  rows(columns: readonly string[], rows: readonly (readonly string[])[], style: Style): string {
    return `${table(
      columns,
      rows,
      columns.map(() => 'left' as const),
      style,
    )}\n`;
  },
};

/** One value of a row as text; nothing is an empty text. Characters that steer a terminal are made harmless. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return '';
  // DuckDB's values of dates, lists and structs write themselves.
  return printable((value as { toString(): string }).toString());
}

/**
 * A line of CSV (RFC 4180). A text that a spreadsheet would take for a formula gets an apostrophe before it, as OWASP's
 * "CSV Injection" advises.
 */
export function csvLine(values: readonly string[]): string {
  return values
    .map((value) => (/^[=+\-@\t\r]/.test(value) && !/^-?\d+(?:\.\d+)?$/.test(value) ? `'${value}` : value))
    .map((value) => (/[",\n\r']/.test(value) ? `"${value.replaceAll('"', '""')}"` : value))
    .join(',');
}
