import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { KbError } from '../problem.js';

const run = promisify(execFile);

/** The files of the workspace, relative to it, that differ from a git revision; new ones that git does not ignore too. */
export async function changedFiles(root: string, revision: string): Promise<ReadonlySet<string>> {
  const git = async (...args: string[]): Promise<string[]> => {
    const { stdout } = await run('git', ['-C', root, ...args], { maxBuffer: 256 * 1024 * 1024 });
    return stdout.split('\0').filter((name) => name !== '');
  };
  try {
    const [commit = ''] = await git('rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`);
    const changed = await git('diff', '--name-only', '-z', '--relative', commit.trim(), '--', '.');
    const added = await git('ls-files', '--others', '--exclude-standard', '-z', '--', '.');
    return new Set([...changed, ...added]);
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    throw new KbError(
      {
        code: 'usage/unknown-revision',
        severity: 'error',
        message:
          code === 'ENOENT'
            ? '--changed needs git, which is not there'
            : `--changed: git knows no revision "${revision}" here`,
        hint: 'name a branch, a tag or a commit, such as origin/main',
      },
      { cause: error },
    );
  }
}
