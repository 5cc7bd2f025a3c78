import type { Example, Model, Recognition } from '../classifier/index.js';
import { canonicalForm } from '../text/index.js';
import { clusterPoints, nearestMiddles } from './cluster.js';
import type { Gathered, Said } from './gather.js';
import { pickRows, rowOf, toUnitRows, type Matrix } from './linear.js';
import { lotOf } from './sample.js';
import { spaceOf } from './space.js';
import { REASONS } from './types.js';
import { knownAfterAll } from './unsure.js';
import { WordMiddles } from './word-middles.js';

/** So many different texts are clustered, which is quadratic; */
const CLUSTERED = 4000;
/** so many are put into the space and go to the nearest cluster; all others are told by their words. */
const EMBEDDED = 12_000;

/** A text less like the others of its cluster than this is like none. */
const LEAST_LIKENESS = 0.3;

export const RECOGNISED = -2;
const ONLY_UNSURE = 1 << REASONS.indexOf('unsure');

/** Which texts belong together. */
export interface Grouping {
  /** For each text the number of its cluster; -1 for what is like no other, `RECOGNISED` for what turned out to be known. */
  readonly labels: Int32Array;
  /** For each text how near it is to the middle of its cluster, at most 1; -1 where that was not measured. */
  readonly centrality: Float32Array;
}

/**
 * Groups what was said by what it asks for. Texts that differ by next to nothing go together whatever happens.
 *
 * The commonest texts, and of equally common ones some by lot, are clustered; the others join the clusters, so that the
 * work grows with their number only.
 */
export function groupSaid(
  { said, recognised }: Pick<Gathered, 'said' | 'recognised'>,
  labelled: readonly Example[],
  model: Model | undefined,
  wanted?: number,
): Grouping {
  const { pointOf, points } = mergeNearDuplicates(said);
  const things = points.map(({ first }) => said[first] as Said);
  const order = points
    .map(({ messages }, point) => ({ point, messages, lot: lotOf((things[point] as Said).key) }))
    .toSorted((a, b) => b.messages - a.messages || a.lot - b.lot || a.point - b.point)
    .map(({ point }) => point);
  const embedded = order.slice(0, EMBEDDED).toSorted((a, b) => a - b);
  const textOf = (point: number): string => (things[point] as Said).text;
  const labels = new Int32Array(points.length).fill(-1);
  const centrality = new Float32Array(points.length).fill(-1);
  if (embedded.length > 0) {
    const { taught, whole } = spaceOf(
      [...embedded.map(textOf), ...recognised],
      labelled,
      model,
      embedded.map((point) => (things[point] as Said).replies.join(' ')),
    );
    const droppable = points.map(({ reasons }) => reasons === ONLY_UNSURE);
    const known = model
      ? knownAfterAll(taught, [...embedded.map((point) => things[point] as Said), ...recogniseAll(model, recognised)], {
          doubtful: model.doubtful?.likely ?? model.thresholds.recognised,
          isUnsure: (place) => droppable[embedded[place] as number] === true,
          candidates: embedded.length,
        })
      : new Set<number>();
    const clustered = new Set(order.slice(0, CLUSTERED));
    const left = [...embedded.keys()].filter((place) => !known.has(place));
    const own = left.flatMap((place, i) => (clustered.has(embedded[place] as number) ? [i] : []));
    for (const place of known) labels[embedded[place] as number] = RECOGNISED;
    const found = clusterSpace(pickRows(whole, left), own, wanted);
    left.forEach((place, i) => {
      const point = embedded[place] as number;
      centrality[point] = found.nearness[i] as number;
      if ((found.likeness[i] as number) >= LEAST_LIKENESS) labels[point] = found.labels[i] as number;
    });
    if (order.length > EMBEDDED) {
      const words = new WordMiddles(embedded.map((point) => ({ text: textOf(point), label: labels[point] as number })));
      for (const point of order.slice(EMBEDDED)) {
        const { recognition } = things[point] as Said;
        const isDoubtful = (recognition?.confidence ?? 0) < (model?.doubtful?.likely ?? 1);
        labels[point] = droppable[point] === true && !isDoubtful ? RECOGNISED : words.labelOf(textOf(point));
      }
    }
  }
  return {
    labels: Int32Array.from(pointOf, (point) => labels[point] as number),
    centrality: Float32Array.from(pointOf, (point) => centrality[point] as number),
  };
}

function recogniseAll(model: Model, texts: readonly string[]): readonly { readonly recognition: Recognition }[] {
  return model.recogniseAll(texts).map((recognition) => ({ recognition }));
}

interface SpaceClusters {
  readonly labels: Int32Array;
  /** The cosine of each row to the middle of its cluster. */
  readonly nearness: Float32Array;
  /** The same to the middle of the others of its cluster; 1 for a row that has none. */
  readonly likeness: Float32Array;
}

/** Clusters some rows, and puts the others to the nearest middle. */
function clusterSpace(space: Matrix, own: readonly number[], wanted: number | undefined): SpaceClusters {
  const { labels: found } = clusterPoints(own.length === space.rows ? space : pickRows(space, own), wanted);
  const clusters = found.reduce((most, label) => Math.max(most, label + 1), 0);
  const middles: Matrix = { rows: clusters, width: space.width, values: new Float32Array(clusters * space.width) };
  found.forEach((label, i) => {
    const sum = rowOf(middles, label);
    rowOf(space, own[i] as number).forEach((value, k) => (sum[k]! += value));
  });
  const lengths = Float64Array.from({ length: clusters }, (_, label) =>
    Math.sqrt(dot(rowOf(middles, label), rowOf(middles, label))),
  );
  toUnitRows(middles);
  const labels = own.length === space.rows ? found : nearestMiddles(space, middles);
  own.forEach((place, i) => (labels[place] = found[i] as number));
  const nearness = Float32Array.from(labels, (label, place) => dot(rowOf(space, place), rowOf(middles, label)));
  const likeness = nearness.slice();
  own.forEach((place, i) => {
    const length = lengths[found[i] as number] as number;
    const near = nearness[place] as number;
    // Without the row itself, which is as long as 1.
    const rest = Math.sqrt(Math.max(length * length - 2 * near * length + 1, 0));
    likeness[place] = rest < 1e-6 ? 1 : (near * length - 1) / rest;
  });
  return { labels, nearness, likeness };
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k] as number) * (b[k] as number);
  return sum;
}

interface Point {
  /** The commonest text of the point. */
  first: number;
  messages: number;
  /** All reasons of its texts. */
  reasons: number;
}

/** Texts with the same words, cheap words and word forms aside, become one point. */
function mergeNearDuplicates(said: readonly Said[]): {
  readonly pointOf: Uint32Array;
  readonly points: readonly Point[];
} {
  const byForm = new Map<string, number>();
  const stems = new Map<string, string>();
  const points: Point[] = [];
  const pointOf = Uint32Array.from(said, ({ key, messages, reasons }, i) => {
    const { words } = canonicalForm(key.split(' '), stems);
    const form = words.length === 0 ? key : words.join(' ');
    let place = byForm.get(form);
    if (place === undefined) {
      byForm.set(form, (place = points.length));
      points.push({ first: i, messages: 0, reasons: 0 });
    }
    const point = points[place] as Point;
    if (messages > (said[point.first] as Said).messages) point.first = i;
    point.messages += messages;
    point.reasons |= reasons;
    return place;
  });
  return { pointOf, points };
}
