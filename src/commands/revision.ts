import { KbError } from '../problem.js';
import {
  checkLimits,
  decodeUtf8,
  isContentPath,
  parseWorkspace,
  SETTINGS_FILE,
  type SourceFile,
  type Workspace,
} from '../workspace/index.js';
import { commitOf, git } from './git.js';

/** What a workspace's model depended on at a git revision. */
export interface Revision {
  readonly commit: string;
  /** kb.yaml and intents/ of then; nothing else of it is read. */
  readonly workspace: Workspace;
}

/**
 * Reads kb.yaml and the intents as they were at a git revision, without touching the working tree. Links in it are passed
 * over: what they led to need not be what it was.
 *
 * @throws {KbError} `usage/unknown-revision`, `usage/no-workspace`, or the problems of its files.
 */
export async function readRevision(root: string, revision: string): Promise<Revision> {
  const commit = await commitOf(root, revision, '--against');
  const entries = await filesAt(root, commit, [SETTINGS_FILE, 'intents']);
  if (!entries.some(({ path }) => path === SETTINGS_FILE)) {
    throw new KbError({
      code: 'usage/no-workspace',
      severity: 'error',
      message: `--against: there was no ${SETTINGS_FILE} here at "${revision}"`,
      hint: 'name a revision in which the workspace stood in this folder, or a saved report',
    });
  }
  const files = entries.map(({ path, bytes }): SourceFile => {
    const name = `${path} at ${revision}`;
    const text = decodeUtf8(bytes, name);
    if (typeof text !== 'string') throw new KbError(text);
    const problem = checkLimits(text, name);
    if (problem) throw new KbError(problem);
    return { path, text };
  });
  const { workspace, problems } = parseWorkspace(files, root);
  if (problems.length > 0) {
    throw new KbError(problems.map((problem) => ({ ...problem, file: `${problem.file ?? ''} at ${revision}` })));
  }
  return { commit, workspace };
}

/**
 * The files of a commit that a workspace is read from, with paths relative to it.
 *
 * @param paths - files and folders of the workspace to look in.
 */
export async function filesAt(
  root: string,
  commit: string,
  paths: readonly string[],
): Promise<readonly { readonly path: string; readonly bytes: Uint8Array }[]> {
  const listed = (await git(root, ['ls-tree', '-r', '-z', commit, '--', ...paths])).toString();
  const entries = listed.split('\0').flatMap((line) => {
    const [, mode, hash, path] = /^(\d+) blob ([0-9a-f]+)\t(.+)$/s.exec(line) ?? [];
    const isFile = mode !== undefined && mode.startsWith('100');
    return isFile && hash !== undefined && path !== undefined && isContentPath(path) ? [{ hash, path }] : [];
  });
  const texts = blobs(await git(root, ['cat-file', '--batch'], entries.map(({ hash }) => `${hash}\n`).join('')));
  return entries.map(({ path }, i) => ({ path, bytes: texts[i] ?? new Uint8Array() }));
}

/** Takes the output of `git cat-file --batch` apart: a line that ends with the size, so many bytes, a line end. */
function blobs(output: Buffer): readonly Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let at = 0; at < output.length;) {
    const end = output.indexOf(0x0a, at);
    const size = Number(output.toString('latin1', at, end).split(' ').at(-1));
    found.push(output.subarray(end + 1, end + 1 + size));
    at = end + 1 + size + 1;
  }
  return found;
}
