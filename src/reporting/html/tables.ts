import { markup, type Content, type Html } from './markup.js';

export interface Column {
  readonly head: string;
  /** `number` to the right; `text` is wide, `bar` and `spark` wide enough for one; `line` is never broken. */
  readonly kind?: 'number' | 'text' | 'bar' | 'line' | 'spark';
  /** Whether a list of its values is offered to filter by: for columns with few of them. */
  readonly choose?: boolean;
}

/** A cell; with `by`, what it is sorted by where that is not its text: a figure, `null` for none. */
export type Cell = Content | { readonly show: Content; readonly by: number | null };

export interface TableOptions {
  /** Unique in its page. */
  readonly id: string;
  /** What the rows are; `<b>` marks the name. */
  readonly caption: Content;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  /** Rows shown at most, so that a page stays a page. */
  readonly most?: number;
  /** Where the others are. */
  readonly rest?: string;
  /** Whether people may filter where there are many rows; all tables can be sorted. */
  readonly filter?: boolean;
}

/** Shorter tables are read faster than filtered. */
const WORTH_FILTERING = 10;
/** A longer table scrolls in a frame of its own, its head in sight. */
const LONG = 15;

const CLASS = { number: 'n', text: 't', bar: 'w', line: 'l', spark: 'w' } as const;

/** A table that can be sorted, and filtered where it is long; its first column names the rows. Nothing without rows. */
export function tableOf(options: TableOptions): Html | undefined {
  const { id, caption, columns, rows, most = Infinity, rest = '--format json has all', filter = false } = options;
  if (rows.length === 0) return undefined;
  const shown = rows.slice(0, most);
  const left = rows.length - shown.length;
  const more = left > 0 && ` The first ${number(most)} of ${number(rows.length)} rows; ${rest}.`;
  // A region that scrolls sideways must be reached by the keyboard, and have a name.
  return markup`<div class="scroll${shown.length > LONG && ' long'}" role="region" tabindex="0" aria-labelledby="${id}-caption">
<table data-live="${filter && shown.length > WORTH_FILTERING ? 'filter' : 'sort'}">
<caption id="${id}-caption"><span>${caption}${more}</span></caption>
<thead><tr>${columns.map(headOf)}</tr></thead>
<tbody>
${shown.map((row) => markup`<tr>${row.map((cell, index) => cellOf(cell, index, columns[index]))}</tr>\n`)}</tbody>
</table>
</div>
`;
}

function headOf({ head, kind, choose }: Column): Html {
  const attributes = [
    kind === 'number' && markup` class="n"`,
    choose === true && markup` data-choose`,
    (kind === 'bar' || kind === 'spark') && markup` data-sort="no"`,
  ];
  // A column of bars repeats the figures beside it: it has no name of its own to tell.
  return head === '' ? markup`<td${attributes}></td>` : markup`<th scope="col"${attributes}>${head}</th>`;
}

function cellOf(cell: Cell, index: number, column: Column | undefined): Html {
  const { show, by } = isSorted(cell) ? cell : { show: cell, by: undefined };
  const attributes = [
    column?.kind && markup` class="${CLASS[column.kind]}"`,
    by !== undefined && markup` data-v="${by}"`,
  ];
  return index === 0 ? markup`<th scope="row"${attributes}>${show}</th>` : markup`<td${attributes}>${show}</td>`;
}

function isSorted(cell: Cell): cell is { readonly show: Content; readonly by: number | null } {
  return typeof cell === 'object' && cell !== null && 'show' in cell;
}

/** A whole number as a cell. */
export function counted(value: number | null): Cell {
  return { show: value === null ? '–' : number(value), by: value };
}

/** A share in [0, 1] as a cell, in per cent. */
export function share(value: number | null): Cell {
  return { show: inPercent(value), by: value };
}

/** A share with its interval below it. */
export function shareWithin(value: number | null, interval: readonly [number | null, number | null] | null): Cell {
  const ends = interval && value !== null && markup` <small>${points(interval[0])}–${points(interval[1])}</small>`;
  return { show: [inPercent(value), ends], by: value };
}

function points(value: number | null): string {
  return value === null ? '?' : `${Math.round(value * 100)}`;
}

export function inPercent(value: number | null): string {
  return value === null ? '–' : `${(value * 100).toFixed(1)}\u00a0%`;
}

export function inSeconds(value: number | null): string {
  return value === null ? '–' : `${number(Math.round(value))}\u00a0s`;
}

/** `12,345`, the same on every machine. */
export function number(value: number): string {
  return value.toLocaleString('en');
}

/** A share as a bar, beside its figure: it says nothing on its own. */
export function bar(value: number | null, tone: 'low' | 'high' | '' = ''): Html {
  const width = Math.round(1000 * Math.min(1, Math.max(0, value ?? 0))) / 10;
  return markup`<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect width="${width}" height="8" class="${tone}"/></svg>`;
}
