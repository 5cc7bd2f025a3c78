import { rename, rm, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { computeStats, prepare, type Recognise, type Stats, type Window } from '../analytics/index.js';
import { fingerprint } from '../classifier/index.js';
import { trainingExamples, trainOptions } from '../evaluation/index.js';
import type { Store } from '../conversations/index.js';
import { KbError } from '../problem.js';
import { FIGURE_COLUMNS, figureRows, pages, statsReporters } from '../reporting/index.js';
import { findWorkspace, MADE_FOLDER, openWorkspace, withLock, type Workspace } from '../workspace/index.js';
import { note, type Context, type Outcome } from './context.js';
import { missedInWords } from './eval.js';
import { existingStore, outputFile, rowsOutcome } from './logs.js';
import { currentModel } from './model.js';
import { progressBar } from './progress.js';

export interface StatsFlags {
  readonly format: keyof typeof statsReporters | 'parquet' | 'jsonl' | 'html';
  readonly output?: string;
  readonly sql?: string;
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
    if (flags.sql !== undefined) {
      await prepare(store, workspace, window, recognise);
      return await queried(context, store, flags.sql, flags);
    }
    const stats = await computeStats(store, workspace, { window, today: context.today, recognise });
    const missed = stats.goals.filter(({ met }) => met === false);
    const output = await reported(context, store, { name: workspace.settings.name, ...stats }, flags);
    if (flags.gate !== true || missed.length === 0) return { output, exitCode: 0 };
    return { output, exitCode: 1, reason: missedInWords(missed) };
  } finally {
    bar.stop();
    await store.close();
  }
}

async function reported(
  context: Context,
  store: Store,
  stats: Stats & { readonly name: string },
  { format, output }: StatsFlags,
): Promise<string> {
  if (format === 'jsonl') throw usage('--format jsonl is for the rows of --sql', '--format json, csv or parquet');
  if (format === 'html') return pages.stats(stats);
  if (format !== 'parquet') return statsReporters[format](stats, context);
  const columns = ['dimension VARCHAR', 'name VARCHAR', ...FIGURE_COLUMNS.map((column) => `${column} DOUBLE`)];
  await store.run(`CREATE TEMP TABLE figures (${columns.join(', ')})`);
  await store.append(
    'figures',
    figureRows(stats).map(({ dimension, name, values }) => [dimension, name, ...values]),
  );
  await store.askIntoParquet('FROM figures', await parquetFile(context, output));
  return '';
}

/** The rows of a user's query over the tables that the figures are computed from. */
async function queried(context: Context, store: Store, sql: string, flags: StatsFlags): Promise<Outcome> {
  const { format } = flags;
  if (format === 'markdown' || format === 'openmetrics' || format === 'html') {
    throw usage(`rows are not reported as ${format}`, '--format table, json, jsonl, csv or parquet');
  }
  if (format === 'parquet') {
    const file = await parquetFile(context, flags.output);
    await asked(store.askIntoParquet(sql, file));
    return { output: '', exitCode: 0 };
  }
  return rowsOutcome(context, await asked(store.ask(sql)), format);
}

async function asked<T>(answer: Promise<T>): Promise<T> {
  return answer.catch((error: Error) => {
    throw new KbError(
      {
        code: 'stats/sql',
        severity: 'error',
        message: error.message.split('\n')[0] ?? '',
        hint: 'one SELECT over cases, episodes, questions, asked, topics; docs/stats.md has their columns',
      },
      { cause: error },
    );
  });
}

async function parquetFile(context: Context, output: string | undefined): Promise<string> {
  if (output === undefined) throw usage('Parquet is no text', 'name a file with --output FILE');
  return outputFile(context, output);
}

function usage(message: string, hint: string): KbError {
  return new KbError({ code: 'usage/stats', severity: 'error', message, hint });
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
  const name = `recognised.${fingerprint(examples, trainOptions(workspace)).slice(0, 16)}.parquet`;
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
