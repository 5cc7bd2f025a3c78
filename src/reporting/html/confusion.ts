import type { Confusion } from '../../evaluation/index.js';
import { compareText } from '../../problem.js';
import { figureOf, mapOf } from './charts.js';
import { code, markup, said, type Content, type Html } from './markup.js';
import { counted, number, tableOf } from './tables.js';

/** Intents in the table of counts: the ones that are mixed up most. */
const WORST = 10;
/** Up to so many intents, the map of all of them would show no more than the table does. */
const MAPPED_FROM = 8;

type Label = string | null;

/** Which intents are taken for which: the worst as a table of counts, all as a map, and the sentences. */
export function confusionBody(confusions: readonly Confusion[], labels: readonly Label[]): Content {
  if (confusions.length === 0) return undefined;
  return [
    markup`<div class="figures">${heatTable(confusions)}${labels.length > MAPPED_FROM && confusionMap(confusions, labels)}</div>`,
    pairsTable(confusions),
  ];
}

/** Rows are what should have been recognised, columns what was. */
function heatTable(confusions: readonly Confusion[]): Html {
  const worst = worstLabels(confusions);
  const isWorst = new Set(worst);
  const counts = new Map(
    confusions
      .filter(({ expected, predicted }) => isWorst.has(expected) && isWorst.has(predicted))
      .map(({ expected, predicted, count }) => [JSON.stringify([expected, predicted]), count]),
  );
  const most = Math.max(...counts.values(), 1);
  const cell = (expected: Label, predicted: Label): Html => {
    if (expected === predicted) return markup`<td class="h0"><span class="unseen">same</span></td>`;
    const count = counts.get(JSON.stringify([expected, predicted])) ?? 0;
    return count === 0 ? markup`<td></td>` : markup`<td class="h${Math.ceil((5 * count) / most)}">${count}</td>`;
  };
  return markup`<div class="scroll" role="region" tabindex="0" aria-labelledby="heat-caption">
<table class="heat">
<caption id="heat-caption"><span><b>Who is taken for whom.</b> Each row is an intent that customers meant, each column what was recognised instead, with how often; the darker, the oftener. The ${number(worst.length - 1)} intents that are mixed up most; the last row is what is out of scope, the last column what was not recognised.</span></caption>
<thead><tr><th scope="row">meant ↓ recognised →</th>${worst.map((label) => markup`<th scope="col"><span>${label ?? 'not recognised'}</span></th>`)}</tr></thead>
<tbody>
${worst.map((expected) => markup`<tr><th scope="row">${code(expected ?? 'out of scope')}</th>${worst.map((predicted) => cell(expected, predicted))}</tr>\n`)}</tbody>
</table>
</div>
`;
}

/** The intents that are mixed up most with each other, by name, so that relatives stand side by side; then none. */
function worstLabels(confusions: readonly Confusion[]): readonly Label[] {
  const mistakes = new Map<string, number>();
  const isPair = ({ expected, predicted }: Confusion): boolean => expected !== null && predicted !== null;
  // A pair of intents tells more than one that is not recognised: the table of intents tells that.
  for (const confusion of confusions.some(isPair) ? confusions.filter(isPair) : confusions)
    for (const label of [confusion.expected, confusion.predicted])
      if (label !== null) mistakes.set(label, (mistakes.get(label) ?? 0) + confusion.count);
  const worst = [...mistakes]
    .toSorted(([a, left], [b, right]) => right - left || compareText(a, b))
    .slice(0, WORST)
    .map(([label]) => label);
  return [...worst.toSorted(compareText), null];
}

function compareLabels(a: Label, b: Label): number {
  return Number(a === null) - Number(b === null) || compareText(a ?? '', b ?? '');
}

function confusionMap(confusions: readonly Confusion[], labels: readonly Label[]): Html {
  const sorted = [...new Set([...labels, null])].toSorted(compareLabels);
  const place = new Map(sorted.map((label, index) => [label, index]));
  const total = confusions.reduce((sum, { count }) => sum + count, 0);
  return figureOf({
    id: 'confusion-map',
    title: 'All mistakes at a glance',
    meaning:
      'Each dot is a pair of intents: the row was meant, the column was recognised. Intents stand in the order of their names, the last row and column is what is out of scope or was not recognised. A row of dots is an intent that is taken for many; a block beside the diagonal is a group of relatives that are taken for each other. Shades: 1, 2 to 3, 4 to 7, 8 and more.',
    chart: mapOf(
      'confusion-map',
      `${number(total)} mistakes in ${number(confusions.length)} different pairs of ${number(sorted.length - 1)} intents.`,
      sorted.length,
      confusions.map(({ expected, predicted, count }) => [place.get(expected) ?? 0, place.get(predicted) ?? 0, count]),
      { rows: 'meant', columns: 'recognised' },
    ),
    numbers: markup`<p>They are in the table <a href="#pairs-caption">Pairs</a>.</p>`,
  });
}

function pairsTable(confusions: readonly Confusion[]): Html | undefined {
  return tableOf({
    id: 'pairs',
    caption: markup`<b>Pairs,</b> the most frequent first, with up to three of the sentences.`,
    columns: [
      { head: 'meant' },
      { head: 'recognised' },
      { head: 'times', kind: 'number' },
      { head: 'sentences', kind: 'text' },
    ],
    rows: confusions.map(({ expected, predicted, count, examples }) => [
      expected === null ? 'out of scope' : code(expected),
      predicted === null ? 'not recognised' : code(predicted),
      counted(count),
      examples.map((example, index) => [index > 0 && markup`<br>`, said(example)]),
    ]),
    most: 500,
    filter: true,
  });
}
