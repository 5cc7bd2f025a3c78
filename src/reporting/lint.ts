import type { LintResult, Rule } from '../lint/index.js';
import type { Severity } from '../problem.js';
import { printable } from '../text/index.js';
import { github, gitlab, junit, sarif, type Repository } from './lint-machines.js';
import { markdown } from './lint-markdown.js';
import { escapeMarkdown } from './markup.js';
import { problemLine } from './problems.js';
import { colors, count, table, type Style } from './style.js';
import { jsonText } from './json.js';

export function lintSummary({ files, problems }: LintResult): {
  readonly files: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
} {
  const number = (severity: Severity): number => problems.filter((problem) => problem.severity === severity).length;
  return { files, errors: number('error'), warnings: number('warning'), infos: number('info') };
}

export const lintReporters = {
  table(result: LintResult, style: Style): string {
    const { files, errors, warnings, infos } = lintSummary(result);
    const paint = colors(style);
    const verdict = errors > 0 ? paint.red('✗') : warnings > 0 ? paint.yellow('!') : paint.green('✓');
    const summary = `${verdict} ${count(files, 'file')}: ${count(errors, 'error')}, ${count(warnings, 'warning')}, ${infos} info`;
    const hidden = [
      ...(result.disabled > 0 ? [`${result.disabled} disabled by comments`] : []),
      ...(result.baselined > 0 ? [`${result.baselined} in the baseline`] : []),
    ];
    return [
      ...result.problems.map((problem) => problemLine(problem, style)),
      `${summary}${hidden.length === 0 ? '' : ` (${hidden.join(', ')})`}`,
      '',
    ].join('\n');
  },

  /** A finding a line, for editors and for grep: no colour, no hint, no summary. */
  compact(result: LintResult): string {
    return result.problems
      .map(
        ({ file = '', line = 1, column = 1, severity, message, code }) =>
          `${printable(file)}:${line}:${column}: ${severity}: ${printable(message)} [${code}]\n`,
      )
      .join('');
  },

  json(result: LintResult): string {
    const problems = result.problems.map(({ code, severity, message, hint, file, line, column, related }) => ({
      code,
      severity,
      message,
      hint,
      file,
      line,
      column,
      related,
    }));
    return jsonText({ schema: 'kb.lint/1', summary: lintSummary(result), problems });
  },

  sarif,
  junit,
  github,
  gitlab,
  markdown,
} satisfies Record<string, (result: LintResult, style: Style & Repository) => string>;

export type LintFormat = keyof typeof lintReporters | 'html';

export const ruleListReporters = {
  table(rules: readonly Rule[], style: Style): string {
    const rows = rules.map(({ meta }) => [meta.id, meta.severity, meta.fixable, meta.summary]);
    return `${table(['rule', 'severity', 'fix', 'finds'], rows, ['left', 'left', 'left', 'left'], style)}\n`;
  },

  /** A page of documentation: each rule with what it finds, and an example that fails. */
  markdown(rules: readonly Rule[]): string {
    const areas = [...new Set(rules.map(({ meta }) => meta.id.split('/')[0] ?? ''))];
    const section = (area: string): string[] => [
      `## ${area}`,
      '',
      '| rule | severity | fix | finds |',
      '| --- | --- | --- | --- |',
      ...rules
        .filter(({ meta }) => meta.id.startsWith(`${area}/`))
        .map(({ meta: { id, severity, fixable, summary, needs, optIn } }) => {
          const when =
            optIn === true ? ' (off)' : needs === 'model' ? ' (`--model`)' : needs === 'network' ? ' (`--online`)' : '';
          return `| \`${id}\` | ${severity}${when} | ${fixable} | ${escapeMarkdown(summary)} |`;
        }),
      '',
    ];
    return areas.flatMap(section).join('\n');
  },

  json(rules: readonly Rule[]): string {
    const list = rules.map(({ meta: { id, severity, fixable, summary } }) => ({
      code: id,
      severity,
      fixable: fixable !== 'no',
      summary,
    }));
    return jsonText(list);
  },
};
