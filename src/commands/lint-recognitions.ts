import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fingerprint, type Recognition } from '../classifier/index.js';
import { trainingExamples, trainOptions } from '../evaluation/index.js';
import { recogniseAll, type LintOptions } from '../lint/index.js';
import { MADE_FOLDER, writeMade, type Workspace } from '../workspace/index.js';
import type { Context } from './context.js';
import { programStamp } from './program.js';
import { progressBar } from './progress.js';

/** In the folder for what the tool makes. */
const RECOGNITIONS_FILE = 'cache/recognitions.json';

/** How classifiers that have not seen an utterance recognise it; kept until utterances or settings change. */
export async function unseenRecognitions(
  context: Context,
  workspace: Workspace,
): Promise<NonNullable<LintOptions['recognitions']>> {
  const utterances = workspace.intents.flatMap((file) => file.utterances);
  const examples = fingerprint(trainingExamples(workspace), trainOptions(workspace));
  // Equal examples in another order have the same fingerprint, but not the same list.
  const order = createHash('sha256')
    .update(JSON.stringify(utterances.map(({ text }) => text)))
    .digest('hex');
  const key = `${programStamp()} ${examples} ${order}`;
  const kept = await readKept(path.join(workspace.root, MADE_FOLDER, RECOGNITIONS_FILE), key);
  if (kept?.length === utterances.length) {
    return new Map(utterances.map((utterance, index) => [utterance, kept[index] as Recognition]));
  }
  const bar = progressBar(context, 'training for lint');
  try {
    const recognitions = await recogniseAll(workspace, 3, bar.update);
    if (recognitions.size === utterances.length) {
      const rows = utterances.map((utterance) => recognitions.get(utterance));
      await writeMade(workspace.root, RECOGNITIONS_FILE, JSON.stringify({ key, rows }));
    }
    return recognitions;
  } finally {
    bar.stop();
  }
}

async function readKept(file: string, key: string): Promise<readonly Recognition[] | undefined> {
  try {
    const kept = JSON.parse(await readFile(file, 'utf8')) as { readonly key: string; readonly rows: Recognition[] };
    const isWhole = Array.isArray(kept.rows) && kept.rows.every((row) => Array.isArray(row.alternatives));
    return kept.key === key && isWhole ? kept.rows : undefined;
  } catch {
    // Not there, torn, or no such thing: they are made anew.
    return undefined;
  }
}
