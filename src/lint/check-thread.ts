/** A thread that checks files: `parallel.ts` sends it some, and `null` at the end. */
import { parentPort, workerData } from 'node:worker_threads';
import { contentItem, parseWorkspace, SETTINGS_FILE } from '../workspace/index.js';
import { fileChecker } from './file-checks.js';
import type { Checks, FileToCheck, ThreadStart } from './parallel.js';
import { rules } from './registry.js';
import { planRules } from './settings.js';

const { settingsText, only } = workerData as ThreadStart;
const { workspace } = parseWorkspace([{ path: SETTINGS_FILE, text: settingsText }]);
const { settings } = workspace;
const check = fileChecker(planRules(rules, workspace, only && new Set(only)), settings);

parentPort?.on('message', (files: readonly FileToCheck[] | null) => {
  if (files === null) {
    parentPort?.close();
    return;
  }
  const checks: Checks = files.map((file) => [file.path, check(contentItem(file, settings.languages, file.content))]);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(checks);
});
