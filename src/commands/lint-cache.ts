import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheParts, decodeCache, encodeCache, isStale, type CachePart, type LintCache } from '../lint/index.js';
import { MADE_FOLDER, writeMade } from '../workspace/index.js';
import { programStamp } from './program.js';

function nameOf(part: CachePart): string {
  return `cache/lint-${part}.json`;
}

export async function readCache(root: string): Promise<LintCache | undefined> {
  const parts: Partial<Record<CachePart, Buffer>> = {};
  for (const part of cacheParts) {
    try {
      parts[part] = await readFile(path.join(root, MADE_FOLDER, nameOf(part)));
    } catch {
      // A cache that is not there, or cannot be read, costs a second.
    }
  }
  return decodeCache(parts, programStamp());
}

export async function writeCache(root: string, cache: LintCache, before: LintCache | undefined): Promise<void> {
  const madeBy = programStamp();
  for (const part of cacheParts) {
    if (isStale(part, cache, before)) await writeMade(root, nameOf(part), encodeCache(cache, part, madeBy));
  }
}
