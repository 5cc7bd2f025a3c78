import { Buffer, isUtf8 } from 'node:buffer';
import { hash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, type Dirent } from 'node:fs';
import { lstat, readdir, readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { compareText, KbError, type Problem } from '../problem.js';

/** Content files are written by people: what is larger than this is a log or a binary put in the wrong place. */
const MAX_FILE_BYTES = 16 * 1024 * 1024;
const MAX_LINE_CHARACTERS = 100_000;

/** A text file of the workspace: its path relative to the root, with `/`, and its text with the line ends it has. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** Of its bytes on disk, by which what was read of it earlier is known again. */
  readonly hash?: string;
}

export interface Found<T> {
  readonly items: readonly T[];
  readonly problems: readonly Problem[];
}

/**
 * Reads every file below `root/folder` whose name ends in one of `extensions`, in code-unit order of the paths.
 * Hidden files and folders are passed over. A folder that does not exist holds nothing.
 */
export async function readFolder(
  root: string,
  folder: string,
  extensions: readonly string[],
): Promise<Found<SourceFile>> {
  const paths: string[] = [];
  const problems: Problem[] = [];
  await listFiles(root, folder, extensions, paths, problems);
  paths.sort(compareText);
  const items: SourceFile[] = [];
  const read = fileReader(root);
  for (const file of paths) {
    const result = read(file);
    if ('text' in result) items.push(result);
    else problems.push(result);
  }
  return { items, problems };
}

async function listFiles(
  root: string,
  folder: string,
  extensions: readonly string[],
  paths: string[],
  problems: Problem[],
): Promise<void> {
  let entries: Dirent[];
  try {
    if ((await lstat(path.join(root, folder))).isSymbolicLink()) {
      problems.push(outside(folder));
      return;
    }
    entries = await readdir(path.join(root, folder), { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') problems.push(unreadable(folder, error));
    return;
  }
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const file = `${folder}/${entry.name}`;
    if (entry.isDirectory()) await listFiles(root, file, extensions, paths, problems);
    else if (entry.isSymbolicLink()) {
      const problem = await checkLink(root, file);
      if (problem) problems.push(problem);
      else if (extensions.some((extension) => file.endsWith(extension))) paths.push(file);
    } else if (entry.isFile() && extensions.some((extension) => file.endsWith(extension))) paths.push(file);
  }
}

/** A link may point to a file inside the workspace; anything else could read files that are none of its business. */
async function checkLink(root: string, file: string): Promise<Problem | undefined> {
  let target: string;
  try {
    target = await realpath(path.join(root, file));
    if (isInside(await realpath(root), target) && (await stat(target)).isFile()) return undefined;
  } catch (error) {
    return unreadable(file, error);
  }
  return outside(file);
}

function outside(file: string): Problem {
  return {
    code: 'file/outside-workspace',
    severity: 'error',
    message: 'symbolic link to a folder or out of the workspace',
    hint: 'put the file itself into the workspace',
    file,
  };
}

/** Whether `file` is `folder` or lies in it; both are real paths. */
export function isInside(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

/** Reads one file as strict UTF-8 (a byte order mark is dropped), or says why it cannot be read. */
export async function readTextFile(root: string, file: string): Promise<SourceFile | Problem> {
  const absolute = path.join(root, file);
  let bytes: Buffer;
  try {
    if ((await lstat(absolute)).isSymbolicLink()) {
      const problem = await checkLink(root, file);
      if (problem) return problem;
    }
    const { size } = await stat(absolute);
    if (size > MAX_FILE_BYTES) return tooLarge(file, size);
    bytes = await readFile(absolute);
  } catch (error) {
    return unreadable(file, error);
  }
  return textOf(bytes, file);
}

function textOf(bytes: Buffer, file: string): SourceFile | Problem {
  const decoded = decodeUtf8(bytes, file);
  if (typeof decoded !== 'string') return decoded;
  const problem = checkLimits(decoded, file);
  return problem ?? { path: file, text: decoded };
}

/** What is wrong with the size of a content file's text; writers ask before they write what no reader would take. */
export function checkLimits(text: string, file: string): Problem | undefined {
  const size = Buffer.byteLength(text);
  if (size > MAX_FILE_BYTES) return tooLarge(file, size);
  const line = firstLongLine(text);
  if (line === undefined) return undefined;
  return {
    code: 'file/line-too-long',
    severity: 'error',
    message: `line of more than ${MAX_LINE_CHARACTERS.toLocaleString('en')} characters`,
    hint: 'break it up, or take it out of the workspace',
    file,
    line,
    column: 1,
  };
}

/** A file as it was read from disk. Its bytes are known to be a text; most are never asked for it. */
class FileOnDisk implements SourceFile {
  #text: string | undefined;
  #hash: string | undefined;

  readonly path: string;

  constructor(
    file: string,
    private readonly bytes: Buffer,
  ) {
    this.path = file;
  }

  get text(): string {
    return (this.#text ??= withoutMark(this.bytes));
  }

  get hash(): string {
    return (this.#hash ??= hashOf(this.bytes));
  }
}

/** A hash that tells contents apart; it is no proof against people who make two with the same one. */
export function hashOf(content: string | Uint8Array): string {
  return hash('sha1', content, 'base64url');
}

/** The same of a file. */
export function hashOfFile(file: SourceFile): string {
  return file.hash ?? hashOf(file.text);
}

/**
 * Reads files that are known to be no links into few large buffers: of 10,000 small files that takes a tenth of the time
 * of reading each into its own.
 */
function fileReader(root: string): (file: string) => SourceFile | Problem {
  const room = 4 * 1024 * 1024;
  let buffer = Buffer.alloc(0);
  let used = 0;
  return (file) => {
    if (buffer.length - used < MAX_LINE_CHARACTERS) [buffer, used] = [Buffer.allocUnsafeSlow(room), 0];
    let bytes: Buffer;
    try {
      const handle = openSync(`${root}/${file}`, 'r');
      try {
        let length = readUpTo(handle, buffer, used, MAX_LINE_CHARACTERS);
        bytes = buffer.subarray(used, used + length);
        if (length < MAX_LINE_CHARACTERS) used += length;
        else {
          const { size } = fstatSync(handle);
          if (size > MAX_FILE_BYTES) return tooLarge(file, size);
          const large = Buffer.allocUnsafe(Math.max(size, length));
          bytes.copy(large);
          length += readUpTo(handle, large, length, size - length);
          bytes = large.subarray(0, length);
        }
      } finally {
        closeSync(handle);
      }
    } catch (error) {
      return unreadable(file, error);
    }
    // A short text needs no more than a look at its bytes.
    return bytes.length < MAX_LINE_CHARACTERS && isUtf8(bytes) ? new FileOnDisk(file, bytes) : textOf(bytes, file);
  };
}

/** Reads until there is no more, or no room: one call may give less than there is. */
function readUpTo(handle: number, buffer: Buffer, offset: number, most: number): number {
  let length = 0;
  for (let n = -1; length < most && n !== 0; length += n)
    n = readSync(handle, buffer, offset + length, most - length, null);
  return length;
}

/** Decodes strict UTF-8, or says at which line and column the first wrong byte stands. */
export function decodeUtf8(bytes: Uint8Array, file: string): string | Problem {
  // A byte order mark is dropped.
  if (isUtf8(bytes)) return withoutMark(bytes);
  const place = firstInvalidPlace(bytes);
  return {
    code: 'file/not-utf8',
    severity: 'error',
    message: 'not UTF-8 text',
    hint: 'save the file as UTF-8',
    file,
    ...place,
  };
}

function withoutMark({ buffer, byteOffset, byteLength }: Uint8Array): string {
  const text = Buffer.from(buffer, byteOffset, byteLength).toString('utf8');
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

/** The line, and in it the character, from which on the bytes can no longer be decoded. */
function firstInvalidPlace(bytes: Uint8Array): { line: number; column: number } {
  for (let line = 1, start = 0; ; line += 1) {
    const next = bytes.indexOf(0x0a, start);
    const slice = bytes.subarray(start, next === -1 ? bytes.length : next);
    if (next === -1 || !isUtf8(slice)) {
      // The longest prefix that decodes ends where the wrong byte stands; a streaming decoder stops there.
      let valid = 0;
      while (valid < slice.length && isUtf8(slice.subarray(valid, nextBoundary(slice, valid))))
        valid = nextBoundary(slice, valid);
      return { line, column: new TextDecoder().decode(slice.subarray(0, valid)).length + 1 };
    }
    start = next + 1;
  }
}

/** The end of the character that begins at `start`, going by its first byte. */
function nextBoundary(bytes: Uint8Array, start: number): number {
  const first = bytes[start] ?? 0;
  return start + (first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4);
}

function firstLongLine(text: string): number | undefined {
  if (text.length <= MAX_LINE_CHARACTERS) return undefined;
  let line = 1;
  for (let start = 0; ; line += 1) {
    const next = text.indexOf('\n', start);
    if ((next === -1 ? text.length : next) - start > MAX_LINE_CHARACTERS) return line;
    if (next === -1) return undefined;
    start = next + 1;
  }
}

function tooLarge(file: string, size: number): Problem {
  return {
    code: 'file/too-large',
    severity: 'error',
    message: `${Math.ceil(size / 1024 / 1024)} MB; content files have at most ${MAX_FILE_BYTES / 1024 / 1024} MB`,
    hint: 'split it, or take it out of the workspace',
    file,
  };
}

/**
 * The text of a file that a person named, wherever it is.
 *
 * @param folder - what a relative name is relative to.
 * @throws {KbError} when it cannot be read or is not UTF-8.
 */
export async function readGivenFile(folder: string, file: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path.resolve(folder, file));
  } catch (error) {
    throw new KbError(unreadable(file, error), { cause: error });
  }
  const text = decodeUtf8(bytes, file);
  if (typeof text !== 'string') throw new KbError(text);
  return text;
}

/** Why a file could not be read. */
export function unreadable(file: string, error: unknown): Problem {
  return {
    code: 'file/unreadable',
    severity: 'error',
    message: `cannot be read: ${systemMessage(error)}`,
    file,
  };
}

/** What the operating system said, in words, without the path that the caller names anyway. */
export function systemMessage(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const words: Record<string, string> = {
    ENOENT: 'no such file or folder',
    EACCES: 'permission denied',
    EPERM: 'operation not permitted',
    EROFS: 'the file system is read-only',
    EISDIR: 'it is a folder',
    ENOTDIR: 'a part of the path is not a folder',
    ENOSPC: 'no space left on the device',
    ELOOP: 'links that point at each other',
    ENAMETOOLONG: 'the name is too long',
  };
  return words[code ?? ''] ?? message;
}
