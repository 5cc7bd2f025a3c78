import { commitOf, git } from './git.js';

/** The files of the workspace, relative to it, that differ from a git revision; new ones that git does not ignore too. */
export async function changedFiles(root: string, revision: string): Promise<ReadonlySet<string>> {
  const commit = await commitOf(root, revision, '--changed');
  const names = async (...args: string[]): Promise<string[]> =>
    (await git(root, args))
      .toString()
      .split('\0')
      .filter((name) => name !== '');
  return new Set([
    ...(await names('diff', '--name-only', '-z', '--relative', commit, '--', '.')),
    ...(await names('ls-files', '--others', '--exclude-standard', '-z', '--', '.')),
  ]);
}
