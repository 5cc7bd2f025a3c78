import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheParts, decodeCache, encodeCache, isStale, type CachePart, type LintCache } from '../lint/index.js';
import { MADE_FOLDER } from '../workspace/index.js';

function fileOf(root: string, part: CachePart): string {
  return path.join(root, MADE_FOLDER, 'cache', `lint-${part}.json`);
}

export async function readCache(root: string): Promise<LintCache | undefined> {
  const parts: Partial<Record<CachePart, Buffer>> = {};
  for (const part of cacheParts) {
    try {
      parts[part] = await readFile(fileOf(root, part));
    } catch {
      // A cache that is not there, or cannot be read, costs a second.
    }
  }
  return decodeCache(parts);
}

/** Without flushing to disk: a cache that is lost costs a second, and a torn one is known by its checksum. */
export async function writeCache(root: string, cache: LintCache, before: LintCache | undefined): Promise<void> {
  try {
    for (const part of cacheParts) {
      if (!isStale(part, cache, before)) continue;
      const file = fileOf(root, part);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(`${file}.${process.pid}`, encodeCache(cache, part));
      await rename(`${file}.${process.pid}`, file);
    }
  } catch {
    // A workspace that cannot be written to can be linted all the same.
  }
}
