import { createHash } from 'node:crypto';
import type { ArticleFacts } from './facts.js';
import type { Finding } from './rule.js';

/** To be raised with every change of what rules find or facts hold. */
const VERSION = 2;

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
  /** A hash of all that findings depend on besides the files: kb.yaml, the rules that ran, and what they are. */
  readonly configuration: string;
  readonly articles: ReadonlyMap<string, CachedArticle>;
  readonly utterances?: CachedUtterances;
}

/** @param depends - all that findings depend on besides the files. */
export function emptyCache(depends: unknown): LintCache {
  return { configuration: hashText(JSON.stringify([VERSION, depends])), articles: new Map() };
}

export function hashText(text: string): string {
  return createHash('sha1').update(text).digest('base64url');
}

/** Kept as a file each, so that the small one can be written without the large one. */
export const cacheParts = ['articles', 'utterances'] as const;
export type CachePart = (typeof cacheParts)[number];

export function encodeCache({ configuration, articles, utterances }: LintCache, part: CachePart): string {
  // A line of checksum and configuration, then the content.
  const json = JSON.stringify(part === 'articles' ? [...articles] : (utterances ?? null));
  return `${hashText(json)} ${configuration}\n${json}`;
}

/** Whether a part is worth writing: few articles are read again sooner than all are written. */
export function isStale(part: CachePart, now: LintCache, before: LintCache | undefined): boolean {
  if (before?.configuration !== now.configuration) return true;
  if (part === 'utterances') return before.utterances?.hash !== now.utterances?.hash;
  let changed = Math.abs(before.articles.size - now.articles.size);
  for (const [path, { hash }] of now.articles) if (before.articles.get(path)?.hash !== hash) changed += 1;
  return changed * 100 > now.articles.size;
}

/** What can be read of the parts; `undefined` where nothing can. A part that was cut off or tampered with is none. */
export function decodeCache(parts: Partial<Readonly<Record<CachePart, string>>>): LintCache | undefined {
  const articles = open(parts.articles);
  const utterances = open(parts.utterances);
  const configuration = articles?.configuration ?? utterances?.configuration;
  if (configuration === undefined) return undefined;
  const ofOne = utterances?.configuration === configuration ? (utterances.content as CachedUtterances | null) : null;
  return {
    configuration,
    articles: new Map((articles?.content ?? []) as readonly (readonly [string, CachedArticle])[]),
    ...(ofOne && { utterances: ofOne }),
  };
}

function open(text: string | undefined): { readonly configuration: string; readonly content: unknown } | undefined {
  if (text === undefined) return undefined;
  const newline = text.indexOf('\n');
  const [checksum, configuration] = text.slice(0, newline).split(' ');
  const json = text.slice(newline + 1);
  if (newline === -1 || configuration === undefined || hashText(json) !== checksum) return undefined;
  return { configuration, content: JSON.parse(json) };
}
