import type { Covered, Share } from '../../simulation/index.js';
import type { SimulationReport } from '../simulation.js';
import { count } from '../style.js';
import { figureOf, figuresOf, perCent, rangesOf } from './charts.js';
import { goalsSection, missedGoals } from './goals.js';
import { code, markup, raw, said, type Content, type Html } from './markup.js';
import { pageOf, tiles, verdictOf, type Section, type Tile } from './page.js';
import { customersBody, waitsBody } from './simulated-customers.js';
import { bar, counted, inPercent, inSeconds, number, share, tableOf, type Cell } from './tables.js';

/** Characters of conversations in a page; more would make it slow to open. */
const MOST_TALK = 1_000_000;
/** Names of what was not met, in a cell. */
const MOST_NAMES = 30;

const MEANINGS = {
  scenarios: 'Written conversations that went as they say they should.',
  coverage: 'Intents that at least one scenario meets: what is not met was not tried before launch.',
  served: 'Simulated customers who got an answer or a person; the others left with neither.',
  deflection: 'Simulated customers who got their answer from the service alone.',
  wrong: 'Simulated customers who were answered something that they had not asked.',
  wait: 'Nine of ten hand-offs are taken up by a person within this time.',
  robustness:
    'Of the turns that went well as written, those that still go well when the wording is varied. The line is the 95 % interval: the fewer turns, the longer it is.',
} as const;

/** The page of a simulation, with what `transcriptOf` made of its replays. */
export async function simulationPage(report: SimulationReport): Promise<string> {
  const { scenarios, turns, stoppedEarly } = report.result;
  const missed = missedGoals(report.goals);
  const failed = scenarios.total - scenarios.passed;
  const words = [
    ...(failed > 0 ? [`${number(failed)} of ${count(scenarios.total, 'scenario')} not as expected`] : []),
    ...(missed.length > 0 ? [`${count(missed.length, 'goal')} missed`] : []),
  ];
  return pageOf({
    made: 'kb simulate',
    title: `${report.name}: simulation`,
    lead: `${count(scenarios.total, 'scenario')} replayed in ${count(turns, 'turn')}${report.population ? `, ${count(report.population.customers, 'customer')} simulated` : ''}, seed ${report.seed}${stoppedEarly ? '; stopped at the first failure' : ''}.`,
    verdict: verdictOf(words.length === 0, words.length === 0 ? 'All as expected' : words.join(', '), missed),
    sections: [...simulationSections(report), await conversations(report.rows)],
  });
}

export function simulationSections(report: SimulationReport): readonly Section[] {
  const { coverage, population, waiting } = report;
  return [
    { id: 'simulation-in-short', title: 'In short', body: tiles(figures(report)) },
    goalsSection(report.goals),
    { id: 'failures', title: 'Not as expected', body: failures(report) },
    { id: 'coverage', title: 'Coverage', body: covered(report) },
    { id: 'robustness', title: 'Robustness', body: robustness(report) },
    { id: 'customers', title: 'Simulated customers', body: population && customersBody(population) },
    { id: 'waiting', title: 'Waiting', body: waiting && waitsBody(waiting) },
    { id: 'to-write', title: 'Scenarios to write', body: coverage.intents.total !== 0 && toWrite(report) },
  ];
}

function figures({ result, coverage, population, waiting }: SimulationReport): readonly Tile[] {
  const { scenarios } = result;
  const { intents } = coverage;
  const whole = waiting?.waits.at(-1);
  return [
    {
      name: 'Scenarios as expected',
      value: `${number(scenarios.passed)} of ${number(scenarios.total)}`,
      note: MEANINGS.scenarios,
    },
    {
      name: 'Intents met',
      value: `${number(intents.covered)} of ${number(intents.total ?? 0)}`,
      note: MEANINGS.coverage,
    },
    ...(population
      ? [
          {
            name: 'Served',
            value: inPercent(population.rates.handled.share),
            note: [MEANINGS.served, interval(population.rates.handled)],
          },
          {
            name: 'Answered alone',
            value: inPercent(population.rates.deflection.share),
            note: [MEANINGS.deflection, interval(population.rates.deflection)],
          },
          {
            name: 'Wrongly answered',
            value: inPercent(population.rates.wrongAnswer.share),
            note: [MEANINGS.wrong, interval(population.rates.wrongAnswer)],
          },
        ]
      : []),
    ...(whole ? [{ name: 'Wait, 90th percentile', value: inSeconds(whole.p90), note: MEANINGS.wait }] : []),
  ];
}

function interval({ interval: range }: Share): Content {
  return range && ` 95 % interval: ${inPercent(range[0])} to ${inPercent(range[1])}.`;
}

function failures({ result }: SimulationReport): Html | undefined {
  const { failures: list, failuresLeftOut } = result;
  return tableOf({
    id: 'all-failures',
    caption: markup`<b>Turns that did not go as their scenario expects.</b>${failuresLeftOut > 0 && ` ${number(failuresLeftOut)} more were only counted.`}`,
    columns: [
      { head: 'where' },
      { head: 'customer says', kind: 'text' },
      { head: 'expected', kind: 'text' },
      { head: 'because', kind: 'text' },
    ],
    rows: list.map(({ file, name, line, turn, text, mismatches, reasons }) => [
      [code(`${file}:${line}`), ` ${name.slice(file.length)} turn ${turn}`],
      said(text),
      mismatches.map(
        ({ what, expected, actual }, index) =>
          markup`${index > 0 && raw('<br>')}${what}: <b>${expected}</b>, got <b class="bad">${actual}</b>`,
      ),
      reasons.join('; '),
    ]),
    most: 300,
    filter: true,
  });
}

const DIMENSIONS = [
  ['intents', 'Intents'],
  ['articles', 'Articles'],
  ['tasks', 'Tasks of articles'],
  ['tiers', 'Tiers'],
  ['actions', 'Actions'],
  ['segments', 'Customer segments'],
  ['channels', 'Channels'],
  ['languages', 'Languages'],
  ['transitions', 'From intent to intent'],
] as const;

function covered({ coverage }: SimulationReport): Html | undefined {
  const row = (name: string, { covered: met, total, weighted, missing }: Covered): Cell[] => [
    name,
    counted(met),
    counted(total),
    bar(total ? met / total : null),
    share(total ? met / total : null),
    share(weighted),
    missing.length > 0 &&
      markup`<details><summary>${number(missing.length)}</summary>${missing
        .slice(0, MOST_NAMES)
        .map((each, index) => [index > 0 && ', ', code(each)])}${
        missing.length > MOST_NAMES && ` and ${number(missing.length - MOST_NAMES)} more`
      }</details>`,
  ];
  return tableOf({
    id: 'covered',
    caption: markup`<b>What the scenarios met</b> of all there is; “by traffic” weighs each by how often customers ask it, where kb.yaml or a log says so.`,
    columns: [
      { head: 'of' },
      { head: 'met', kind: 'number' },
      { head: 'there are', kind: 'number' },
      { head: '', kind: 'bar' },
      { head: 'share', kind: 'number' },
      { head: 'by traffic', kind: 'number' },
      { head: 'not met', kind: 'text' },
    ],
    rows: DIMENSIONS.map(([key, name]) => row(name, coverage[key])),
  });
}

function robustness({ result }: SimulationReport): Content {
  const { variations } = result;
  if (variations.length === 0) return undefined;
  const numbers = tableOf({
    id: 'variations',
    caption: markup`<b>Turns still right</b> when varied.`,
    columns: [
      { head: 'variation' },
      { head: 'replays', kind: 'number' },
      { head: 'turns', kind: 'number' },
      { head: 'still right', kind: 'number' },
      { head: '95 % interval', kind: 'line' },
    ],
    rows: variations.map(({ name, replays, total, share: held, interval: range }) => [
      name,
      counted(replays),
      counted(total),
      share(held),
      range === null ? '–' : `${inPercent(range[0])} to ${inPercent(range[1])}`,
    ]),
  });
  const worst = variations.toSorted((a, b) => (a.share ?? 1) - (b.share ?? 1))[0];
  const figure = figureOf({
    id: 'varied',
    title: 'Turns still right when the wording varies',
    meaning: MEANINGS.robustness,
    chart: rangesOf(
      'varied',
      `Turns still right by variation, from 0 to 100 per cent; least with ${worst?.name ?? ''}: ${inPercent(worst?.share ?? null)}.`,
      { label: 'turns still right', domain: [0, 1], show: perCent },
      variations.map(({ name, share: value, interval: range }) => ({
        name,
        value,
        low: range?.[0] ?? null,
        high: range?.[1] ?? null,
      })),
    ),
    numbers,
  });
  return figuresOf([figure]);
}

function toWrite({ stubs }: SimulationReport): Content {
  return (
    stubs.length > 0 && [
      markup`<p>Beginnings of scenarios for what none met; a person ends them. Save one under scenarios/.</p>`,
      stubs
        .slice(0, MOST_NAMES)
        .map(
          ({ covers, text }) =>
            markup`<details><summary>${covers}</summary><p class="pre">${code(text)}</p></details>\n`,
        ),
    ]
  );
}

async function conversations(talk: AsyncIterable<string>): Promise<Section> {
  let shown = '';
  let left = 0;
  let isFull = false;
  for await (const piece of talk) {
    if (!isFull) shown += piece;
    else left += lines(piece);
    if (isFull || shown.length <= MOST_TALK) continue;
    // A conversation a line: what is cut is cut between two of them.
    isFull = true;
    const end = shown.lastIndexOf('\n', MOST_TALK) + 1;
    left += lines(shown.slice(end));
    shown = shown.slice(0, end);
  }
  return {
    id: 'conversations',
    title: 'Conversations',
    body: shown !== '' && [
      markup`<p>Each scenario as it went, with the reason of each decision; varied ones where the variation broke something.${left > 0 && ` ${count(left, 'more conversation')} left out: --format csv has all.`}</p>`,
      raw(shown),
    ],
  };
}

function lines(text: string): number {
  return text.split('\n').length - 1;
}
