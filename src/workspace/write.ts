import { link, mkdir, open, readdir, readFile, realpath, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { kill, pid as ownPid } from 'node:process';
import { KbError } from '../problem.js';
import { printable } from '../text/index.js';
import { isInside, systemMessage } from './files.js';

/** The folder of a workspace for what the tool makes; it can be deleted at any time. */
export const MADE_FOLDER = '.kb';

/** What is written, in pieces where it may be long. */
type Content = string | Uint8Array | AsyncIterable<string>;

/**
 * Writes files so that a reader, or a crash, sees either all old or all new text of each: everything goes to temporary
 * files beside their targets first, is flushed to disk, and is then renamed. A link to a file inside the folder stays a
 * link, and files keep their permissions.
 *
 * @param root - the workspace's folder; it must exist.
 * @param files - contents by path relative to it; missing folders are made.
 * @throws {KbError} `file/unwritable`; then no target was touched, unless a rename itself failed.
 */
export async function writeFiles(root: string, files: ReadonlyMap<string, Content>): Promise<void> {
  const staged: { temporary: string; target: string; file: string }[] = [];
  const made: string[] = [];
  let current = '';
  let renamed = 0;
  try {
    const realRoot = await realpath(root);
    const staging = await stagingFolder(realRoot);
    for (const [file, content] of files) {
      current = file;
      const target = await targetOf(realRoot, file, made);
      const existing = await stat(target).catch(() => undefined);
      if (existing && !existing.isFile()) throw Object.assign(new Error('not a file'), { code: 'EISDIR' });
      const temporary = path.join(staging ?? path.dirname(target), `.kb-${ownPid}-${staged.length}.tmp`);
      staged.push({ temporary, target, file });
      const handle = await open(temporary, 'w', existing && existing.mode & 0o777);
      try {
        await writeFile(handle, content);
        await handle.sync();
      } finally {
        await handle.close();
      }
    }
    for (const { temporary, target, file } of staged) {
      current = file;
      await rename(temporary, target);
      renamed += 1;
    }
  } catch (error) {
    for (const { temporary } of staged) await rm(temporary, { force: true }).catch(() => undefined);
    for (const folder of made.toReversed()) await rmdir(folder).catch(() => undefined);
    throw error instanceof KbError ? error : unwritable(current, error, renamed);
  }
}

const STAGING = 'staging';

/**
 * Where files wait for their renaming while the lock is held: a folder that the next holder empties, so that a killed run
 * leaves nothing among the content. `undefined`, beside their targets, where a rename could not reach them from there.
 */
async function stagingFolder(realRoot: string): Promise<string | undefined> {
  if (!held.has(path.join(realRoot, MADE_FOLDER, 'lock'))) return undefined;
  const folder = path.join(realRoot, MADE_FOLDER, STAGING);
  await mkdir(folder, { recursive: true });
  const [own, others] = await Promise.all([stat(folder), stat(realRoot)]);
  return own.dev === others.dev ? folder : undefined;
}

/**
 * Writes a report where the user wants it: over a file at once or not at all, into a device or a pipe as it comes.
 *
 * @param file - a path as the user gave it, relative to `folder`.
 * @throws {KbError} `file/unwritable`
 */
export async function writeOutputFile(folder: string, file: string, content: Content): Promise<void> {
  const target = path.resolve(folder, file);
  try {
    const real = await realpath(target).catch(() => target);
    const existing = await stat(real).catch(() => undefined);
    if (existing && !existing.isFile()) await writeFile(real, content);
    else await writeFiles(path.dirname(real), new Map([[path.basename(real), content]]));
  } catch (error) {
    throw unwritable(file, error instanceof KbError ? error.cause : error);
  }
}

/** Where a file really stands, its folders made; `made` gets each new folder, outer ones first. */
async function targetOf(realRoot: string, file: string, made: string[]): Promise<string> {
  let folder = realRoot;
  for (const name of path
    .dirname(file)
    .split(/[/\\]/)
    .filter((part) => part !== '.' && part !== '')) {
    const next = path.join(folder, name);
    const created = await mkdir(next).then(
      () => true,
      (error: unknown) => {
        if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
        throw error;
      },
    );
    if (created) made.push(next);
    folder = await realpath(next);
    // Before a folder is made out there.
    if (!isInside(realRoot, folder)) throw outside(file);
  }
  const plain = path.join(folder, path.basename(file));
  const target = await realpath(plain).catch(() => plain);
  if (isInside(realRoot, target)) return target;
  throw outside(file);
}

function outside(file: string): KbError {
  return new KbError({
    code: 'file/outside-workspace',
    severity: 'error',
    message: 'a symbolic link leads out of the workspace',
    hint: 'nothing was changed; put a real folder in its place',
    file,
  });
}

/** Where a file that the tool makes stands; a folder for them that is new is hidden from git. */
async function madeTarget(root: string, name: string, made: string[]): Promise<string> {
  const realRoot = await realpath(root);
  const target = await targetOf(realRoot, `${MADE_FOLDER}/${name}`, made);
  const folder = path.join(realRoot, MADE_FOLDER);
  if (made.includes(folder)) await writeFile(path.join(folder, '.gitignore'), '*\n');
  return target;
}

/**
 * Writes a file that takes a while to make again, and is worth no more than that: without the lock, without flushing it
 * to disk, and not at all where it cannot be written. Readers see the old file or the new one. What killed runs left
 * beside it goes.
 *
 * @param name - relative to `.kb/`.
 */
export async function writeMade(root: string, name: string, content: string | Uint8Array): Promise<void> {
  const made: string[] = [];
  try {
    const target = await madeTarget(root, name, made);
    const folder = path.dirname(target);
    for (const other of await readdir(folder)) {
      const owner = /\.(\d+)$/.exec(other)?.[1];
      if (owner !== undefined && (Number(owner) === ownPid || !isAlive(Number(owner)))) {
        await rm(path.join(folder, other), { force: true });
      }
    }
    const temporary = `${target}.${ownPid}`;
    await writeFile(temporary, content, { flag: 'wx' });
    await rename(temporary, target);
  } catch {
    for (const folder of made.toReversed()) await rmdir(folder).catch(() => undefined);
  }
}

function unwritable(file: string, error: unknown, written = 0): KbError {
  return new KbError(
    {
      code: 'file/unwritable',
      severity: 'error',
      message: `cannot be written: ${systemMessage(error)}`,
      hint: written === 0 ? 'nothing was changed' : `${written} other files were written; run it again`,
      file,
    },
    { cause: error },
  );
}

/** Locks that this process holds: its own id in a lock file may be that of a process of another container. */
const held = new Set<string>();

/**
 * Runs `work` while no other `kb` writes to the workspace.
 *
 * The lock is a file that only one process can create; it holds its process id, so that the lock of a process that was
 * killed is recognised and taken over. A folder for made things that is new is hidden from git, and goes away again when
 * the work leaves nothing in it.
 *
 * @param onWait - called once when another process holds the lock, which is then waited for.
 * @throws {KbError} `file/locked` while another process holds it and `onWait` is not given.
 */
export async function withLock<T>(root: string, work: () => Promise<T>, onWait?: () => void): Promise<T> {
  const made: string[] = [];
  let lock: string;
  try {
    lock = await madeTarget(root, 'lock', made);
    await takeLock(lock, onWait);
  } catch (error) {
    throw error instanceof KbError ? error : unwritable(`${MADE_FOLDER}/lock`, error);
  }
  const folder = path.dirname(lock);
  held.add(lock);
  try {
    // What a killed run left.
    await rm(path.join(folder, STAGING), { recursive: true, force: true });
    return await work();
  } finally {
    held.delete(lock);
    await rm(path.join(folder, STAGING), { recursive: true, force: true });
    await rm(lock, { force: true });
    if (made.length > 0 && (await readdir(folder)).join() === '.gitignore') await rm(folder, { recursive: true });
  }
}

const WAIT_MS = 100;

async function takeLock(lock: string, onWait?: () => void): Promise<void> {
  // A link appears with its content or not at all; a file that is created first and filled then could be read empty.
  const claim = `${lock}.${ownPid}`;
  await writeFile(claim, String(ownPid));
  try {
    for (let told = false; ;) {
      try {
        await link(claim, lock);
        return;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const holder = await readFile(lock, 'utf8').catch(() => '');
      if (!isHeld(lock, Number(holder))) {
        await removeStale(lock, holder);
      } else if (onWait) {
        if (!told) onWait();
        told = true;
        await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
      } else {
        throw new KbError({
          code: 'file/locked',
          severity: 'error',
          message: `another kb (process ${printable(holder)}) is writing to this workspace`,
          hint: `wait for it to end; if there is none, delete ${MADE_FOLDER}/lock`,
        });
      }
    }
  } finally {
    await rm(claim, { force: true });
  }
}

/**
 * Removes the lock of a dead process. Others may be about to do the same: renaming gives it to one of them only, and who
 * finds that he took a fresh lock by mistake puts it back.
 */
async function removeStale(lock: string, holder: string): Promise<void> {
  const taken = `${lock}.stale.${ownPid}`;
  try {
    await rename(lock, taken);
  } catch {
    return;
  }
  if ((await readFile(taken, 'utf8')) !== holder) await link(taken, lock).catch(() => undefined);
  await rm(taken, { force: true });
}

function isHeld(lock: string, holder: number): boolean {
  return holder === ownPid ? held.has(lock) : isAlive(holder);
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
