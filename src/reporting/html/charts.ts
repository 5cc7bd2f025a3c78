import { scaleLinear, type ScaleLinear } from 'd3-scale';
import { area, curveStepAfter, line } from 'd3-shape';
import { markup, type Content, type Html } from './markup.js';

/** A chart with its explanation, and its numbers as a table for those who don't see it or want them. */
export interface Figure {
  /** Unique in its page. */
  readonly id: string;
  readonly title: string;
  /** What it shows and how to read it. */
  readonly meaning: Content;
  readonly chart: Html;
  readonly numbers: Content;
}

export function figureOf({ id, title, meaning, chart, numbers }: Figure): Html {
  return markup`<figure id="${id}" aria-labelledby="${id}-title">
<h3 id="${id}-title">${title}</h3>
<p>${meaning}</p>
${chart}
<details><summary>The numbers of “${title}”</summary>${numbers}</details>
</figure>
`;
}

/** Charts side by side, below each other where there is no room. */
export function figuresOf(list: readonly (Html | undefined | false)[]): Html | undefined {
  const there = list.filter((each) => each instanceof Object);
  return there.length === 0 ? undefined : markup`<div class="figures">${there}</div>`;
}

export interface Axis {
  readonly label: string;
  readonly domain: readonly [number, number];
  /** How a tick is written. */
  readonly show?: (value: number) => string;
  /** Of counts: no tick between whole numbers. */
  readonly whole?: boolean;
  /** Where ticks stand; otherwise where they are round. */
  readonly ticks?: readonly number[];
}

export type Point = readonly [x: number, y: number];

export interface Series {
  readonly name: string;
  readonly points: readonly Point[];
  /** `steps`: a value holds until the next. `dots`: points of their own, `weights` as large as they count. */
  readonly kind?: 'line' | 'steps' | 'dots' | 'columns';
  readonly weights?: readonly number[];
  /** What lies between two values at each point, such as an interval. */
  readonly band?: readonly (readonly [x: number, low: number, high: number])[];
}

export interface Plot {
  readonly id: string;
  /** What a person would say of it who sees it: read aloud instead of it. */
  readonly description: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  /** A line from corner to corner: what would be ideal. */
  readonly ideal?: boolean;
  /** Values of x to be marked, such as a threshold. */
  readonly marks?: readonly { readonly x: number; readonly name: string }[];
}

const WIDTH = 420;
const HEIGHT = 280;
const EDGE = { top: 26, right: 22, bottom: 44, left: 52 };

/** Lines, steps, dots or columns over two axes. */
export function plotOf(plot: Plot): Html {
  const { id, description, x, y, series, ideal = false, marks = [] } = plot;
  const across = scaleLinear(x.domain, [EDGE.left, WIDTH - EDGE.right]);
  const up = scaleLinear(y.domain, [HEIGHT - EDGE.bottom, EDGE.top]);
  const [x0 = 0, x1 = 0] = across.range();
  const [y0 = 0, y1 = 0] = up.range();
  return svgOf(id, description, WIDTH, HEIGHT, [
    ticksOf(y, up).map(
      ({ at, text }) =>
        markup`<path class="grid" d="M${x0} ${at}H${x1}"/><text x="${x0 - 6}" y="${at + 4}" text-anchor="end">${text}</text>`,
    ),
    ticksOf(x, across).map(
      ({ at, text }) => markup`<text x="${at}" y="${y0 + 16}" text-anchor="middle">${text}</text>`,
    ),
    markup`<path class="axis" d="M${x0} ${y0}H${x1}"/>`,
    markup`<text x="${(x0 + x1) / 2}" y="${HEIGHT - 8}" text-anchor="middle">${x.label}</text>`,
    series.length < 2 && markup`<text x="${x0 - 44}" y="14">${y.label}</text>`,
    ideal && markup`<path class="ideal" d="M${x0} ${y0}L${x1} ${y1}"/>`,
    series.map((each, index) => seriesOf(each, index, across, up)),
    marks.map(
      ({ x: value, name }) =>
        markup`<path class="mark" d="M${tenth(across(value))} ${y0}V${y1}"/><text class="name" x="${tenth(across(value)) + (value > (x.domain[0] + x.domain[1]) / 2 ? -4 : 4)}" y="${y1 + 10}" text-anchor="${value > (x.domain[0] + x.domain[1]) / 2 ? 'end' : 'start'}">${name}</text>`,
    ),
    series.length > 1 && keyOf(series),
  ]);
}

/** The names of the series, above the chart. */
function keyOf(series: readonly Series[]): Content {
  let left = EDGE.left - 44;
  return series.map(({ name }, index) => {
    const at = left;
    left += 28 + widthOf(clip(name, 26));
    return markup`<rect class="key s${index}" x="${tenth(at)}" y="5" width="11" height="11" rx="2"/><text x="${tenth(at + 16)}" y="14">${clip(name, 26)}</text>`;
  });
}

function seriesOf(
  { points, kind = 'line', weights = [], band }: Series,
  index: number,
  across: ScaleLinear<number, number>,
  up: ScaleLinear<number, number>,
): Content {
  const [ground = 0] = up.range();
  const x = ([value]: Point): number => tenth(across(value));
  const y = ([, value]: Point): number => tenth(up(value));
  const between =
    band &&
    markup`<path class="area" d="${area<readonly [number, number, number]>()
      .x(([at]) => tenth(across(at)))
      .y0(([, low]) => tenth(up(low)))
      .y1(([, , high]) => tenth(up(high)))
      .digits(1)([...band])}"/>`;
  if (kind === 'dots') {
    const most = Math.max(...weights, 1);
    return [
      between,
      points.map((point, place) => {
        const radius = tenth(2 + 3 * Math.sqrt((weights[place] ?? 0) / most));
        return markup`<circle class="dot" cx="${x(point)}" cy="${y(point)}" r="${radius}"/>`;
      }),
    ];
  }
  if (kind === 'columns') {
    const [first = 0, last = 0] = across.range();
    const wide = Math.max(1, tenth(Math.min(40, (0.7 * (last - first)) / Math.max(1, points.length))));
    return points.map(
      (point) =>
        markup`<rect class="column" x="${tenth(x(point) - wide / 2)}" y="${y(point)}" width="${wide}" height="${tenth(ground - y(point))}"/>`,
    );
  }
  const draw = line<Point>().x(x).y(y).digits(1);
  const path = (kind === 'steps' ? draw.curve(curveStepAfter) : draw)([...points]);
  return [
    between,
    markup`<path class="line s${index}" d="${path}"/>`,
    points.length < 14 &&
      kind === 'line' &&
      points.map((point) => markup`<circle class="key s${index}" cx="${x(point)}" cy="${y(point)}" r="3"/>`),
  ];
}

/** One thing on a scale with what it ranges over. */
export interface Range {
  readonly name: string;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** A row each: a dot for the value, a line for its range. */
export function rangesOf(id: string, description: string, axis: Axis, rows: readonly Range[]): Html {
  const step = 26;
  const left = 10 + Math.min(170, Math.max(...rows.map(({ name }) => widthOf(name))));
  const height = 14 + step * rows.length + 44;
  const across = scaleLinear(axis.domain, [left, WIDTH - 22]);
  const ground = height - 44;
  return svgOf(id, description, WIDTH, height, [
    ticksOf(axis, across).map(
      ({ at, text }) =>
        markup`<path class="grid" d="M${at} 6V${ground}"/><text x="${at}" y="${ground + 16}" text-anchor="middle">${text}</text>`,
    ),
    markup`<text x="${(left + WIDTH - 22) / 2}" y="${height - 8}" text-anchor="middle">${axis.label}</text>`,
    rows.map(({ name, value, low, high }, index) => {
      const y = 14 + step * (index + 0.5);
      const at = (given: number): number => tenth(across(given));
      return [
        markup`<text class="name" x="0" y="${y + 4}">${clip(name, Math.floor((left - 8) / 6.6))}</text>`,
        low !== null && high !== null && markup`<path class="whisker" d="M${at(low)} ${y}H${at(high)}"/>`,
        value !== null && markup`<circle class="dot" cx="${at(value)}" cy="${y}" r="5"/>`,
      ];
    }),
  ]);
}

/**
 * A square of counts, a cell each, drawn as one path a shade: 150 x 150 cells stay small.
 *
 * @param cells - row, column and count; what is 0 is left out.
 */
export function mapOf(
  id: string,
  description: string,
  size: number,
  cells: readonly (readonly [row: number, column: number, count: number])[],
  axes: { readonly rows: string; readonly columns: string },
): Html {
  const [left, top, side] = [22, 6, 380];
  const cell = side / Math.max(1, size);
  const shades = SHADES.map((from, shade) => {
    const to = SHADES[shade + 1] ?? Infinity;
    const path = cells
      .filter(([, , count]) => count >= from && count < to)
      .map(
        ([row, column]) =>
          `M${tenth(left + column * cell)} ${tenth(top + row * cell)}h${hundredth(cell)}v${hundredth(cell)}h-${hundredth(cell)}z`,
      )
      .join('');
    return path !== '' && markup`<path class="c${shade + 1}" d="${path}"/>`;
  });
  return svgOf(id, description, WIDTH, top + side + 30, [
    shades,
    markup`<path class="ideal" d="M${left} ${top}L${left + side} ${top + side}"/><rect class="frame" x="${left}" y="${top}" width="${side}" height="${side}"/>`,
    markup`<text x="${left + side / 2}" y="${top + side + 18}" text-anchor="middle">${axes.columns}</text>`,
    markup`<text transform="translate(14 ${top + side / 2}) rotate(-90)" text-anchor="middle">${axes.rows}</text>`,
  ]);
}

/** From which count on a cell of a map has the next shade. */
const SHADES = [1, 2, 4, 8];

function svgOf(id: string, description: string, width: number, height: number, parts: Content): Html {
  return markup`<svg class="chart" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-chart"><title id="${id}-chart">${description}</title>${parts}</svg>`;
}

function ticksOf(
  { ticks, show = String, domain, whole = false }: Axis,
  scale: ScaleLinear<number, number>,
): readonly { readonly at: number; readonly text: string }[] {
  const within = (ticks ?? scale.ticks(5)).filter(
    (value) => value >= domain[0] && value <= domain[1] && (!whole || Number.isInteger(value)),
  );
  return within.map((value) => ({ at: tenth(scale(value)), text: show(value) }));
}

/** A domain from 0 to a round number that holds all values. */
export function fromZero(values: readonly number[]): readonly [number, number] {
  const [, most = 1] = scaleLinear([0, Math.max(...values, 0) || 1], [0, 1])
    .nice(5)
    .domain();
  return [0, most];
}

/** About how wide a text of 12 px is. */
function widthOf(text: string): number {
  return Array.from(text).reduce((sum, character) => sum + (character > '\u2e80' ? 12 : 6.6), 0);
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}

function hundredth(value: number): number {
  return Math.round(value * 100) / 100;
}

function clip(text: string, most: number): string {
  const characters = Array.from(text);
  return characters.length > most ? `${characters.slice(0, Math.max(1, most - 1)).join('')}…` : text;
}

/** Ticks of shares. */
export const perCent = (value: number): string => `${Math.round(value * 100)} %`;
/** Counts one after the other as a line the height of a word; `null` where they may not be shown. */
export function sparks(counts: readonly (number | null)[]): Content {
  const values = counts.map((value) => value ?? 0);
  const most = Math.max(...values);
  if (counts.length < 2 || most === 0) return '';
  const across = scaleLinear([0, counts.length - 1], [1, 99]);
  const up = scaleLinear([0, most], [19, 1]);
  const path = line<number>()
    .x((_, index) => across(index))
    .y((value) => up(value))
    .digits(1)(values);
  const told = `one after the other: ${counts.map((value) => value ?? 'not shown').join(', ')}`;
  return markup`<svg class="spark" viewBox="0 0 100 20" preserveAspectRatio="none" role="img" aria-label="${told}"><path d="${path}"/></svg>`;
}
