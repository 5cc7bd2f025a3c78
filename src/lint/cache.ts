import { createHash } from 'node:crypto';
import type { ArticleFacts } from './facts.js';
import type { Finding } from './rule.js';

/** Where the command keeps the cache, below `.kb/`. */
export const CACHE_FILE = 'cache/lint.json';

/** To be raised with every change of what rules find or facts hold. */
const VERSION = 1;

/** What was found and read in an article, by the hash of its text. */
export interface CachedArticle {
  readonly hash: string;
  /** By rule and options (`kb/spelling {}`); what found nothing is left out. */
  readonly findings: Readonly<Record<string, readonly Finding[]>>;
  readonly facts: ArticleFacts;
}

export interface CachedUtterances {
  readonly hash: string;
  readonly findings: Readonly<Record<string, readonly Finding[]>>;
}

/** What a lint run leaves for the next: plain data, valid for one configuration. */
export interface LintCache {
  readonly version: number;
  /** A hash of all that findings depend on besides the files: kb.yaml and the rules that ran. */
  readonly configuration: string;
  readonly articles: Readonly<Record<string, CachedArticle>>;
  readonly utterances?: CachedUtterances;
}

export function emptyCache(configuration: string): LintCache {
  return { version: VERSION, configuration, articles: {} };
}

export function hashText(text: string): string {
  return createHash('sha1').update(text).digest('base64url');
}

/** With a checksum in front: a cache that was cut off or tampered with is no cache. */
export function encodeCache(cache: LintCache): string {
  const json = JSON.stringify(cache);
  return `${hashText(json)}\n${json}`;
}

/** `undefined` for anything but a whole cache of this version. */
export function decodeCache(text: string): LintCache | undefined {
  const newline = text.indexOf('\n');
  const json = text.slice(newline + 1);
  if (newline === -1 || hashText(json) !== text.slice(0, newline)) return undefined;
  const cache = JSON.parse(json) as LintCache;
  return cache.version === VERSION ? cache : undefined;
}
