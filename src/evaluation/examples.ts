import path from 'node:path';
import { openEncoder, type Example, type TrainOptions } from '../classifier/index.js';
import { learnLanguages, type LanguageGuesser } from '../text/index.js';
import { OUT_OF_SCOPE, type IntentFile, type Workspace } from '../workspace/index.js';

/** The utterances that the classifier learns from: everything under `intents/`. */
export function trainingExamples(workspace: Workspace): readonly Example[] {
  return workspace.intents.flatMap(examplesOf);
}

/** The utterances kept for evaluation: everything under `heldout/`. */
export function heldoutExamples(workspace: Workspace): readonly Example[] {
  return workspace.heldout.flatMap(examplesOf);
}

function examplesOf({ intent, utterances }: IntentFile): readonly Example[] {
  return utterances.map(({ text, language }) => ({ text, intent: intent === OUT_OF_SCOPE ? null : intent, language }));
}

/**
 * How kb.yaml wants the classifier trained.
 *
 * @throws {KbError} when it names an encoder that cannot be started.
 */
export function trainOptions({
  root,
  settings: { model, routing },
}: Pick<Workspace, 'root' | 'settings'>): TrainOptions {
  return {
    seed: model.seed,
    outOfScopeShare: routing.out_of_scope_share,
    answerPrecision: routing.answer_precision,
    ...(model.encoder === undefined ? {} : { encoder: openEncoder(path.resolve(root, model.encoder)) }),
  };
}

/** Tells the languages of kb.yaml apart by what is written in them. */
export function languageGuesser({ settings, intents }: Workspace): LanguageGuesser {
  return learnLanguages(
    settings.languages,
    intents.flatMap(({ utterances }) => utterances),
  );
}
