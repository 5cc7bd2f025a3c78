import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { BASELINE_FILE, readBaseline, type Baseline, type LintOptions } from '../lint/index.js';
import type { Context } from './context.js';

/** What every verb that lints gives the rules, so that all find the same: the day, the files' sizes, the baseline. */
export async function commonLintOptions(context: Context, root: string): Promise<LintOptions> {
  const baseline = await baselineOf(root);
  return { today: context.today, fileSize: (file) => sizeOf(root, file), ...(baseline && { baseline }) };
}

/** The size of a file inside the workspace. */
function sizeOf(root: string, file: string): number | undefined {
  const absolute = path.join(root, file);
  if (path.relative(root, absolute).startsWith('..')) return undefined;
  try {
    const stat = statSync(absolute, { throwIfNoEntry: false });
    return stat?.isFile() === true ? stat.size : undefined;
  } catch {
    // A name that no file can have, such as one with a NUL.
    return undefined;
  }
}

async function baselineOf(root: string): Promise<Baseline | undefined> {
  try {
    return readBaseline(await readFile(path.join(root, BASELINE_FILE), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
