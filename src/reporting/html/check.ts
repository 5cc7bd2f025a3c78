import { NOTHING_TO_COMPARE, type CheckReport } from '../check.js';
import { comparisonInWords } from '../comparison.js';
import { count } from '../style.js';
import { EVALUATION_FIGURES, evaluationSections, methodOf } from './evaluation.js';
import { goalsSection, missedGoals } from './goals.js';
import { lintSections } from './lint.js';
import { lintSummary } from '../lint.js';
import { markup, type Content } from './markup.js';
import { meaningsSection } from './meanings.js';
import { pageOf, verdictOf, type Section } from './page.js';
import { simulationSections } from './simulation.js';
import { number, tableOf } from './tables.js';

/** All that `kb check` did, in one page: the parts are those of the verbs' own pages. */
export function checkPage(report: CheckReport): string {
  const { name, today, lint, evaluation, simulation, passed } = report;
  const goals = [...(evaluation?.goals ?? []), ...(simulation?.goals ?? [])];
  return pageOf({
    made: 'kb check',
    title: `${name}: ready to launch?`,
    lead: `Dates are held against ${today}.`,
    verdict: verdictOf(passed, passed ? 'All is well' : 'Not ready', missedGoals(goals)),
    sections: [
      { id: 'steps', title: 'Steps', body: steps(report) },
      goalsSection(goals),
      ...partOf('Lint', lintSections(lint)),
      ...partOf('Evaluation', evaluation ? evaluationSections(evaluation) : []),
      ...partOf('Simulation', simulation ? simulationSections(simulation) : []),
      ...(evaluation ? [meaningsSection(EVALUATION_FIGURES)] : []),
    ],
  });
}

function partOf(part: string, sections: readonly Section[]): readonly Section[] {
  return sections
    .filter(({ id }) => id !== 'goals')
    .map((each) => ({ ...each, title: `${part}: ${each.title.toLowerCase()}` }));
}

function steps({ lint, model, evaluation, simulation, uncompared }: CheckReport): Content {
  const { files, errors, warnings, infos } = lintSummary(lint);
  const scenarios = simulation?.result.scenarios;
  const comparison = evaluation?.comparison;
  const rows: readonly (readonly [string, boolean | null, Content])[] = [
    [
      'lint',
      errors === 0,
      `${count(files, 'file')}: ${count(errors, 'error')}, ${count(warnings, 'warning')}, ${number(infos)} info`,
    ],
    [
      'train',
      model ? true : null,
      model ? `${count(model.utterances, 'utterance')}, ${count(model.intents, 'intent')}` : 'nothing to train on',
    ],
    [
      'evaluate',
      evaluation ? evaluation.goals.every(({ met }) => met !== false) : null,
      evaluation ? methodOf(evaluation) : 'not done',
    ],
    ...(comparison ? [['compare', comparison.verdict !== 'worse', comparisonInWords(comparison)] as const] : []),
    ...(uncompared === undefined ? [] : [['compare', null, NOTHING_TO_COMPARE] as const]),
    [
      'simulate',
      scenarios
        ? scenarios.passed === scenarios.total && (simulation?.goals ?? []).every(({ met }) => met !== false)
        : null,
      scenarios ? `${number(scenarios.passed)} of ${count(scenarios.total, 'scenario')} as expected` : 'not done',
    ],
  ];
  return tableOf({
    id: 'all-steps',
    caption: markup`<b>What was done.</b>`,
    columns: [{ head: 'step' }, { head: 'verdict', kind: 'line' }, { head: 'what', kind: 'text' }],
    rows: rows.map(([step, isGood, what]) => [
      step,
      isGood === null
        ? markup`<span class="muted">not done</span>`
        : markup`<span class="${isGood ? 'good' : 'bad'}">${isGood ? '✓ well' : '✗ not well'}</span>`,
      what,
    ]),
  });
}
