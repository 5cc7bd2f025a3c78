import type { LintResult } from '../lint/index.js';
import { printable } from '../text/index.js';
import { againstInWords, comparisonContract, comparisonInWords, type ComparisonReport } from './comparison.js';
import { goalTable, type EvalReport } from './evaluation.js';
import { lintSummary } from './lint.js';
import { problemLine } from './problems.js';
import type { SimulationReport } from './simulation.js';
import { colors, count, percent, type Style } from './style.js';
import { jsonText } from './json.js';

/** Everything that `kb check` says. */
export interface CheckReport {
  readonly name: string;
  /** The day that dates were held against. */
  readonly today: string;
  readonly lint: LintResult;
  /** `null`: there is nothing to train on, or files that cannot be read. */
  readonly model: { readonly intents: number; readonly utterances: number; readonly trained: boolean } | null;
  /** `null`: there are files that cannot be read. */
  readonly evaluation: EvalReport | null;
  /** `null`: there is no model yet, or the scenarios cannot be replayed; the lint findings then say why. */
  readonly simulation: SimulationReport | null;
  readonly passed: boolean;
  /** The revision or report that there was nothing of now to hold against. */
  readonly uncompared?: string;
}

/** Nothing was measured yet. */
export const NOTHING_TO_COMPARE = 'nothing to compare';

/** Lint findings shown at most, so that the summary stays on one screen; `kb lint` shows all. */
const SHOWN = 8;

export const checkReporters = {
  json({ today, lint, model, evaluation, simulation, passed, uncompared }: CheckReport): string {
    const simulate = simulation && {
      scenarios: simulation.result.scenarios,
      turns: simulation.result.turns,
      coverage: simulation.coverage,
    };
    const contract = {
      schema: 'kb.check/1',
      today,
      passed,
      lint: lintSummary(lint),
      model,
      eval: evaluation?.summary ?? null,
      ...(evaluation?.comparison && { comparison: comparisonContract(evaluation.comparison) }),
      ...(uncompared !== undefined && { comparison: null }),
      simulate,
      goals: [...(evaluation?.goals ?? []), ...(simulation?.goals ?? [])],
    };
    return jsonText(contract);
  },

  table(report: CheckReport, style: Style): string {
    const paint = colors(style);
    const { lint, model, evaluation, simulation, uncompared } = report;
    const goals = [...(evaluation?.goals ?? []), ...(simulation?.goals ?? [])];
    const { errors, warnings, infos } = lintSummary(lint);
    const mark = (good: boolean): string => (good ? paint.green('✓') : paint.red('✗'));
    const shown = lint.problems.filter(({ severity }) => severity !== 'info').slice(0, SHOWN);
    const found = `${count(errors, 'error')}, ${count(warnings, 'warning')}, ${infos} info`;
    return [
      `${paint.bold(printable(report.name))}, ${report.today}`,
      '',
      `${mark(errors === 0)} lint    ${count(lint.files, 'file')}: ${found}`,
      ...shown.map((problem) => `          ${problemLine(problem, style)}`),
      ...(errors + warnings > shown.length
        ? [`          … and ${errors + warnings - shown.length} more: kb lint`]
        : []),
      ...(evaluation ? [trainLine(model, mark), evaluationLine(evaluation, mark)] : []),
      ...(evaluation?.comparison ? [comparisonLine(evaluation.comparison, mark)] : []),
      ...(uncompared === undefined ? [] : [`· against ${printable(uncompared)}: ${NOTHING_TO_COMPARE}`]),
      ...(simulation ? [simulationLine(simulation, mark)] : []),
      ...(goals.length > 0 ? ['', goalTable(goals, style)] : []),
      '',
      report.passed ? paint.green.bold('All is well.') : paint.red.bold('Not ready.'),
      '',
    ].join('\n');
  },
};

function trainLine(model: CheckReport['model'], mark: (good: boolean) => string): string {
  if (!model) return `${mark(true)} train   nothing to train on yet`;
  const { utterances, intents, trained } = model;
  return `${mark(true)} train   ${count(utterances, 'utterance')}, ${count(intents, 'intent')}${trained ? '' : ', up to date'}`;
}

function evaluationLine({ summary, goals, method }: EvalReport, mark: (good: boolean) => string): string {
  const how = method.kind === 'heldout' ? 'held out' : 'cross-validated';
  const line =
    summary.utterances === 0
      ? 'nothing to measure on yet'
      : `${count(summary.utterances, 'utterance')} ${how}: in scope ${percent(summary.inScope.accuracy)} right, ` +
        (summary.outOfScope.recall === null
          ? 'nothing out of scope'
          : `out of scope ${percent(summary.outOfScope.recall)} refused`);
  const missed = goals.some(({ met }) => met === false);
  return `${mark(!missed)} eval    ${line}`;
}

function comparisonLine(comparison: ComparisonReport, mark: (good: boolean) => string): string {
  const lost = comparison.verdict === 'worse';
  return `${mark(!lost)} against ${againstInWords(comparison)}: ${comparisonInWords(comparison)}${lost ? ': kb eval --against' : ''}`;
}

function simulationLine(
  { result, coverage, population, goals }: SimulationReport,
  mark: (good: boolean) => string,
): string {
  const { scenarios, turns } = result;
  const { intents } = coverage;
  const good = scenarios.passed === scenarios.total && goals.every(({ met }) => met !== false);
  if (scenarios.total === 0) return `${mark(good)} simulate  no scenarios yet`;
  return [
    `${mark(good)} simulate  ${scenarios.passed} of ${count(scenarios.total, 'scenario')} as expected in ${count(turns, 'turn')}`,
    `${intents.covered} of ${count(intents.total ?? 0, 'intent')} met`,
    ...(population
      ? [`of ${count(population.customers, 'simulated customer')} ${percent(population.rates.handled.share)} served`]
      : []),
  ].join(', ');
}
