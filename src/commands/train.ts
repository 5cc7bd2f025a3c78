import { modelHash } from '../classifier/index.js';
import { trainOptions } from '../evaluation/index.js';
import { count, jsonText } from '../reporting/index.js';
import { findWorkspace, openWorkspace } from '../workspace/index.js';
import type { Context, Outcome } from './context.js';
import { currentModel, MODEL_FILE } from './model.js';

export interface TrainFlags {
  readonly format: 'table' | 'json';
  readonly force?: boolean;
}

export async function runTrain(context: Context, { format, force }: TrainFlags): Promise<Outcome> {
  const workspace = await openWorkspace(await findWorkspace(context.cwd, context.workspace));
  const { model, trained } = await currentModel(context, workspace, { force: force === true });
  const { intents, thresholds, trainedOn } = model;
  const hash = modelHash(model);
  if (format === 'json') {
    const { utterances, outOfScope, outOfScopeFrom } = trainedOn;
    const contract = {
      schema: 'kb.train/1',
      trained: trained ?? null,
      model: { file: MODEL_FILE, hash, intents: intents.length, utterances, outOfScope, outOfScopeFrom, thresholds },
      options: trainOptions(workspace),
    };
    return { output: jsonText(contract), exitCode: 0 };
  }
  const output = [
    trained === undefined ? 'Nothing changed: the model is up to date.' : `Trained: ${trained}.`,
    `  ${count(trainedOn.utterances, 'utterance')}, ${count(intents.length, 'intent')}, ${trainedOn.outOfScope} out of scope`,
    `  recognised from ${thresholds.recognised.toFixed(3)}, answered from ${thresholds.answer.toFixed(3)}` +
      (trainedOn.outOfScopeFrom === 'simulated' ? ' (out of scope simulated: there are no examples of it)' : ''),
    `  ${MODEL_FILE}, ${hash.slice(0, 12)}`,
    '',
  ].join('\n');
  return { output, exitCode: 0 };
}
