import { foldOf } from './folds.js';
import { trainModel } from './train.js';
import type { CrossValidated, Example, Recognition, Thresholds, TrainOptions } from './types.js';

/**
 * Trains one model a fold, thresholds included, and lets each recognise the fold it did not see.
 *
 * @param folds - At least 2. See `foldOf` for how examples are dealt.
 */
export async function crossValidate(
  examples: readonly Example[],
  options: TrainOptions,
  folds: number,
): Promise<CrossValidated> {
  const foldByExample = foldOf(examples, folds);
  const recognitions: Recognition[] = [];
  const thresholds: Thresholds[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const model = await trainModel(
      examples.filter((_, i) => foldByExample[i] !== fold),
      {
        ...options,
        onProgress: (done, total) => options.onProgress?.(fold * total + done, folds * total),
      },
    );
    thresholds.push(model.thresholds);
    examples.forEach(({ text }, i) => {
      if (foldByExample[i] === fold) recognitions[i] = model.recognise(text);
    });
  }
  const mean = (pick: (one: Thresholds) => number): number =>
    thresholds.reduce((sum, one) => sum + pick(one), 0) / thresholds.length;
  return {
    recognitions,
    thresholds: { recognised: mean((one) => one.recognised), answer: mean((one) => one.answer) },
  };
}
