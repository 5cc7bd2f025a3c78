/** A thread that checks files: `parallel.ts` sends it some, and `null` at the end. */
import { parentPort, workerData } from 'node:worker_threads';
import { contentItems, parseWorkspace, SETTINGS_FILE, type SourceFile } from '../workspace/index.js';
import { fileChecker, type FileChecker } from './file-checks.js';
import type { Checks, ThreadStart } from './parallel.js';
import { rules } from './registry.js';
import { planRules } from './settings.js';

const { settingsText, only } = workerData as ThreadStart;
const settings: SourceFile = { path: SETTINGS_FILE, text: settingsText };
let check: FileChecker | undefined;

parentPort?.on('message', (files: readonly SourceFile[] | null) => {
  if (files === null) {
    parentPort?.close();
    return;
  }
  const { workspace } = parseWorkspace([settings, ...files]);
  check ??= fileChecker(planRules(rules, workspace, only && new Set(only)), workspace.settings);
  const checks: Checks = contentItems(workspace).map((file) => [file.path, (check as FileChecker)(file)]);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(checks);
});
