import { createReadStream, type Dirent } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { open as openZip, type Entry, type ZipFile } from 'yauzl';
import { compareText, KbError, type Problem } from '../problem.js';
import { systemMessage } from '../workspace/index.js';

/** One stream of text to import: a file, unpacked if it is gzip, or one file of a zip archive. */
export interface Source {
  /** As the user gave it; `export.zip/general/2026-10-01.json` inside an archive. */
  readonly name: string;
  /** The first 64 KB as text: formats are told by it. */
  readonly head: string;
  /** Where the bytes themselves are, for what cannot be streamed; absent in an archive. */
  readonly path?: string;
  /** The text as UTF-8, from the beginning; may be called again. */
  open(): AsyncIterable<Buffer>;
}

export interface SourceOptions {
  /** Of files without a byte order mark, as the Encoding Standard names it: `gb18030`; `utf-8` otherwise. */
  readonly encoding?: string | undefined;
  /** Told of every stretch of bytes read from disk. */
  readonly onRead?: ((bytes: number) => void) | undefined;
}

const HEAD_BYTES = 64 * 1024;
/** Archives of text shrink to a tenth, seldom to a fiftieth; what unpacks further than this, past a free allowance, is a bomb. */
const MOST_RATIO = 200;
const FREE_BYTES = 64 * 1024 * 1024;
const MOST_ENTRIES = 200_000;

/**
 * The sources behind paths: a file, a gzip file, every file of a zip archive or of a folder, in code-unit order.
 *
 * @returns what can be read, and a problem for each path that cannot.
 */
export async function findSources(
  paths: readonly { readonly name: string; readonly path: string }[],
  options: SourceOptions,
): Promise<{ readonly sources: readonly Source[]; readonly problems: readonly Problem[]; readonly bytes: number }> {
  const sources: Source[] = [];
  const problems: Problem[] = [];
  let bytes = 0;
  const add = async (name: string, file: string): Promise<void> => {
    try {
      const info = await stat(file);
      if (info.isDirectory()) {
        const entries = await readdir(file, { withFileTypes: true });
        for (const entry of entries.toSorted((a: Dirent, b: Dirent) => compareText(a.name, b.name))) {
          // Links could lead out of the folder, or round in circles.
          if (entry.name.startsWith('.') || entry.isSymbolicLink()) continue;
          await add(`${name.replace(/\/$/, '')}/${entry.name}`, path.join(file, entry.name));
        }
        return;
      }
      if (!info.isFile()) throw unreadable(name, 'neither a file nor a folder');
      bytes += info.size;
      sources.push(...(await sourcesOf(name, file, options)));
    } catch (error) {
      problems.push(...(error instanceof KbError ? error.problems : unreadable(name, systemMessage(error)).problems));
    }
  };
  for (const { name, path: file } of paths) await add(name, file);
  return { sources, problems, bytes };
}

function unreadable(file: string, message: string, hint?: string): KbError {
  return new KbError({
    code: 'file/unreadable',
    severity: 'error',
    message: `cannot be read: ${message}`,
    ...(hint !== undefined && { hint }),
    file,
  });
}

async function sourcesOf(name: string, file: string, options: SourceOptions): Promise<Source[]> {
  const magic = await firstBytes(file);
  if (magic.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004'))) return await zipSources(name, file, options);
  const isGzip = magic[0] === 0x1f && magic[1] === 0x8b;
  const openFile = (): AsyncIterable<Buffer> => {
    const raw = watched(createReadStream(file, { highWaterMark: 1 << 20 }), options.onRead);
    return decoded(isGzip ? gunzip(raw, name) : raw, options.encoding, name);
  };
  return [{ name, path: file, head: await readHead(openFile()), open: openFile }];
}

async function firstBytes(file: string): Promise<Buffer> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(8), 0, 8, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function readHead(stream: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of stream) {
    parts.push(part);
    length += part.length;
    if (length >= HEAD_BYTES) break;
  }
  const text = Buffer.concat(parts).subarray(0, HEAD_BYTES).toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

async function* watched(stream: Readable, onRead: ((bytes: number) => void) | undefined): AsyncGenerator<Buffer> {
  for await (const chunk of stream) {
    onRead?.((chunk as Buffer).length);
    yield chunk as Buffer;
  }
}

async function* gunzip(stream: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> {
  let packed = 0;
  let unpacked = 0;
  async function* counted(): AsyncGenerator<Buffer> {
    for await (const chunk of stream) {
      packed += chunk.length;
      yield chunk;
    }
  }
  const source = Readable.from(counted());
  const inflated = source.pipe(createGunzip({ chunkSize: 1 << 18 }));
  source.on('error', (error) => inflated.destroy(error));
  try {
    for await (const chunk of inflated) {
      unpacked += (chunk as Buffer).length;
      if (isBomb(packed, unpacked)) throw bomb(name);
      yield chunk as Buffer;
    }
  } catch (error) {
    if (error instanceof KbError) throw error;
    throw unreadable(
      name,
      `the gzip data are broken or cut off (${(error as Error).message})`,
      'what came before was imported',
    );
  } finally {
    source.destroy();
    inflated.destroy();
  }
}

function isBomb(packed: number, unpacked: number): boolean {
  return unpacked > FREE_BYTES && unpacked > packed * MOST_RATIO;
}

function bomb(name: string): KbError {
  return unreadable(
    name,
    `it unpacks to more than ${MOST_RATIO} times its size, as no log does`,
    'if it is one, unpack it first',
  );
}

/** UTF-8 as it is; text of another encoding as UTF-8. */
async function* decoded(
  stream: AsyncIterable<Buffer>,
  encoding: string | undefined,
  name: string,
): AsyncGenerator<Buffer> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let isFirst = true;
  for await (const chunk of stream) {
    if (isFirst) {
      isFirst = false;
      const label = encodingOf(chunk) ?? encoding;
      try {
        if (label !== undefined && !/^utf-?8$/i.test(label)) decoder = new TextDecoder(label);
      } catch {
        throw unreadable(name, `there is no encoding ${label}`, 'such as utf-8, gb18030, windows-1252 or utf-16le');
      }
    }
    yield decoder ? Buffer.from(decoder.decode(chunk, { stream: true })) : chunk;
  }
  if (decoder) yield Buffer.from(decoder.decode());
}

function encodingOf(chunk: Buffer): string | undefined {
  if (chunk[0] === 0xff && chunk[1] === 0xfe) return 'utf-16le';
  if (chunk[0] === 0xfe && chunk[1] === 0xff) return 'utf-16be';
  return undefined;
}

async function zipSources(name: string, file: string, options: SourceOptions): Promise<Source[]> {
  const zip = await new Promise<ZipFile>((resolve, reject) => {
    openZip(file, { lazyEntries: true, autoClose: false }, (error, opened) =>
      error ? reject(error) : resolve(opened),
    );
  }).catch((error: Error) => {
    throw unreadable(name, `the zip archive is broken (${error.message})`);
  });
  const entries: Entry[] = [];
  await new Promise<void>((resolve, reject) => {
    zip.on('entry', (entry: Entry) => {
      if (!entry.fileName.endsWith('/') && !path.posix.basename(entry.fileName).startsWith('.')) entries.push(entry);
      if (entries.length > MOST_ENTRIES) reject(unreadable(name, `an archive of more than ${MOST_ENTRIES} files`));
      else zip.readEntry();
    });
    zip.on('end', resolve);
    zip.on('error', (error: Error) => reject(unreadable(name, `the zip archive is broken (${error.message})`)));
    zip.readEntry();
  });
  const sources: Source[] = [];
  for (const entry of entries.toSorted((a, b) => compareText(a.fileName, b.fileName))) {
    // Pictures and voice messages come with chats.
    if (!/\.(?:json|jsonl|ndjson|csv|tsv|txt|mbox|eml)$/i.test(entry.fileName)) continue;
    const inside = `${name}/${entry.fileName}`;
    const openEntry = (): AsyncIterable<Buffer> => decoded(readEntry(zip, entry, inside), options.encoding, inside);
    sources.push({ name: inside, head: await readHead(openEntry()), open: openEntry });
  }
  return sources;
}

async function* readEntry(zip: ZipFile, entry: Entry, name: string): AsyncGenerator<Buffer> {
  const stream = await new Promise<Readable>((resolve, reject) => {
    zip.openReadStream(entry, (error, opened) => (error ? reject(unreadable(name, error.message)) : resolve(opened)));
  });
  let unpacked = 0;
  try {
    for await (const chunk of stream) {
      unpacked += (chunk as Buffer).length;
      if (isBomb(entry.compressedSize, unpacked)) throw bomb(name);
      yield chunk as Buffer;
    }
  } catch (error) {
    throw error instanceof KbError ? error : unreadable(name, (error as Error).message);
  } finally {
    stream.destroy();
  }
}
