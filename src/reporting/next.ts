import type { NextEdit, NextEdits, Suspect } from '../evaluation/index.js';
import { printable } from '../text/index.js';
import { markdownCell } from './markup.js';
import { colors, count, quote, type Style } from './style.js';
import { jsonText } from './json.js';

/** A suspect utterance with where it stands. */
export interface PlacedSuspect extends Omit<Suspect, 'index'> {
  readonly file: string;
  readonly line: number;
  /** The file in which it seems to belong; `null`: there is none. */
  readonly belongs: string | null;
}

/** Everything that `kb eval --next` says. */
export interface NextReport extends Omit<NextEdits, 'edits'> {
  readonly edits: readonly PlacedEdit[];
}

/** An edit with where its lines stand. */
export interface PlacedEdit extends Omit<NextEdit, 'lines' | 'parts'> {
  readonly lines: readonly PlacedSuspect[];
  readonly parts: readonly (readonly PlacedLine[])[];
}

/** An utterance and where it stands. */
export interface PlacedLine {
  readonly text: string;
  readonly file: string;
  readonly line: number;
}

/** Everything that `kb eval --suspects` says. */
export interface SuspectReport {
  readonly utterances: number;
  readonly suspects: readonly PlacedSuspect[];
}

/** Lines shown to people: in all, and of one edit. JSON has all. */
const SHOWN = { suspects: 40, lines: 5, part: 3 };

export const nextReporters = {
  json({ utterances, edits }: NextReport): string {
    const contract = { schema: 'kb.next/1', utterances, edits: edits.map(editContract) };
    return jsonText(contract);
  },

  table({ edits }: NextReport, style: Style): string {
    if (edits.length === 0) return `${NOTHING}\n`;
    const { bold, dim } = colors(style);
    const width = Math.max(20, Math.min(60, style.width - 60));
    const blocks = edits.flatMap((edit, i) => [
      bold(`${i + 1}. ${editInWords(edit, printable)}`),
      `   ${gainInWords(edit)}`,
      ...edit.lines
        .slice(0, SHOWN.lines)
        .map(({ text, file, line, suggested }) =>
          [`   ${dim(`${printable(file)}:${line}`)}`, quote(text, width), `→ ${printable(suggested)}`].join('  '),
        ),
      ...(edit.lines.length > SHOWN.lines
        ? [`   … and ${edit.lines.length - SHOWN.lines} more; --format json has all`]
        : []),
      ...edit.parts.map((part) => `   ${partInWords(part, (text) => quote(text, width))}`),
      '',
    ]);
    return `${[...blocks, dim(NOTE)].join('\n')}\n`;
  },

  markdown({ edits }: NextReport): string {
    if (edits.length === 0) return `${NOTHING}\n`;
    const items = edits.flatMap((edit) => [
      `1. ${editInWords(edit, markdownCell)}: ${gainInWords(edit)}`,
      ...edit.lines.map(
        ({ text, file, line, suggested }) =>
          `   - ${markdownCell(`${file}:${line}`)} ${markdownCell(text)} → ${markdownCell(suggested)}`,
      ),
      ...edit.parts.map((part) => `   - ${partInWords(part, markdownCell)}`),
    ]);
    return ['## What to edit next', '', ...items, '', NOTE, ''].join('\n');
  },
};

export const suspectReporters = {
  json({ utterances, suspects }: SuspectReport): string {
    const contract = { schema: 'kb.suspects/1', utterances, suspects: suspects.map(suspectContract) };
    return jsonText(contract);
  },

  table({ utterances, suspects }: SuspectReport, style: Style): string {
    // The sentence is what a person judges by: it has a line of its own.
    const lines = suspects
      .slice(0, SHOWN.suspects)
      .flatMap(({ text, intent, suggested, probability, file, line }) => [
        quote(text, style.width - 2),
        colors(style).dim(`  ${printable(file)}:${line}`) +
          `  ${printable(intent ?? '(out of scope)')}, seems to be ${printable(suggested)}  ${probability.toFixed(2)}`,
      ]);
    const more = suspects.length - lines.length / 2;
    return [
      suspectsInWords(utterances, suspects.length),
      ...(lines.length === 0 ? [] : ['', ...lines]),
      ...(more > 0 ? [`… and ${more} more; --format json has all`] : []),
      '',
    ].join('\n');
  },

  markdown({ utterances, suspects }: SuspectReport): string {
    const rows = suspects.map(({ text, intent, suggested, probability, file, line }) => {
      const cells = [`${file}:${line}`, text, intent ?? '(out of scope)', suggested];
      return `| ${cells.map(markdownCell).join(' | ')} | ${probability.toFixed(2)} |`;
    });
    const head = ['| where | utterance | stands under | seems to be | p |', '| --- | --- | --- | --- | ---: |'];
    return ['## Suspect labels', '', suspectsInWords(utterances, suspects.length), '', ...head, ...rows, ''].join('\n');
  },
};

export const NOTHING = 'Nothing was found that would gain anything.';
export const NOTE =
  'Each was tried: trained with it, recognised again what it was not trained on (kb explain metric/gain). A person decides.';

export function suspectsInWords(utterances: number, suspects: number): string {
  const of = `of ${count(utterances, 'utterance')}`;
  return suspects === 0
    ? `No label ${of} is suspect.`
    : `${count(suspects, 'label')} ${of} ${suspects === 1 ? 'is' : 'are'} suspect, the most suspect first (kb explain metric/suspect).`;
}

export function editInWords(edit: PlacedEdit, safe: (text: string) => string): string {
  const [first = '', second = ''] = edit.intents.map((intent) => safe(intent ?? 'out-of-scope'));
  switch (edit.kind) {
    case 'move': {
      const from = edit.intents.length === 1 ? first : count(edit.intents.length, 'intent');
      return `move ${count(edit.lines.length, 'line')} of ${from} to where they belong`;
    }
    case 'add':
      return `write as many more lines of ${first} as it has (${edit.write})`;
    case 'merge':
      return `make one intent of ${first} and ${second}, or tell them apart more clearly`;
    case 'split':
      return `make two intents of ${first}`;
    case 'out-of-scope':
      return `write ${count(edit.write, 'more line')} of what is out of scope`;
    case 'thresholds':
      return 'set other answer thresholds: kb eval --tune --write';
  }
}

export function gainInWords({ gain, tried, cost }: Pick<NextEdit, 'gain' | 'tried' | 'cost'>): string {
  if (cost) return `a message costs some ${cost.after.toFixed(2)} instead of ${cost.before.toFixed(2)} (routing.costs)`;
  if (gain === null) return 'there are too few to try what more would bring';
  const { utterances, before, after } = tried;
  return `some ${gain.toFixed(1)} more of 1,000 right; tried on ${utterances}: ${before} right before, ${after} after`;
}

/** A part of an intent by its first lines. */
function partInWords(part: readonly PlacedLine[], say: (text: string) => string): string {
  return `${count(part.length, 'line')} like ${part
    .slice(0, SHOWN.part)
    .map(({ text }) => say(text))
    .join(', ')}`;
}

function editContract({ gain, cost, lines, ...edit }: PlacedEdit): object {
  return {
    ...edit,
    gain: gain === null ? null : rounded(gain),
    cost: cost && { before: rounded(cost.before), after: rounded(cost.after) },
    lines: lines.map(suspectContract),
  };
}

function suspectContract({ probability, ownProbability, times, ...suspect }: PlacedSuspect): object {
  return {
    ...suspect,
    probability: rounded(probability),
    ownProbability: rounded(ownProbability),
    times: rounded(times),
  };
}

function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
