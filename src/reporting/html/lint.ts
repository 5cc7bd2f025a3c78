import { lintSummary } from '../lint.js';
import type { LintResult } from '../../lint/index.js';
import { compareText, type Problem } from '../../problem.js';
import { count } from '../style.js';
import { code, markup, said, type Html } from './markup.js';
import { pageOf, tiles, verdictOf, type Section } from './page.js';
import { bar, counted, number, tableOf } from './tables.js';

/** Findings in a page; worst first. More would make the browser slow, and nobody reads them. */
const SHOWN = 2000;

const RANK = { error: 0, warning: 1, info: 2 } as const;
const MARKS = { error: '✗', warning: '!', info: '·' } as const;

export function lintPage(result: LintResult): string {
  const { files, errors, warnings } = lintSummary(result);
  return pageOf({
    made: 'kb lint',
    title: 'What kb lint found',
    lead: `${count(files, 'file')} checked.`,
    verdict: verdictOf(
      errors === 0,
      errors > 0
        ? count(errors, 'error')
        : warnings > 0
          ? `No errors, ${count(warnings, 'warning')}`
          : 'No errors, no warnings',
    ),
    sections: lintSections(result),
  });
}

export function lintSections(result: LintResult): readonly Section[] {
  return [
    { id: 'findings-in-short', title: 'In short', body: [figures(result), byRule(result)] },
    { id: 'findings', title: 'Findings', body: findings(result) },
  ];
}

function figures(result: LintResult): Html {
  const { errors, warnings, infos } = lintSummary(result);
  const { baselined, disabled } = result;
  return tiles([
    { name: 'Errors', value: number(errors), note: 'Customers would meet them: none is allowed.' },
    { name: 'Warnings', value: number(warnings), note: 'Likely wrong: a person should look.' },
    { name: 'Info', value: number(infos), note: 'Worth knowing.' },
    ...(baselined > 0
      ? [{ name: 'In the baseline', value: number(baselined), note: 'Old findings that do not count.' }]
      : []),
    ...(disabled > 0 ? [{ name: 'Disabled', value: number(disabled), note: 'By a comment in the file.' }] : []),
  ]);
}

function byRule({ problems }: LintResult): Html | undefined {
  const rules = new Map<string, Problem[]>();
  for (const problem of problems) rules.set(problem.code, [...(rules.get(problem.code) ?? []), problem]);
  const most = Math.max(...[...rules.values()].map((list) => list.length));
  return tableOf({
    id: 'rules',
    caption: markup`<b>By rule.</b> kb explain RULE says what one means, with an example.`,
    columns: [
      { head: 'rule' },
      { head: 'severity', kind: 'line' },
      { head: 'findings', kind: 'number' },
      { head: '', kind: 'bar' },
      { head: 'files', kind: 'number' },
    ],
    rows: [...rules]
      .toSorted(([a, left], [b, right]) => right.length - left.length || compareText(a, b))
      .map(([rule, list]) => [
        code(rule),
        severityOf(list[0]?.severity ?? 'info'),
        counted(list.length),
        bar(list.length / most),
        counted(new Set(list.map(({ file }) => file)).size),
      ]),
  });
}

function findings({ problems }: LintResult): Html {
  const worst = problems.toSorted((a, b) => RANK[a.severity] - RANK[b.severity]);
  return (
    tableOf({
      id: 'all-findings',
      caption: markup`<b>Findings.</b> Errors first, then by file and line.`,
      columns: [
        { head: 'where' },
        { head: 'what', kind: 'text' },
        { head: 'severity', kind: 'line', choose: true },
        { head: 'rule', choose: true },
      ],
      rows: worst.map(({ file = '', line, column, severity, message, hint, code: rule, related = [] }) => [
        code([file, line, column].filter((part) => part !== undefined && part !== '').join(':')),
        [
          said(message),
          hint !== undefined && markup`<br><span class="muted">${hint}</span>`,
          related.map(
            (place) =>
              markup`<br><span class="muted">${code(`${place.file ?? ''}:${place.line ?? 1}`)} ${place.message}</span>`,
          ),
        ],
        severityOf(severity),
        code(rule),
      ]),
      most: SHOWN,
      filter: true,
    }) ?? markup`<p>Nothing was found.</p>`
  );
}

function severityOf(severity: Problem['severity']): Html {
  return markup`<span class="${severity}"><span aria-hidden="true">${MARKS[severity]} </span>${severity}</span>`;
}
