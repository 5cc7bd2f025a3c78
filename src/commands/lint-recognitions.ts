import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fingerprint, type Recognition } from '../classifier/index.js';
import { trainingExamples, trainOptions } from '../evaluation/index.js';
import { recogniseAll, type LintOptions } from '../lint/index.js';
import { MADE_FOLDER, type Workspace } from '../workspace/index.js';
import type { Context } from './context.js';
import { progressBar } from './progress.js';

const RECOGNITIONS_FILE = `${MADE_FOLDER}/cache/recognitions.json`;

/** How classifiers that have not seen an utterance recognise it; kept until utterances or settings change. */
export async function unseenRecognitions(
  context: Context,
  workspace: Workspace,
): Promise<NonNullable<LintOptions['recognitions']>> {
  const key = fingerprint(trainingExamples(workspace), trainOptions(workspace));
  const utterances = workspace.intents.flatMap((file) => file.utterances);
  // Equal examples in another order have the same fingerprint, but not the same list.
  const order = createHash('sha256')
    .update(JSON.stringify(utterances.map(({ text }) => text)))
    .digest('hex');
  const file = path.join(workspace.root, RECOGNITIONS_FILE);
  const kept = await readKept(file, `${key} ${order}`);
  if (kept?.length === utterances.length) {
    return new Map(utterances.map((utterance, index) => [utterance, kept[index] as Recognition]));
  }
  const bar = progressBar(context, 'training for lint');
  try {
    const recognitions = await recogniseAll(workspace, 3, bar.update);
    if (recognitions.size === utterances.length)
      await keep(
        file,
        `${key} ${order}`,
        utterances.map((utterance) => recognitions.get(utterance) as Recognition),
      );
    return recognitions;
  } finally {
    bar.stop();
  }
}

async function readKept(file: string, key: string): Promise<readonly Recognition[] | undefined> {
  try {
    const kept = JSON.parse(await readFile(file, 'utf8')) as { readonly key: string; readonly rows: Recognition[] };
    return kept.key === key ? kept.rows : undefined;
  } catch {
    // Not there, or torn: they are made anew.
    return undefined;
  }
}

async function keep(file: string, key: string, rows: readonly Recognition[]): Promise<void> {
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(`${file}.${process.pid}`, JSON.stringify({ key, rows }));
    await rename(`${file}.${process.pid}`, file);
  } catch {
    // A workspace that cannot be written to can be judged all the same.
  }
}
