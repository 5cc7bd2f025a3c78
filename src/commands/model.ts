import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { decodeModel, encodeModel, fingerprint, trainModel, type Encoder, type Model } from '../classifier/index.js';
import { trainingExamples, trainOptions } from '../evaluation/index.js';
import { KbError } from '../problem.js';
import { MADE_FOLDER, systemMessage, withLock, writeFiles, type Workspace } from '../workspace/index.js';
import { note, type Context } from './context.js';
import { progressBar } from './progress.js';

export const MODEL_FILE = `${MADE_FOLDER}/model.bin`;
/** The model of a git revision that was compared with last. */
export const BEFORE_FILE = `${MADE_FOLDER}/model-before.bin`;

/** A model that fits the workspace as it is now. */
export interface CurrentModel {
  readonly model: Model;
  /** Why it had to be trained; absent where the stored one still fits. */
  readonly trained?: string;
}

/**
 * Loads the workspace's model, or trains and stores it when there is none that fits; says why on standard error.
 *
 * @throws {KbError} when the workspace has no utterances, or the model cannot be stored.
 */
export async function currentModel(
  context: Context,
  workspace: Workspace,
  { force = false, file = MODEL_FILE }: { readonly force?: boolean; readonly file?: string } = {},
): Promise<CurrentModel> {
  const examples = trainingExamples(workspace);
  const options = trainOptions(workspace);
  const wanted = fingerprint(examples, options);
  const stored = await storedModel(workspace, file, wanted, options.encoder);
  if (typeof stored !== 'string' && !force) return { model: stored };

  const reason = typeof stored === 'string' ? stored : 'asked to';
  if (examples.length === 0) {
    throw new KbError({
      code: 'model/no-utterances',
      severity: 'error',
      message: 'no utterances to train on',
      hint: 'write some under intents/, or bring them in with `kb import FILE`',
    });
  }
  const train = async (): Promise<CurrentModel> => {
    // Another kb that was waited for may just have trained what is needed here.
    const now = await storedModel(workspace, file, wanted, options.encoder);
    if (typeof now !== 'string' && !force) return { model: now };
    note(context, `training on ${examples.length.toLocaleString('en')} utterances: ${reason}`);
    const bar = progressBar(context, 'training');
    try {
      const trained = await trainModel(examples, { ...options, onProgress: bar.update });
      await writeFiles(workspace.root, new Map([[file, encodeModel(trained)]]));
      return { model: trained, trained: reason };
    } finally {
      bar.stop();
    }
  };
  return withLock(workspace.root, train, () => {
    note(context, 'waiting for another kb that is writing to this workspace');
  });
}

/** The stored model if it fits, else why not, in words. */
async function storedModel(
  workspace: Workspace,
  file: string,
  wanted: string,
  encoder: Encoder | undefined,
): Promise<Model | string> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path.join(workspace.root, file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'there is no model yet';
    return `the stored model cannot be read (${systemMessage(error)})`;
  }
  try {
    const model = decodeModel(bytes, encoder);
    return model.trainedOn.fingerprint === wanted ? model : 'the utterances or the settings have changed';
  } catch (error) {
    if (!(error instanceof KbError)) throw error;
    return error.message;
  }
}
