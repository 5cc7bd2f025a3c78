/** A thread that checks articles: `parallel.ts` sends it files, and `null` at the end. */
import { parentPort, workerData } from 'node:worker_threads';
import { parseWorkspace, SETTINGS_FILE, type SourceFile } from '../workspace/index.js';
import { articleChecker, type ArticleChecker } from './article-checks.js';
import type { Checks, HashedFile, ThreadStart } from './parallel.js';
import { rules } from './registry.js';
import { planRules } from './settings.js';

const { settingsText, only } = workerData as ThreadStart;
const settings: SourceFile = { path: SETTINGS_FILE, text: settingsText };
let check: ArticleChecker | undefined;

parentPort?.on('message', (files: readonly HashedFile[] | null) => {
  if (files === null) {
    parentPort?.close();
    return;
  }
  const { workspace } = parseWorkspace([settings, ...files]);
  check ??= articleChecker(planRules(rules, workspace, only && new Set(only)), workspace.settings);
  const hashes = new Map(files.map(({ path, hash }) => [path, hash]));
  const checks: Checks = workspace.articles.map((article) => [
    article.path,
    (check as ArticleChecker)(article, hashes.get(article.path) as string),
  ]);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(checks);
});
