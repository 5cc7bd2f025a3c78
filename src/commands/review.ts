import { stringify } from 'yaml';
import type { Model } from '../classifier/index.js';
import type { LoggedConversation } from '../conversations/index.js';
import {
  compareOutcomes,
  heldoutExamples,
  pairOutcomes,
  sharedTraining,
  type Comparison,
} from '../evaluation/index.js';
import type { MiningReport } from '../mining/index.js';
import { KbError } from '../problem.js';
import { count, reviewReporters, unifiedDiff, type EvalReport, type ReviewFigures } from '../reporting/index.js';
import {
  findOrigins,
  NOTHING_SAVED,
  planDecisions,
  readDecisions,
  startReview,
  type Decision,
  type SavedReview,
} from '../review/index.js';
import {
  findWorkspace,
  openWorkspace,
  readGivenFile,
  withLock,
  type Workspace,
  writeFiles,
  writeOutputFile,
} from '../workspace/index.js';
import { note, type Context, type Outcome } from './context.js';
import { measureIfPossible } from './measure.js';
import { minedLog, mineLogs, type MineFilters } from './mine.js';
import { currentModel } from './model.js';
import { terminalDesk } from './review-desk.js';
import { readSavedReview, savedReviewFile } from './review-file.js';
import { converse } from './review-talk.js';

export interface ReviewFlags extends MineFilters {
  readonly format: 'table' | 'json';
  readonly decisions?: string;
  readonly saveDecisions?: string;
  readonly dryRun?: boolean;
}

/** Everything that a review works on. */
interface Material {
  readonly root: string;
  readonly workspace: Workspace;
  /** Absent where there is nothing to train on. */
  readonly model: Model | undefined;
  /** Absent where there are no logs. */
  readonly report: MiningReport | undefined;
  readonly saved: SavedReview;
}

export async function runReview(context: Context, files: readonly string[], flags: ReviewFlags): Promise<Outcome> {
  const given = flags.decisions === undefined ? undefined : await decisionsOf(context, flags.decisions);
  if (!given && !context.interactive) {
    throw new KbError({
      code: 'usage/no-terminal',
      severity: 'error',
      message: 'kb review asks a person, and there is no terminal',
      hint: 'give the decisions with --decisions FILE',
    });
  }
  const root = await findWorkspace(context.cwd, context.workspace);
  const workspace = await openWorkspace(root);
  const saved = await readSavedReview(root);
  const mined = await mineLogs(context, workspace, files, flags).catch((error: unknown) => {
    // Decisions bring their utterances with them: they can be written where the logs are not.
    if (given && error instanceof KbError && error.problems[0]?.code === 'logs/none') return undefined;
    throw error;
  });
  const model = mined ? mined.model : await modelOf(context, workspace);
  const material = { root, workspace, model, report: mined?.report, saved };
  const decisions = given ? [...saved.decisions, ...given] : await ask(context, files, material, flags);
  if (decisions === undefined) return { output: '', exitCode: 0 };
  return apply(context, files, flags, material, decisions);
}

/** Asks a person; `undefined` where nothing shall be written now. What was decided is kept in any case. */
async function ask(
  context: Context,
  files: readonly string[],
  { root, workspace, model, report, saved }: Material,
  flags: ReviewFlags,
): Promise<readonly Decision[] | undefined> {
  if (!report) return undefined;
  const begin = startReview(report, workspace, saved);
  if (saved.decisions.length > 0)
    note(context, `going on with a review: ${count(saved.decisions.length, 'decision')} kept`);
  const desk = terminalDesk(context);
  const { session, write } = await converse(begin, {
    desk,
    style: context,
    workspace,
    model,
    keep: (step) => save(root, step),
    conversation: (id) => findConversation(minedLog(context, workspace, files), id),
  }).finally(() => desk.close());
  const { decisions } = session;
  if (flags.saveDecisions !== undefined) await saveDecisions(context, flags.saveDecisions, decisions);
  if (begin.groups.length === 0 && decisions.length === 0) note(context, 'nothing to decide: every topic is settled');
  else if (!write) note(context, `${count(decisions.length, 'decision')} kept: kb review goes on there`);
  return write ? decisions : undefined;
}

/** Writes decisions into the workspace, trains, and measures what changed. */
async function apply(
  context: Context,
  files: readonly string[],
  flags: ReviewFlags,
  { root, workspace, model, report }: Material,
  decisions: readonly Decision[],
): Promise<Outcome> {
  const log = (): ReturnType<typeof minedLog> => minedLog(context, workspace, files);
  const origins = report ? await findOrigins(decisions, log) : new Map<string, never>();
  if (flags.dryRun === true) {
    const plan = planDecisions(workspace, decisions, origins, context.today);
    const before = new Map(
      [...workspace.intents, ...workspace.articles, ...(workspace.ignored ? [workspace.ignored] : [])].map((file) => [
        file.path,
        file.text,
      ]),
    );
    const diff = [...plan.files].map(([file, text]) => unifiedDiff(file, before.get(file) ?? '', text));
    return { output: diff.join(''), exitCode: 0 };
  }
  const measured = await measureHeldout(context, workspace, model);
  const plan = await withLock(root, async () => {
    // As it is now: somebody may have written to it while the person thought.
    const now = planDecisions(await openWorkspace(root), decisions, origins, context.today);
    // What was decided is kept first and dropped last: after a crash in between, the next review writes what is missing.
    const { skipped } = await readSavedReview(root);
    await writeFiles(root, new Map([savedReviewFile({ skipped, decisions })]));
    const done = new Map([...now.files, savedReviewFile({ ...NOTHING_SAVED, skipped })]);
    await writeFiles(root, done);
    return now;
  });
  const changed = await openWorkspace(root);
  const mined = report && (await mineLogs(context, changed, files, flags));
  const again = await measureHeldout(context, changed, mined ? mined.model : await modelOf(context, changed));
  const result = {
    decisions,
    plan,
    before: figuresOf(measured, report),
    after: figuresOf(again, mined?.report),
    comparison: measured && again ? compare(changed, measured, again) : null,
  };
  return { output: reviewReporters[flags.format](result, context), exitCode: 0 };
}

async function findConversation(
  log: AsyncIterable<readonly LoggedConversation[]>,
  id: string,
): Promise<LoggedConversation | undefined> {
  for await (const batch of log) {
    const found = batch.find((conversation) => conversation.id === id);
    if (found) return found;
  }
  return undefined;
}

/** On what is held out; cross-validation of both would take longer than a person waits. */
async function measureHeldout(
  context: Context,
  workspace: Workspace,
  model: Model | undefined,
): Promise<EvalReport | undefined> {
  if (!model || heldoutExamples(workspace).length === 0) return undefined;
  return measureIfPossible(context, workspace, model);
}

function figuresOf(measured: EvalReport | undefined, report: MiningReport | undefined): ReviewFigures {
  return {
    heldout: measured?.summary ?? null,
    mined: report ? { turns: report.turns.total, unrecognised: report.turns.unrecognised } : null,
  };
}

/** Whether the held-out figures differ by more than two trainings do anyway. */
function compare(workspace: Workspace, before: EvalReport, after: EvalReport): Comparison {
  const [old, now] = [before.model.trainedOn, after.model.trainedOn];
  return compareOutcomes(
    pairOutcomes(after.outcomes, before.outcomes).pairs,
    {
      thresholds: { before: before.summary.threshold, after: after.summary.threshold },
      shared: old && now ? sharedTraining(old, now) : 0,
    },
    workspace.settings.model.seed,
  );
}

async function modelOf(context: Context, workspace: Workspace): Promise<Model | undefined> {
  const isEmpty = workspace.intents.every(({ utterances }) => utterances.length === 0);
  return isEmpty ? undefined : (await currentModel(context, workspace)).model;
}

async function decisionsOf(context: Context, file: string): Promise<readonly Decision[]> {
  return readDecisions(await readGivenFile(context.cwd, file), file);
}

async function saveDecisions(context: Context, file: string, decisions: readonly Decision[]): Promise<void> {
  await writeOutputFile(context.cwd, file, stringify({ schema: 'kb.decisions/1', decisions }, { lineWidth: 0 }));
}

async function save(root: string, review: SavedReview): Promise<void> {
  await withLock(root, () => writeFiles(root, new Map([savedReviewFile(review)])));
}
