import type { Example, Model, Recognition, Thresholds } from '../classifier/index.js';
import type { Label } from './metrics.js';
import type { NextEdit } from './next.js';
import { suspectLabels, type Suspect } from './suspects.js';

/** Learns from examples. */
export type Train = (examples: readonly Example[]) => Promise<Model>;

/** Utterances with what a model that lacked them made of each. */
export interface Baseline {
  readonly examples: readonly Example[];
  readonly folds: Int32Array;
  readonly recognitions: readonly Recognition[];
  /** As many folds are tried again with an edit. */
  readonly tried: number;
}

/** Lines where another intent is so many times likelier say nothing of the intent they have. */
export const DOUBTFUL = 10;

/** An utterance's place among the examples, with what a model that lacked it made of it. */
export type Row = readonly [index: number, recognition: Recognition];

/** Lines under an intent where another one is at least so many times likelier. */
export function suspectsFrom({ examples, recognitions }: Baseline, least: number): readonly Suspect[] {
  return suspectLabels(examples, recognitions).filter(({ times }) => times >= least);
}

/** What a model makes of a fold that learned from the rest of other labels, `labelled`, of the same utterances. */
export async function recogniseFold(
  { examples, folds }: Pick<Baseline, 'examples' | 'folds'>,
  fold: number,
  labelled: readonly (Example | undefined)[],
  train: Train,
): Promise<{ readonly rows: readonly Row[]; readonly thresholds: Thresholds }> {
  const model = await train(labelled.flatMap((example, i) => (example && folds[i] !== fold ? [example] : [])));
  const tested = [...examples.keys()].filter((i) => folds[i] === fold);
  const recognitions = model.recogniseAll(tested.map((i) => (examples[i] as Example).text));
  return {
    rows: recognitions.map((recognition, at) => [tested[at] as number, recognition]),
    thresholds: model.thresholds,
  };
}

/** The folds tried again with other labels. */
export async function tryAgain(
  baseline: Baseline,
  labelled: readonly (Example | undefined)[],
  train: Train,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let fold = 0; fold < baseline.tried; fold += 1) {
    rows.push(...(await recogniseFold(baseline, fold, labelled, train)).rows);
  }
  return rows;
}

/** The best intent, threshold aside; `null`: there is none. */
export function bestOf(recognition: Recognition | undefined): Label {
  return recognition?.alternatives[0]?.intent ?? null;
}

/** In scope the best intent, threshold aside, since it comes out a little different each time; else whether it abstained. */
export function isRight(
  expected: Label,
  recognition: Recognition,
  nameOf: (intent: Label) => Label = (intent) => intent,
): boolean {
  return expected === null ? recognition.intent === null : nameOf(bestOf(recognition)) === nameOf(expected);
}

/** How many of the rows were right before and are after, and changed; `nameOf` tells which intents are one. */
export function counted(
  { examples, recognitions }: Baseline,
  rows: readonly Row[],
  nameOf?: (intent: Label) => Label,
): { readonly tried: NextEdit['tried']; readonly changed: number } {
  let [before, after, changed] = [0, 0, 0];
  for (const [i, recognition] of rows) {
    const { intent } = examples[i] as Example;
    const was = isRight(intent, recognitions[i] as Recognition);
    const is = isRight(intent, recognition, nameOf);
    if (was) before += 1;
    if (is) after += 1;
    if (was !== is) changed += 1;
  }
  return { tried: { utterances: rows.length, before, after }, changed };
}

export function groupBy<T>(items: readonly T[], keyOf: (item: T) => Label): ReadonlyMap<Label, readonly T[]> {
  const groups = new Map<Label, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
