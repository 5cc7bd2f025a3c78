import type { Flip } from '../../evaluation/index.js';
import { againstInWords, comparisonInWords, flipsInWords, type ComparisonReport } from '../comparison.js';
import { code, markup, said, sentence, type Content, type Html } from './markup.js';
import { counted, tableOf } from './tables.js';

const MARKS = { worse: '✗', better: '✓', neither: '·' } as const;
const TONES = { worse: 'bad', better: 'good', neither: 'muted' } as const;
const WORDS = {
  worse: 'worse: a real loss',
  better: 'better: a real gain',
  'no-difference': 'no real difference',
  'too-little-data': 'too little data to tell',
} as const;

/** What changed against another model: the verdict in words, then every utterance that changed its outcome. */
export function comparisonBody(comparison: ComparisonReport): Content {
  const { verdict, figures, flips } = comparison;
  const tone = verdict === 'worse' ? 'bad' : verdict === 'better' ? 'good' : 'muted';
  return [
    markup`<p>Against ${code(againstInWords(comparison))}: <b class="${tone}">${WORDS[verdict]}</b>.</p>
<ul>${figures.map((figure) => markup`<li>${comparisonInWords(figure)}</li>`)}</ul>
<p>${sentence(flipsInWords(comparison))}. A verdict needs an interval without 0 that also allows for what another training of the same data would change, and McNemar’s test at 5 %: single utterances change by chance whenever a model is trained anew.</p>`,
    flipsTable(flips),
    intentsTable(comparison),
  ];
}

function flipsTable(flips: readonly Flip[]): Html | undefined {
  return tableOf({
    id: 'flips',
    caption: markup`<b>Utterances that changed their outcome,</b> worse ones first.`,
    columns: [
      { head: 'utterance', kind: 'text' },
      { head: 'effect', kind: 'line', choose: true },
      { head: 'meant', choose: true },
      { head: 'before' },
      { head: 'now' },
    ],
    rows: flips.map(({ text, effect, expected, before, after }) => [
      said(text),
      markup`<span class="${TONES[effect]}"><span aria-hidden="true">${MARKS[effect]} </span>${effect}</span>`,
      expected === null ? 'out of scope' : code(expected),
      recognisedAs(before),
      recognisedAs(after),
    ]),
    most: 1000,
    filter: true,
  });
}

function recognisedAs(intent: string | null): Content {
  return intent === null ? 'not recognised' : code(intent);
}

function intentsTable({ byIntent }: ComparisonReport): Html | undefined {
  return tableOf({
    id: 'intent-changes',
    caption: markup`<b>Changes by intent,</b> the largest first; p is McNemar’s, corrected for the number of intents: above 0.05 it may well be chance.`,
    columns: [
      { head: 'intent' },
      { head: 'utterances', kind: 'number' },
      { head: 'better', kind: 'number' },
      { head: 'worse', kind: 'number' },
      { head: 'p', kind: 'number' },
    ],
    rows: byIntent.map(({ intent, utterances, better, worse, pValue }) => [
      intent === null ? 'out of scope' : code(intent),
      counted(utterances),
      counted(better),
      counted(worse),
      { show: pValue.toFixed(3), by: pValue },
    ]),
    filter: true,
  });
}
