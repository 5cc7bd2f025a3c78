import { execFile } from 'node:child_process';
import { KbError } from '../problem.js';

/** Runs git in a folder, without a shell; resolves to what it wrote. */
export function git(folder: string, args: readonly string[], input = ''): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // Nothing is locked, and nothing fetched from a remote, by looking.
    const env = { ...process.env, GIT_OPTIONAL_LOCKS: '0', GIT_NO_LAZY_FETCH: '1' };
    const options = { maxBuffer: 512 * 1024 * 1024, encoding: 'buffer' as const, env };
    const child = execFile('git', ['-C', folder, ...args], options, (error, stdout) => {
      if (error) reject(error);
      else resolve(stdout);
    });
    child.stdin?.on('error', () => undefined); // git ended without reading it: its own error says why
    child.stdin?.end(input);
  });
}

/**
 * The commit that a revision names.
 *
 * @param flag - the one that asked, for the message.
 * @throws {KbError} `usage/unknown-revision`
 */
export async function commitOf(folder: string, revision: string, flag: string): Promise<string> {
  try {
    const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
    return (await git(folder, args)).toString().trim();
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    throw new KbError(
      {
        code: 'usage/unknown-revision',
        severity: 'error',
        message:
          code === 'ENOENT'
            ? `${flag} needs git, which is not there`
            : `${flag}: git knows no revision "${revision}" here`,
        hint: 'name a branch, a tag or a commit, such as origin/main',
      },
      { cause: error },
    );
  }
}
