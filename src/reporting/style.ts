import { Chalk, type ChalkInstance } from 'chalk';
import Table from 'cli-table3';
import { printable } from '../text/index.js';

/** How text for people looks: nothing of it depends on the machine. */
export interface Style {
  readonly color: boolean;
  /** Columns to fit. */
  readonly width: number;
}

export function colors({ color }: Style): ChalkInstance {
  return new Chalk({ level: color ? 1 : 0 });
}

/**
 * A table without lines, its columns as wide as their cells; cells are made safe to show.
 *
 * @param align - `left` or `right` for each column; figures belong to the right.
 */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  align: readonly ('left' | 'right')[],
  style: Style,
): string {
  const none = { top: '', 'top-mid': '', 'top-left': '', 'top-right': '', mid: '', 'left-mid': '', 'mid-mid': '' };
  const out = new Table({
    chars: {
      ...none,
      bottom: '',
      'bottom-mid': '',
      'bottom-left': '',
      'bottom-right': '',
      left: '',
      right: '',
      'right-mid': '',
      middle: '  ',
    },
    // cli-table3 colours its head even into a pipe unless told not to.
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    colAligns: [...align],
  });
  out.push(
    head.map((cell) => colors(style).dim(cell)),
    ...rows.map((row) => [...row]),
  );
  return out
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** A share as people read it: `0.9234` is `92.3 %`; nothing measured is `–`. */
export function percent(value: number | null): string {
  return value === null ? '–' : `${(value * 100).toFixed(1)} %`;
}

/** Text of the user's content in quotation marks, made safe, cut to a width. */
export function quote(text: string, width: number): string {
  const safe = printable(text);
  const characters = Array.from(safe);
  return `"${characters.length > width ? `${characters.slice(0, width - 1).join('')}…` : safe}"`;
}

/** A count with its noun: `1 error`, `2,000 errors`. */
export function count(number: number, noun: string): string {
  // Not with `toLocaleString`: loading the language's data takes a tenth of a second.
  const digits = String(number).replace(/\B(?=(?:\d{3})+$)/g, ',');
  return `${digits} ${noun}${number === 1 ? '' : 's'}`;
}
