import type { LintResult } from '../lint/index.js';
import { goalTable, type EvalReport } from './evaluation.js';
import { lintSummary } from './lint.js';
import { problemLine } from './problems.js';
import { colors, count, percent, type Style } from './style.js';

/** Everything that `kb check` says. */
export interface CheckReport {
  readonly name: string;
  readonly lint: LintResult;
  readonly model: { readonly intents: number; readonly utterances: number; readonly trained: boolean };
  readonly evaluation: EvalReport;
  readonly passed: boolean;
}

/** Lint findings shown at most, so that the summary stays on one screen; `kb lint` shows all. */
const SHOWN = 8;

export const checkReporters = {
  json(report: CheckReport): string {
    const { lint, model, evaluation, passed } = report;
    const { summary, goals } = evaluation;
    const contract = { schema: 'kb.check/1', passed, lint: lintSummary(lint), model, eval: summary, goals };
    return `${JSON.stringify(contract, null, 2)}\n`;
  },

  table(report: CheckReport, style: Style): string {
    const paint = colors(style);
    const { lint, model, evaluation } = report;
    const { errors, warnings, infos } = lintSummary(lint);
    const { summary } = evaluation;
    const mark = (good: boolean): string => (good ? paint.green('✓') : paint.red('✗'));
    const shown = lint.problems.filter(({ severity }) => severity !== 'info').slice(0, SHOWN);
    const missed = evaluation.goals.filter(({ met }) => met === false).length;
    return [
      paint.bold(report.name),
      '',
      `${mark(errors === 0)} lint    ${count(lint.files, 'file')}: ${count(errors, 'error')}, ${count(warnings, 'warning')}, ${infos} info`,
      ...shown.map((problem) => `          ${problemLine(problem, style)}`),
      ...(errors + warnings > shown.length
        ? [`          … and ${errors + warnings - shown.length} more: kb lint`]
        : []),
      `${mark(true)} train   ${count(model.utterances, 'utterance')}, ${count(model.intents, 'intent')}${model.trained ? '' : ', up to date'}`,
      `${mark(missed === 0)} eval    ${count(summary.utterances, 'utterance')} ${evaluation.method.kind === 'heldout' ? 'held out' : 'cross-validated'}: ` +
        `in scope ${percent(summary.inScope.accuracy)} right, out of scope ${percent(summary.outOfScope.recall)} refused`,
      ...(evaluation.goals.length > 0 ? ['', goalTable(evaluation.goals, style)] : []),
      '',
      report.passed ? paint.green.bold('All is well.') : paint.red.bold('Not ready.'),
      '',
    ].join('\n');
  },
};
