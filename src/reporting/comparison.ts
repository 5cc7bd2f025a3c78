import type { Comparison, FigureChange, Flip } from '../evaluation/index.js';
import { printable } from '../text/index.js';
import { markdownCell } from './markup.js';
import { colors, count, percent, quote, table, type Style } from './style.js';

/** What `kb eval --against` says. */
export interface ComparisonReport extends Comparison {
  readonly against:
    | { readonly kind: 'revision'; readonly revision: string; readonly commit: string }
    | { readonly kind: 'report'; readonly file: string };
  /** Utterances of now that the other one does not know; they are left out. */
  readonly unpaired: number;
  /** Trainings of either that were compared, by what most of them make of an utterance. */
  readonly trainings: number;
}

/** Flips and intents shown to people; JSON has all. */
const SHOWN = { flips: 20, intents: 10 };

/** Figures with six decimals, as everywhere in JSON. */
export function comparisonContract(comparison: ComparisonReport): Record<string, unknown> {
  const { against, unpaired, trainings, figures, byIntent, flips, ...decided } = comparison;
  return {
    ...changeContract(decided),
    against,
    unpaired,
    trainings,
    figures: figures.map(changeContract),
    byIntent,
    flips,
  };
}

/** One figure's change as JSON has it. */
export function changeContract(change: FigureChange): Record<string, unknown> {
  const round = (value: number | null): number | null => (value === null ? null : Math.round(value * 1e6) / 1e6);
  const { before, after, difference, interval, pValue } = change;
  return {
    ...change,
    before: round(before),
    after: round(after),
    difference: round(difference),
    interval: interval?.map(round) ?? null,
    pValue,
  };
}

/** The verdict with what it rests on, in one line. */
export function comparisonInWords(comparison: FigureChange): string {
  const { verdict, figure, before, after, difference, interval, pValue, needed, utterances } = comparison;
  if (difference === null || interval === null) return 'too little data to tell: there is nothing to compare';
  const from = `from ${percent(before)} to ${percent(after)}`;
  const range = `95 % interval ${points(interval[0])} to ${points(interval[1])} points`;
  switch (verdict) {
    case 'worse':
    case 'better':
      return `${verdict}: ${figure} went ${from} (${points(difference)} points, ${range}, p ${pInWords(pValue)})`;
    case 'no-difference':
      return interval[0] === 0 && interval[1] === 0
        ? `no real difference: ${figure} is ${percent(after)} as before, nothing changed at all`
        : `no real difference: ${figure} went ${from} (${range})`;
    case 'too-little-data': {
      const more =
        needed === null
          ? 'more held-out utterances alone would not tell: two trainings on the like of these differ by as much'
          : `some ${roughly(needed).toLocaleString('en')} held-out utterances would tell, there are ${utterances.toLocaleString('en')}`;
      return `too little data to tell: ${figure} went ${from} (${range}); ${more}`;
    }
  }
}

function points(share: number): string {
  const text = (Math.abs(share) * 100).toFixed(1);
  return text === '0.0' ? '0.0' : `${share < 0 ? '-' : '+'}${text}`;
}

function pInWords(p: number | null): string {
  return p === null ? '–' : p < 0.001 ? '< 0.001' : `= ${p.toFixed(3)}`;
}

/** Two significant figures, upwards: more would promise too much. */
function roughly(number: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(number)) - 1);
  return Math.ceil(number / unit) * unit;
}

export function comparisonTable(comparison: ComparisonReport, style: Style): readonly string[] {
  const { verdict, byIntent, flips } = comparison;
  const paint = colors(style);
  const mark = verdict === 'worse' ? paint.red('✗') : verdict === 'better' ? paint.green('✓') : '·';
  const blocks = [
    `\n${paint.bold(`Against ${againstInWords(comparison)}`)}`,
    `${mark} ${comparisonInWords(comparison)}`,
    ...others(comparison).map((line) => `  ${line}`),
    `  ${flipsInWords(comparison)}`,
  ];
  if (byIntent.length > 0) {
    const head = ['intent', 'utterances', 'better', 'worse', 'p'];
    const rows = byIntent
      .slice(0, SHOWN.intents)
      .map(({ intent, utterances, better, worse, pValue }) => [
        printable(intent ?? '(out of scope)'),
        String(utterances),
        String(better),
        String(worse),
        pValue < 0.05 ? pValue.toFixed(3) : 'chance',
      ]);
    blocks.push('', table(head, rows, ['left', 'right', 'right', 'right', 'right'], style));
    blocks.push(...left(byIntent.length - SHOWN.intents, 'intent'));
  }
  if (flips.length > 0) {
    const width = Math.max(20, Math.min(50, style.width - 70));
    const head = ['', 'utterance', 'should be', 'before', 'now'];
    const rows = flips
      .slice(0, SHOWN.flips)
      .map(({ effect, text, expected, before, after }) => [
        effect === 'worse' ? paint.red('✗') : effect === 'better' ? paint.green('✓') : '·',
        quote(text, width),
        printable(expected ?? '(out of scope)'),
        printable(before ?? '(not recognised)'),
        printable(after ?? '(not recognised)'),
      ]);
    blocks.push('', table(head, rows, ['left', 'left', 'left', 'left', 'left'], style));
    blocks.push(...left(flips.length - SHOWN.flips, 'utterance'));
  }
  return blocks;
}

export function comparisonMarkdown(comparison: ComparisonReport): readonly string[] {
  const { flips } = comparison;
  const lines = [
    '',
    `### Against ${markdownCell(againstInWords(comparison))}`,
    '',
    `**${comparisonInWords(comparison)}**`,
    '',
    ...others(comparison).map((line) => `${line}  `),
    flipsInWords(comparison),
  ];
  if (flips.length === 0) return lines;
  lines.push('', '| | utterance | should be | before | now |', '| --- | --- | --- | --- | --- |');
  for (const flip of flips.slice(0, SHOWN.flips)) lines.push(flipRow(flip));
  return [...lines, ...left(flips.length - SHOWN.flips, 'utterance').flatMap((line) => ['', line.trim()])];
}

function flipRow({ effect, text, expected, before, after }: Flip): string {
  const labels = [expected ?? '(out of scope)', before ?? '(not recognised)', after ?? '(not recognised)'];
  return `| ${[effect, markdownCell(text), ...labels.map(markdownCell)].join(' | ')} |`;
}

/** The figures that did not decide. */
function others({ figures }: ComparisonReport): readonly string[] {
  return figures.slice(1).map(comparisonInWords);
}

export function againstInWords({ against }: ComparisonReport): string {
  return against.kind === 'report'
    ? printable(against.file)
    : `${printable(against.revision)} (${against.commit.slice(0, 12)})`;
}

export function flipsInWords({ flips, unpaired, trainings }: ComparisonReport): string {
  const of = (effect: Flip['effect']): number => flips.filter((flip) => flip.effect === effect).length;
  const changed =
    flips.length === 0
      ? 'no utterance changed its outcome'
      : `${count(flips.length, 'utterance')} changed: ${of('better')} better, ${of('worse')} worse, ${of('neither')} wrong both times`;
  return [
    changed,
    ...(trainings > 1 ? [`by most of ${trainings} trainings of either, since one alone found a loss`] : []),
    ...(unpaired > 0 ? [`${count(unpaired, 'utterance')} left out, the report does not know them`] : []),
  ].join('; ');
}

function left(more: number, noun: string): readonly string[] {
  return more > 0 ? [`  … and ${count(more, `more ${noun}`)}; --format json has all`] : [];
}
