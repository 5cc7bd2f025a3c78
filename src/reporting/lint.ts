import type { LintResult, Rule } from '../lint/index.js';
import type { Severity } from '../problem.js';
import { problemLine } from './problems.js';
import { colors, count, table, type Style } from './style.js';

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
    return [...result.problems.map((problem) => problemLine(problem, style)), summary, ''].join('\n');
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
    return `${JSON.stringify({ schema: 'kb.lint/1', summary: lintSummary(result), problems }, null, 2)}\n`;
  },
};

export const ruleListReporters = {
  table(rules: readonly Rule[], style: Style): string {
    const rows = rules.map(({ meta }) => [meta.id, meta.severity, meta.fixable, meta.summary]);
    return `${table(['rule', 'severity', 'fix', 'finds'], rows, ['left', 'left', 'left', 'left'], style)}\n`;
  },

  json(rules: readonly Rule[]): string {
    const list = rules.map(({ meta: { id, severity, fixable, summary } }) => ({
      code: id,
      severity,
      fixable: fixable !== 'no',
      summary,
    }));
    return `${JSON.stringify(list, null, 2)}\n`;
  },
};
