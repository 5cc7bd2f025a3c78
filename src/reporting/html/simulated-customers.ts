import type { GroupFigures, PopulationFigures, WaitingFigures } from '../../simulation/index.js';
import { count } from '../style.js';
import { figureOf, figuresOf, fromZero, rangesOf } from './charts.js';
import { markup, type Content } from './markup.js';
import { bar, counted, inPercent, inSeconds, number, share, tableOf, type Cell } from './tables.js';

const WAITING =
  'How long customers wait who are handed to a person. The dot is the median: half wait less. The line ends at the 90th percentile: one in ten waits longer.';

/** What became of a simulated population, as a whole and by kind of customer. */
export function customersBody({ by, ...all }: PopulationFigures): Content {
  const steps: readonly (readonly [string, number])[] = [
    ['wrote', all.customers],
    ['were asked back at least once', all.clarified],
    ['were answered by the service alone', all.answered],
    ['got a person', all.handedOff],
    ['of these, with a draft for the person to check', all.assisted],
    ['left with neither', all.abandoned],
  ];
  const row = (name: string, group: GroupFigures): Cell[] => [
    name,
    counted(group.customers),
    ...[group.rates.handled, group.rates.deflection, group.rates.handOff, group.rates.abandonment].map((rate) =>
      share(rate.share),
    ),
    share(group.rates.wrongAnswer.share),
    { show: group.meanTurns === null ? '–' : group.meanTurns.toFixed(1), by: group.meanTurns },
  ];
  const groups = (['segment', 'channel', 'language', 'tier', 'intent'] as const).flatMap((dimension) =>
    by[dimension].map((group): Cell[] => {
      const [name, ...rest] = row(group.name, group);
      return [name, dimension, ...rest];
    }),
  );
  return [
    tableOf({
      id: 'funnel',
      caption: markup`<b>What became of ${count(all.customers, 'simulated customer')}.</b>`,
      columns: [
        { head: 'customers who' },
        { head: 'number', kind: 'number' },
        { head: '', kind: 'bar' },
        { head: 'share', kind: 'number' },
      ],
      rows: steps.map(([name, value]) => [
        name,
        counted(value),
        bar(value / Math.max(1, all.customers), name.startsWith('left') ? 'low' : ''),
        share(value / Math.max(1, all.customers)),
      ]),
    }),
    tableOf({
      id: 'groups',
      caption: markup`<b>By kind of customer.</b>`,
      columns: [
        { head: 'group' },
        { head: 'kind', kind: 'line', choose: true },
        { head: 'customers', kind: 'number' },
        { head: 'served', kind: 'number' },
        { head: 'answered alone', kind: 'number' },
        { head: 'to a person', kind: 'number' },
        { head: 'left', kind: 'number' },
        { head: 'wrong answer', kind: 'number' },
        { head: 'turns', kind: 'number' },
      ],
      rows: groups,
      filter: true,
    }),
  ];
}

/** How long those wait who are handed to a person. */
export function waitsBody({
  agents,
  arrivalsPerHour,
  utilisation,
  waits: list,
  agentsNeeded,
}: WaitingFigures): Content {
  const most = Math.max(...list.map(({ p90 }) => p90 ?? 0));
  const worst = list.toSorted((a, b) => (b.p90 ?? 0) - (a.p90 ?? 0))[0];
  return [
    markup`<p>${count(agents, 'agent')} behind the service, ${number(arrivalsPerHour)} customers an hour: busy ${inPercent(utilisation)} of the time.${agentsNeeded !== null && ` The goals need ${count(agentsNeeded, 'agent')}.`}</p>`,
    figuresOf([
      figureOf({
        id: 'waits',
        title: 'Waiting for a person',
        meaning: WAITING,
        chart: rangesOf(
          'waits',
          `Waiting time by segment, median and 90th percentile; longest for ${worst?.segment ?? ''}: 90th percentile ${inSeconds(worst?.p90 ?? null)}.`,
          { label: 'seconds', domain: fromZero([most, 10]), show: number },
          list.map(({ segment, median, p90 }) => ({ name: segment, value: median, low: median, high: p90 })),
        ),
        numbers: tableOf({
          id: 'wait-times',
          caption: markup`<b>Seconds until a person takes a hand-off up.</b>`,
          columns: ['segment', 'hand-offs', 'mean', 'median', '90th percentile', '99th percentile'].map(
            (head, index) => (index === 0 ? { head } : { head, kind: 'number' as const }),
          ),
          rows: list.map(({ segment, handOffs, mean, median, p90, p99 }) => [
            segment,
            counted(handOffs),
            ...[mean, median, p90, p99].map((value) => ({ show: inSeconds(value), by: value })),
          ]),
        }),
      }),
    ]),
  ];
}
