import type { LintResult } from '../lint/index.js';
import { compareText, type Problem } from '../problem.js';
import { escapeMarkdown, escapeMarkup } from './markup.js';
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

const STYLE = `
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; color: #1c2024; background: #fff }
table { border-collapse: collapse; width: 100% } td, th { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid #ddd; vertical-align: top }
code { font: 13px ui-monospace, monospace } .error { color: #b3261e } .warning { color: #8a5a00 } .info { color: #1b5e8c } .hint { color: #556 }
@media (prefers-color-scheme: dark) { body { color: #e4e6e8; background: #16181a } td, th { border-color: #333 } .error { color: #ff8a80 } .warning { color: #ffca66 } .info { color: #82c4ff } .hint { color: #aab } }`;

/** One page that needs nothing else: no script, no request. */
export function html(result: LintResult): string {
  const files = new Map<string, Problem[]>();
  for (const problem of result.problems) {
    const file = problem.file ?? '';
    files.set(file, [...(files.get(file) ?? []), problem]);
  }
  const sections = [...files].map(([file, problems]) => {
    const rows = problems.map(
      ({ line, column, severity, message, hint, code, related = [] }) =>
        `<tr><td>${[line, column].filter((part) => part !== undefined).join(':')}</td><td class="${severity}">${severity}</td>` +
        `<td>${escapeMarkup(message)}${hint === undefined ? '' : ` <span class="hint">${escapeMarkup(hint)}</span>`}` +
        related
          .map(
            (place) =>
              `<br><span class="hint">${escapeMarkup(`${place.file ?? ''}:${place.line ?? 1}: ${place.message}`)}</span>`,
          )
          .join('') +
        `</td><td><code>${escapeMarkup(code)}</code></td></tr>`,
    );
    return `<h2><code>${escapeMarkup(file)}</code></h2>\n<table>\n<tr><th>line</th><th></th><th>what</th><th>rule</th></tr>\n${rows.join('\n')}\n</table>`;
  });
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>kb lint</title><style>${STYLE}
</style></head>
<body>
<h1>kb lint</h1>
<p>${escapeMarkup(verdict(result))}</p>
${sections.join('\n')}
</body>
</html>
`;
}
