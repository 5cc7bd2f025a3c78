import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  findSources,
  makeProtector,
  readLogs,
  type LoggedConversation,
  type ReadNotes,
} from '../conversations/index.js';
import type { Model } from '../classifier/index.js';
import {
  compareRuns,
  keepIds,
  mine,
  proposeFiles,
  readRun,
  runOf,
  type MinedRun,
  type MiningReport,
} from '../mining/index.js';
import { KbError } from '../problem.js';
import { count, miningReporters, pages, unifiedDiff } from '../reporting/index.js';
import {
  findWorkspace,
  MADE_FOLDER,
  openWorkspace,
  OUT_OF_SCOPE,
  withLock,
  writeFiles,
  writeOutputFile,
  type Workspace,
} from '../workspace/index.js';
import { note, type Context, type Outcome } from './context.js';
import { daysBefore, existingStore, noteSkipped, pseudonymsOf, redactorOf } from './logs.js';
import { currentModel } from './model.js';
import { progressBar } from './progress.js';

/** What is remembered of the last run; `kb logs forget` deletes it. */
const LAST_RUN = `${MADE_FOLDER}/mined/last.json`;

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
  readonly compare?: string;
  readonly failOnNew?: number;
  readonly patch?: string;
}

export async function runMine(context: Context, files: readonly string[], flags: MineFlags): Promise<Outcome> {
  const root = await findWorkspace(context.cwd, context.workspace);
  const workspace = await openWorkspace(root);
  const before = await runBefore(context, root, flags.compare);
  const { report } = await mineLogs(context, workspace, files, flags);
  const compared = flags.compare !== undefined || flags.failOnNew !== undefined;
  const comparison = compared ? compareRuns(report, before) : undefined;
  if (flags.patch !== undefined) await writePatch(context, report, workspace, flags.patch);
  await withLock(root, () => writeFiles(root, new Map([[LAST_RUN, `${JSON.stringify(runOf(report))}\n`]])));
  const output =
    flags.format === 'html'
      ? await pages.mining(report)
      : miningReporters[flags.format]({ ...report, ...(comparison && { comparison }) }, context);
  const appeared = comparison?.appeared.length ?? 0;
  if (flags.failOnNew === undefined || appeared < flags.failOnNew) return { output, exitCode: 0 };
  return { output, exitCode: 1, reason: `mine: ${count(appeared, 'new topic')}, the limit is ${flags.failOnNew}` };
}

/** The run to compare with: the last one here, or one that was kept elsewhere. */
async function runBefore(context: Context, root: string, compare = 'LAST'): Promise<MinedRun | undefined> {
  const file = compare === 'LAST' ? path.join(root, LAST_RUN) : path.resolve(context.cwd, compare);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  const run = text === undefined ? undefined : readRun(text);
  if (run || compare === 'LAST') return run;
  throw new KbError({
    code: 'mine/compare',
    severity: 'error',
    message: text === undefined ? 'cannot be read' : 'not a run of kb mine',
    hint: `LAST, or a copy of ${LAST_RUN}`,
    file: compare,
  });
}

/** A diff with paths as `git apply` takes them: from the repository's root, or from the workspace where there is none. */
async function writePatch(context: Context, report: MiningReport, workspace: Workspace, file: string): Promise<void> {
  const prefix = await pathInRepository(workspace.root);
  const diff = proposeFiles(report, workspace).map(({ path: name, before, after }) => {
    const shown = prefix + name;
    const text = unifiedDiff(shown, before, after);
    if (before !== '') return text;
    return `diff --git a/${shown} b/${shown}\nnew file mode 100644\n${text.replace(/^--- .*\n/, '--- /dev/null\n')}`;
  });
  await writeOutputFile(context.cwd, file, diff.join(''));
  note(context, `changes to ${count(diff.length, 'file')} in ${file}: read it, then git apply ${file}`);
}

async function pathInRepository(root: string): Promise<string> {
  for (let folder = root; ; folder = path.dirname(folder)) {
    const isThere = await access(path.join(folder, '.git')).then(
      () => true,
      () => false,
    );
    if (isThere) return folder === root ? '' : `${path.relative(folder, root).split(path.sep).join('/')}/`;
    if (path.dirname(folder) === folder) return '';
  }
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
    return { report: keepIds(report, await runBefore(context, workspace.root)), model };
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
