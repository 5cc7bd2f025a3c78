import type { Recognition } from '../classifier/index.js';
import { OUT_OF_SCOPE, type Utterance, type Workspace } from '../workspace/index.js';

/** How a classifier that has not seen an utterance recognises it. */
export type UtteranceRecognitions = ReadonlyMap<Utterance, Recognition>;

/** Recognises each utterance of `intents/` by a model trained on the other folds; the rules of `--model` read it. */
export async function recogniseAll(
  { intents, settings }: Workspace,
  folds = 5,
  onProgress?: (done: number, total: number) => void,
): Promise<UtteranceRecognitions> {
  const utterances = intents.flatMap((file) => file.utterances.map((utterance) => ({ file, utterance })));
  const examples = utterances.map(({ file: { intent }, utterance: { text, language } }) => ({
    text,
    language,
    intent: intent === OUT_OF_SCOPE ? null : intent,
  }));
  if (new Set(examples.map(({ intent }) => intent)).size < 2) return new Map();
  // Imported on use: most runs have no model.
  const { crossValidate } = await import('../classifier/index.js');
  const { recognitions } = await crossValidate(
    examples,
    {
      seed: settings.model.seed,
      outOfScopeShare: settings.routing.out_of_scope_share,
      answerPrecision: settings.routing.answer_precision,
      ...(onProgress && { onProgress }),
    },
    folds,
  );
  return new Map(
    utterances.flatMap(({ utterance }, index) => {
      const recognition = recognitions[index];
      return recognition ? [[utterance, recognition] as const] : [];
    }),
  );
}
