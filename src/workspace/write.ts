import { link, mkdir, open, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { kill, pid as ownPid } from 'node:process';
import { KbError } from '../problem.js';
import { systemMessage } from './files.js';

/** The folder of a workspace for what the tool makes; it can be deleted at any time. */
export const MADE_FOLDER = '.kb';

/**
 * Writes files so that a reader, or a crash, sees either all old or all new text of each: everything goes to temporary
 * files beside their targets first, is flushed to disk, and is then renamed.
 *
 * @param root - the workspace's folder; it must exist.
 * @param files - contents by path relative to it; missing folders are made.
 * @throws {KbError} `file/unwritable`; then no target was touched, unless a rename itself failed.
 */
export async function writeFiles(root: string, files: ReadonlyMap<string, string | Uint8Array>): Promise<void> {
  const staged: { temporary: string; target: string; file: string }[] = [];
  const made: string[] = [];
  let current = '';
  try {
    for (const [file, content] of files) {
      current = file;
      const target = path.join(root, file);
      const first = await mkdir(path.dirname(target), { recursive: true });
      if (first !== undefined) made.push(first);
      const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${ownPid}.tmp`);
      staged.push({ temporary, target, file });
      const handle = await open(temporary, 'w');
      try {
        await handle.writeFile(content);
        await handle.sync();
      } finally {
        await handle.close();
      }
    }
    for (const { temporary, target, file } of staged) {
      current = file;
      await rename(temporary, target);
    }
  } catch (error) {
    for (const { temporary } of staged) await rm(temporary, { force: true });
    for (const folder of made.toReversed()) await rmdir(folder).catch(() => undefined);
    throw unwritable(current, error);
  }
}

function unwritable(file: string, error: unknown): KbError {
  return new KbError(
    {
      code: 'file/unwritable',
      severity: 'error',
      message: `cannot be written: ${systemMessage(error)}`,
      hint: 'nothing was changed',
      file,
    },
    { cause: error },
  );
}

/**
 * Runs `work` while no other `kb` writes to the workspace.
 *
 * The lock is a file that only one process can create; it holds its process id, so that the lock of a process that was
 * killed is recognised and taken over.
 *
 * @throws {KbError} `file/locked` while another process holds it.
 */
export async function withLock<T>(root: string, work: () => Promise<T>): Promise<T> {
  const lock = path.join(root, MADE_FOLDER, 'lock');
  let made: string | undefined;
  try {
    made = await mkdir(path.dirname(lock), { recursive: true });
    await takeLock(lock);
  } catch (error) {
    if (error instanceof KbError) throw error;
    throw unwritable(`${MADE_FOLDER}/lock`, error);
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
    // Work that was refused leaves no trace; a folder that now holds something stays.
    if (made !== undefined) await rmdir(made).catch(() => undefined);
  }
}

async function takeLock(lock: string): Promise<void> {
  // A link appears with its content or not at all; a file that is created first and filled then could be read empty.
  const claim = `${lock}.${ownPid}`;
  await writeFile(claim, String(ownPid));
  try {
    for (let attempt = 0; ; attempt += 1) {
      try {
        await link(claim, lock);
        return;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
        const holder = Number(await readFile(lock, 'utf8').catch(() => ''));
        if (attempt > 0 || isAlive(holder)) {
          throw new KbError({
            code: 'file/locked',
            severity: 'error',
            message: `another kb (process ${holder}) is writing to this workspace`,
            hint: `wait for it to end; if there is none, delete ${MADE_FOLDER}/lock`,
          });
        }
        await rm(lock, { force: true });
      }
    }
  } finally {
    await rm(claim, { force: true });
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
