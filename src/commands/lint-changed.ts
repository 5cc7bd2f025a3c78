import { concerning, lint, newFindings, remembered, rules, type LintOptions, type LintResult } from '../lint/index.js';
import { KbError, type Problem } from '../problem.js';
import { decodeUtf8, parseWorkspace, SETTINGS_FILE, type ReadWorkspace } from '../workspace/index.js';
import { commitOf, git } from './git.js';
import { filesAt } from './revision.js';

/** What differs from a commit. */
export interface Changes {
  readonly commit: string;
  /** Files of the workspace, relative to it: also those that are gone, and new ones that git does not ignore. */
  readonly files: ReadonlySet<string>;
}

export async function changesSince(root: string, revision: string): Promise<Changes> {
  const commit = await commitOf(root, revision, '--changed');
  const names = async (...args: string[]): Promise<string[]> =>
    (await git(root, args))
      .toString()
      .split('\0')
      .filter((name) => name !== '');
  const files = new Set([
    // Of a file with a new name the old one counts, too.
    ...(await names('diff', '--name-only', '--no-renames', '-z', '--relative', commit, '--', '.')),
    ...(await names('ls-files', '--others', '--exclude-standard', '-z', '--', '.')),
  ]);
  return { commit, files };
}

/**
 * The findings in changed files and those that have to do with them; of the others what the commit did not have. These
 * are what a change breaks elsewhere: an intent that scenarios still expect, an article that others link to.
 *
 * @returns problems of `result`, in no order.
 */
export async function findingsOfChanges(
  root: string,
  { commit, files }: Changes,
  result: LintResult,
  options: LintOptions,
): Promise<readonly Problem[]> {
  const near = new Set(concerning(result.problems, (file) => files.has(file)));
  // What a classifier or other hosts say of texts that have not changed is nothing that a change breaks.
  const cannotBreak = new Set<string>(rules.flatMap(({ meta }) => (meta.needs ? [meta.id] : [])));
  const far = result.problems.filter((problem) => !near.has(problem) && !cannotBreak.has(problem.code));
  if (far.length === 0) return [...near];
  const read = await workspaceAt(root, commit, result);
  if (!read) return [...near, ...far];
  const before = lint(read, {
    today: options.today,
    cache: result.cache,
    ...(options.only && { only: options.only }),
    ...(options.baseline && { baseline: options.baseline }),
    // How large a file was then is not asked: what is found of one that has changed counts as new.
    fileSize: (file) => (files.has(file) ? 0 : options.fileSize?.(file)),
  });
  return [...near, ...newFindings({ problems: far, texts: result.texts }, before)];
}

/** The workspace of a commit, as far as it can be read; `undefined` where there was none. */
async function workspaceAt(root: string, commit: string, { cache }: LintResult): Promise<ReadWorkspace | undefined> {
  const files = (await filesAt(root, commit, ['.'])).flatMap(({ path, bytes }) => {
    const text = decodeUtf8(bytes, path);
    return typeof text === 'string' ? [{ path, text }] : [];
  });
  const settings = files.find(({ path }) => path === SETTINGS_FILE);
  if (!settings) return undefined;
  try {
    return parseWorkspace(files, root, remembered(cache, settings.text));
  } catch (error) {
    if (error instanceof KbError) return undefined;
    throw error;
  }
}
