import { foldForComparison } from '../text/index.js';
import { foldOf } from './folds.js';
import { trainModel } from './train.js';
import type { CrossValidated, Example, Recognition, Thresholds, TrainOptions } from './types.js';

/**
 * Trains one model a fold, thresholds included, and lets each recognise the fold it did not see.
 *
 * @param folds - At least 2. See `foldOf` for how examples are dealt.
 * @param training - What is trained on, where that is not the examples themselves: each model lacks the texts of its fold,
 * so that two sets of examples can be measured on the same one.
 */
export async function crossValidate(
  examples: readonly Example[],
  options: TrainOptions,
  folds: number,
  training?: readonly Example[],
): Promise<CrossValidated> {
  const foldByExample = foldOf(examples, folds);
  const recognitions: Recognition[] = [];
  const thresholds: Thresholds[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const isTested = (i: number): boolean => foldByExample[i] === fold;
    const model = await trainModel(trainingOf(examples, isTested, training), {
      ...options,
      onProgress: (done, total) => options.onProgress?.(fold * total + done, folds * total),
    });
    thresholds.push(model.thresholds);
    const tested = [...examples.keys()].filter(isTested);
    model
      .recogniseAll(tested.map((i) => (examples[i] as Example).text))
      .forEach((recognition, at) => (recognitions[tested[at] as number] = recognition));
  }
  const mean = (pick: (one: Thresholds) => number): number =>
    thresholds.reduce((sum, one) => sum + pick(one), 0) / thresholds.length;
  return {
    recognitions,
    thresholds: { recognised: mean((one) => one.recognised), answer: mean((one) => one.answer) },
  };
}

function trainingOf(
  examples: readonly Example[],
  isTested: (i: number) => boolean,
  training: readonly Example[] | undefined,
): readonly Example[] {
  if (!training) return examples.filter((_, i) => !isTested(i));
  const texts = new Set(examples.flatMap(({ text }, i) => (isTested(i) ? foldForComparison(text) : [])));
  return training.filter(({ text }) => !texts.has(foldForComparison(text)));
}
