import { compareText } from '../problem.js';
import { hashText } from './hash.js';
import { foldOf } from './folds.js';
import { trainModel } from './train.js';
import type { Example, Recognition, TrainOptions } from './types.js';
import { FEWEST_INTENTS_TO_LEAVE_OUT, SIMULATED_COUNT_AS } from './unseen.js';

/** What a model that saw nothing of an example made of it. */
export interface UnseenExample {
  readonly example: Example;
  readonly recognition: Recognition;
  /** Written as out of scope, or its intent was left out of the training: an answer would be wrong. */
  readonly outOfScope: boolean;
  /** In scope and out of scope weigh as much together as they will have in use. */
  readonly weight: number;
}

/**
 * Cross-validates, and simulates what is out of scope: each model lacks a fold of the examples, and some intents
 * altogether. Their utterances in the fold are out of scope to it. What is written as out of scope outweighs what is
 * simulated as soon as there is more than a little.
 *
 * @param folds - At least 2.
 */
export async function recogniseUnseen(
  examples: readonly Example[],
  options: TrainOptions,
  folds: number,
): Promise<readonly UnseenExample[]> {
  const dealt = foldOf(examples, folds);
  const intents = [...new Set(examples.flatMap(({ intent }) => intent ?? []))].toSorted(compareText);
  const leavesOut = intents.length >= FEWEST_INTENTS_TO_LEAVE_OUT;
  const order = intents
    .map((intent) => ({ intent, hash: hashText(intent, options.seed) }))
    .toSorted((a, b) => a.hash - b.hash || compareText(a.intent, b.intent));
  const leftOutIn = new Map(order.map(({ intent }, place) => [intent, leavesOut ? place % folds : -1]));
  const rows: (Omit<UnseenExample, 'weight'> & { readonly written: boolean })[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const isLeftOut = ({ intent }: Example): boolean => intent !== null && leftOutIn.get(intent) === fold;
    const training = examples.filter((example, i) => dealt[i] !== fold && !isLeftOut(example));
    const model = await trainModel(training, {
      ...options,
      onProgress: (done, total) => options.onProgress?.(fold * total + done, folds * total),
    });
    const tested = examples.filter((_, i) => dealt[i] === fold);
    model.recogniseAll(tested.map(({ text }) => text)).forEach((recognition, i) => {
      const example = tested[i] as Example;
      const written = example.intent === null;
      rows.push({ example, recognition, written, outOfScope: written || isLeftOut(example) });
    });
  }
  const count = { in: 0, written: 0, simulated: 0 };
  const kindOf = ({ outOfScope, written }: (typeof rows)[number]): keyof typeof count =>
    !outOfScope ? 'in' : written ? 'written' : 'simulated';
  for (const row of rows) count[kindOf(row)]++;
  const none = count.in === 0 || count.written + count.simulated === 0;
  const writtenPart = count.simulated === 0 ? 1 : count.written / (count.written + SIMULATED_COUNT_AS);
  const shares = {
    in: 1 - options.outOfScopeShare,
    written: options.outOfScopeShare * writtenPart,
    simulated: options.outOfScopeShare * (1 - writtenPart),
  };
  return rows.map(({ written, ...row }) => {
    const kind = kindOf({ written, ...row });
    return { ...row, weight: none ? 1 : (rows.length * shares[kind]) / count[kind] };
  });
}
