import path from 'node:path';
import {
  findSources,
  makeProtector,
  readLogs,
  type LoggedConversation,
  type ReadNotes,
} from '../conversations/index.js';
import type { Model } from '../classifier/index.js';
import { mine, type MiningReport } from '../mining/index.js';
import { KbError } from '../problem.js';
import { miningReporters, pages } from '../reporting/index.js';
import { findWorkspace, openWorkspace, OUT_OF_SCOPE, type Workspace } from '../workspace/index.js';
import { note, type Context, type Outcome } from './context.js';
import { daysBefore, existingStore, noteSkipped, pseudonymsOf, redactorOf } from './logs.js';
import { currentModel } from './model.js';
import { progressBar } from './progress.js';

/** Which of the conversations count, and how they are grouped. */
export interface MineFilters {
  readonly since?: string;
  readonly channel?: string;
  readonly segment?: string;
  readonly language?: string;
  readonly clusters?: number;
}

export interface MineFlags extends MineFilters {
  readonly format: keyof typeof miningReporters | 'html';
  readonly members?: boolean;
}

export async function runMine(context: Context, files: readonly string[], flags: MineFlags): Promise<Outcome> {
  const root = await findWorkspace(context.cwd, context.workspace);
  const workspace = await openWorkspace(root);
  const { report } = await mineLogs(context, workspace, files, flags);
  const output = flags.format === 'html' ? await pages.mining(report) : miningReporters[flags.format](report, context);
  return { output, exitCode: 0 };
}

/** Mines the imported conversations, or those of log files, with the workspace's model as it is now. */
export async function mineLogs(
  context: Context,
  workspace: Workspace,
  files: readonly string[],
  flags: MineFilters & { readonly members?: boolean },
): Promise<{ readonly report: MiningReport; readonly model: Model | undefined }> {
  const hasIntents = workspace.intents.some(
    ({ intent, utterances }) => intent !== OUT_OF_SCOPE && utterances.length > 0,
  );
  const model = hasIntents ? (await currentModel(context, workspace)).model : undefined;
  const bar = progressBar(context, 'mining');
  const log = minedLog(context, workspace, files);
  try {
    const report = await mine(log, workspace, model, {
      today: context.today,
      since: flags.since,
      channel: flags.channel,
      segment: flags.segment,
      language: flags.language,
      clusters: flags.clusters,
      members: flags.members,
      onProgress: (done, total) => {
        if (total > 0) bar.update(done, total);
      },
    });
    return { report, model };
  } finally {
    bar.stop();
  }
}

/** The conversations to mine: the imported ones, or those of log files. */
export function minedLog(
  context: Context,
  workspace: Workspace,
  files: readonly string[],
): AsyncGenerator<readonly LoggedConversation[]> {
  return files.length > 0 ? conversationsOf(context, workspace, files) : storedConversations(context);
}

async function* storedConversations(context: Context): AsyncGenerator<readonly LoggedConversation[]> {
  const store = await existingStore(context, 'export');
  try {
    yield* store.conversations();
  } finally {
    await store.close();
  }
}

/** Reads log files as `kb logs import` does, redacted and with pseudonyms, without keeping them. */
async function* conversationsOf(
  context: Context,
  { settings }: Workspace,
  files: readonly string[],
): AsyncGenerator<readonly LoggedConversation[]> {
  const pseudonyms = await pseudonymsOf(context);
  const { sources, problems } = await findSources(
    files.map((name) => ({ name, path: path.resolve(context.cwd, name) })),
    {},
  );
  if (problems.length > 0) throw new KbError(problems);
  const notes: ReadNotes = { files: [], problems: [], tooOld: 0, skipped: 0, listed: [] };
  const options = {
    columns: {},
    agents: [],
    monthFirst: undefined,
    pseudonym: (id: string) => pseudonyms.of(id),
    idPrefix: '',
    keepFrom: daysBefore(context.today, settings.privacy.retention_days),
    protect: makeProtector(redactorOf(settings), pseudonyms),
  };
  // The same conversation in two files is one.
  const seen = new Set<string>();
  for await (const { conversations } of readLogs(sources, options, notes)) {
    yield conversations.filter(({ id }) => !seen.has(id) && seen.add(id));
  }
  noteSkipped(context, [], { count: notes.skipped, listed: notes.listed });
  if (notes.tooOld > 0) note(context, `${notes.tooOld} conversations older than the retention were passed over`);
  if (notes.problems.length > 0) throw new KbError(notes.problems);
}
