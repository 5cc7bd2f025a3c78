import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Article, ReadWorkspace, SourceFile, Workspace } from '../workspace/index.js';
import { articleChecker } from './article-checks.js';
import { hashText, type CachedArticle } from './cache.js';
import { checkUtterances, conclude, keptCheck, planLint, type LintOptions, type LintResult } from './engine.js';

/** For this many characters of new articles, a second thread pays for its start. */
const WORTH_A_THREAD = 4_000_000;
const MOST_THREADS = 4;
/** Articles that a thread takes at a time: few, so that all end at about the same time. */
const AT_A_TIME = 64;

/** What an article thread is told at its start. */
export interface ThreadStart {
  readonly settingsText: string;
  readonly only: readonly string[] | undefined;
}

export type HashedFile = SourceFile & { readonly hash: string };

/** What was found, by path. */
export type Checks = readonly (readonly [string, CachedArticle])[];

/**
 * The same as `lint`, on all processors where there is much to read.
 *
 * @param worthAThread - characters of new articles from which on other threads are started.
 */
export async function lintInParallel(
  read: ReadWorkspace,
  options: LintOptions,
  worthAThread = WORTH_A_THREAD,
): Promise<LintResult> {
  const { workspace } = read;
  const plan = planLint(workspace, options);
  const found = new Map<string, CachedArticle | undefined>();
  const hashes = new Map<Article, string>();
  for (const article of workspace.articles) {
    const hash = hashText(article.text);
    const kept = keptCheck(plan, article, hash);
    // Unknown ones keep their place, so that the order is that of the workspace however the threads are.
    found.set(article.path, kept);
    if (!kept) hashes.set(article, hash);
  }
  const fresh = [...hashes.keys()];
  const isMuch = fresh.reduce((sum, { text }) => sum + text.length, 0) >= worthAThread;
  const queue: HashedFile[][] = [];
  for (let at = 0; at < fresh.length; at += AT_A_TIME) {
    const some = fresh.slice(at, at + AT_A_TIME);
    queue.push(
      some.map((article) => ({ path: article.path, text: article.text, hash: hashes.get(article) as string })),
    );
  }
  const others = isMuch ? Math.min(availableParallelism(), MOST_THREADS) - 1 : 0;
  const threads = Array.from({ length: others }, () => runThread(workspace, options, queue, found));

  const utterances = checkUtterances(workspace, plan, options);
  const check = articleChecker(plan.planned, workspace.settings);
  const byPath = new Map(fresh.map((article) => [article.path, article]));
  for (let files = queue.pop(); files; files = queue.pop()) {
    for (const { path, hash } of files) found.set(path, check(byPath.get(path) as Article, hash));
    // Lets the answers of the other threads in.
    if (others > 0) await new Promise(setImmediate);
  }
  await Promise.all(threads);
  return conclude(read, options, plan, { articles: found as Map<string, CachedArticle>, utterances });
}

/** Has another thread take from the queue until it is empty. */
function runThread(
  { settingsText }: Workspace,
  { only }: LintOptions,
  queue: HashedFile[][],
  found: Map<string, CachedArticle | undefined>,
): Promise<void> {
  const start: ThreadStart = { settingsText, only: only && [...only] };
  const worker = new Worker(new URL('article-thread.js', import.meta.url), { workerData: start, execArgv: [] });
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  const next = (): void => worker.postMessage(queue.pop() ?? null);
  return new Promise((resolve, reject) => {
    worker.on('message', (checks: Checks) => {
      for (const [path, cached] of checks) found.set(path, cached);
      next();
    });
    worker.on('error', reject);
    worker.on('exit', () => resolve());
    // One to work on, and one to go on with while the answer is under way.
    next();
    next();
  });
}
