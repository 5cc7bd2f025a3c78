import { rename, rm, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { computeStats, type Recognise, type Window } from '../analytics/index.js';
import { fingerprint } from '../classifier/index.js';
import { trainingExamples, trainOptions } from '../evaluation/index.js';
import { statsReporters } from '../reporting/index.js';
import { findWorkspace, MADE_FOLDER, openWorkspace, withLock, type Workspace } from '../workspace/index.js';
import { note, type Context, type Outcome } from './context.js';
import { missedInWords } from './eval.js';
import { existingStore } from './logs.js';
import { currentModel } from './model.js';
import { progressBar } from './progress.js';

export interface StatsFlags {
  readonly format: keyof typeof statsReporters;
  readonly gate?: boolean;
  readonly since?: string;
  readonly until?: string;
  readonly channel?: readonly string[];
  readonly segment?: readonly string[];
  readonly language?: readonly string[];
}

export async function runStats(context: Context, flags: StatsFlags): Promise<Outcome> {
  const workspace = await openWorkspace(await findWorkspace(context.cwd, context.workspace));
  const window: Window = {
    since: flags.since,
    until: flags.until,
    channels: flags.channel,
    segments: flags.segment,
    languages: flags.language,
  };
  const store = await existingStore(context, 'export', workspace.root);
  const bar = progressBar(context, 'recognising');
  try {
    const recognise = await recogniser(context, workspace, bar.update);
    const stats = await computeStats(store, workspace, { window, today: context.today, recognise });
    const missed = stats.goals.filter(({ met }) => met === false);
    const output = statsReporters[flags.format]({ name: workspace.settings.name, ...stats }, context);
    if (flags.gate !== true || missed.length === 0) return { output, exitCode: 0 };
    return { output, exitCode: 1, reason: missedInWords(missed) };
  } finally {
    bar.stop();
    await store.close();
  }
}

/** How messages without an intent get one: by the workspace's model, remembered for as long as that is the same. */
async function recogniser(
  context: Context,
  workspace: Workspace,
  onProgress: (done: number, total: number) => void,
): Promise<Recognise | undefined> {
  const examples = trainingExamples(workspace);
  if (examples.length === 0) return undefined;
  const made = path.join(workspace.root, MADE_FOLDER);
  const name = `recognised.${fingerprint(examples, trainOptions(workspace.settings)).slice(0, 16)}.parquet`;
  const cache = path.join(made, name);
  return {
    cache,
    cached: await stat(cache).then(
      () => true,
      () => false,
    ),
    model: async () => (await currentModel(context, workspace)).model,
    keep: (write) =>
      withLock(
        workspace.root,
        async () => {
          const temporary = `${cache}.tmp`;
          await write(temporary);
          await rename(temporary, cache);
          const old = (await readdir(made)).filter((file) => file.startsWith('recognised.') && file !== name);
          for (const file of old) await rm(path.join(made, file), { force: true });
        },
        () => {
          note(context, 'waiting for another kb that is writing to this workspace');
        },
      ),
    onProgress,
  };
}
