import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { ContentItem, ReadWorkspace, SourceFile } from '../workspace/index.js';
import type { CheckedFile } from './cache.js';
import { conclude, keep, startLint, type LintOptions, type LintResult, type LintRun } from './engine.js';
import { fileChecker } from './file-checks.js';

/** For this many characters of new files, a second thread pays for its start. */
const WORTH_A_THREAD = 4_000_000;
const MOST_THREADS = 4;
/** Files that a thread takes at a time: few, so that all end at about the same time. */
const AT_A_TIME = 64;

/** What a thread is told at its start. */
export interface ThreadStart {
  readonly settingsText: string;
  readonly only: readonly string[] | undefined;
}

/** A file with what was read of it. */
export type FileToCheck = SourceFile & { readonly content: unknown };

/** What was found, by path. */
export type Checks = readonly (readonly [string, CheckedFile])[];

/**
 * The same as `lint`, on all processors where there is much to read.
 *
 * @param worthAThread - characters of new files from which on other threads are started.
 */
export async function lintInParallel(
  read: ReadWorkspace,
  options: LintOptions,
  worthAThread = WORTH_A_THREAD,
): Promise<LintResult> {
  const run = startLint(read, options);
  const { fresh } = run;
  const isMuch = fresh.reduce((sum, { text }) => sum + text.length, 0) >= worthAThread;
  const queue: ContentItem[][] = [];
  for (let at = 0; at < fresh.length; at += AT_A_TIME) queue.push(fresh.slice(at, at + AT_A_TIME));
  const others = isMuch ? Math.min(availableParallelism(), MOST_THREADS) - 1 : 0;
  const threads = Array.from({ length: others }, () => runThread(run, queue));

  const check = fileChecker(run.planned, read.workspace.settings);
  for (let files = queue.pop(); files; files = queue.pop()) {
    for (const file of files) keep(run, file, check(file));
    // Lets the answers of the other threads in.
    if (others > 0) await new Promise(setImmediate);
  }
  await Promise.all(threads);
  return conclude(run);
}

/** Has another thread take from the queue until it is empty. */
function runThread(run: LintRun, queue: ContentItem[][]): Promise<void> {
  const { only } = run.options;
  const start: ThreadStart = { settingsText: run.read.workspace.settingsText, only: only && [...only] };
  const worker = new Worker(new URL('check-thread.js', import.meta.url), { workerData: start, execArgv: [] });
  const taken = new Map<string, ContentItem>();
  const next = (): void => {
    const files = queue.pop();
    for (const file of files ?? []) taken.set(file.path, file);
    const message = files?.map(({ path, text, content }): FileToCheck => ({ path, text, content }));
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    worker.postMessage(message ?? null);
  };
  return new Promise((resolve, reject) => {
    worker.on('message', (checks: Checks) => {
      for (const [path, found] of checks) keep(run, taken.get(path) as ContentItem, found);
      next();
    });
    worker.on('error', reject);
    worker.on('exit', () => resolve());
    // One to work on, and one to go on with while the answer is under way.
    next();
    next();
  });
}
