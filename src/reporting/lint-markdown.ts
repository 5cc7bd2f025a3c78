import type { LintResult } from '../lint/index.js';
import { compareText, type Problem } from '../problem.js';
import { escapeMarkdown } from './markup.js';
import { count } from './style.js';

/** Rows of a Markdown summary: more does not fit a pull request's comment. */
const SHOWN = 50;

function verdict({ files, problems }: LintResult): string {
  const number = (severity: Problem['severity']): number => problems.filter((one) => one.severity === severity).length;
  return `${count(files, 'file')}: ${count(number('error'), 'error')}, ${count(number('warning'), 'warning')}, ${number('info')} info`;
}

function byCode(problems: readonly Problem[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { code } of problems) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1] || compareText(a[0], b[0]));
}

const RANK = { error: 0, warning: 1, info: 2 } as const;

/** A summary for a pull request or a job: what is most, and the worst findings. */
export function markdown(result: LintResult): string {
  const worst = result.problems.toSorted((a, b) => RANK[a.severity] - RANK[b.severity]);
  const rows = worst
    .slice(0, SHOWN)
    .map(
      ({ file = '', line, severity, message, code, hint }) =>
        `| ${severity} | ${escapeMarkdown(line === undefined ? file : `${file}:${line}`)} | ${escapeMarkdown(message)}${hint === undefined ? '' : ` – ${escapeMarkdown(hint)}`} | ${escapeMarkdown(code)} |`,
    );
  const lines = [`## kb lint`, '', `${verdict(result)}.`, ''];
  if (rows.length > 0) {
    const most = byCode(result.problems)
      .slice(0, 8)
      .map(([code, number]) => `\`${code}\` ${number}`);
    lines.push(
      `Most often: ${most.join(', ')}.`,
      '',
      '| | where | what | rule |',
      '| --- | --- | --- | --- |',
      ...rows,
      '',
    );
    if (result.problems.length > SHOWN) lines.push(`… and ${result.problems.length - SHOWN} more.`, '');
  }
  return lines.join('\n');
}
