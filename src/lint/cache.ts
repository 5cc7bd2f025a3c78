import { hashOf, type Remembered } from '../workspace/index.js';
import { areKeptFiles, areKeptUtterances } from './cache-shape.js';
import type { ArticleFacts } from './facts.js';
import type { Finding } from './rule.js';
import type { IntentFacts } from './utterances.js';

/** What rules find, by rule and options (`kb/spelling {}`); rules that found nothing are left out. */
export type FindingsByRule = Readonly<Record<string, readonly Finding[]>>;

/** What was found and read in a file. */
export interface CheckedFile {
  /** Absent in nearly all files. */
  readonly findings?: FindingsByRule;
  readonly article?: ArticleFacts;
  readonly intent?: IntentFacts;
  /** Whether a comment in it may disable rules. */
  readonly disables?: true;
}

/** The same, with what the file says, by the hash of its text. */
export interface KeptFile extends CheckedFile {
  readonly hash: string;
  readonly content: unknown;
}

/** What the rules found that compare utterances with each other. */
export interface KeptUtterances {
  readonly hash: string;
  readonly findings: FindingsByRule;
}

/** What a lint run leaves for the next: plain data, valid for one configuration. */
export interface LintCache {
  /** A hash of kb.yaml, on which depends how files are read. */
  readonly settings: string;
  /** A hash of all that findings depend on besides the files: kb.yaml, and which rules ran with which options. */
  readonly configuration: string;
  readonly files: ReadonlyMap<string, KeptFile>;
  readonly utterances?: KeptUtterances;
}

/** @param depends - all that findings depend on besides the files and kb.yaml. */
export function emptyCache(settingsText: string, depends: unknown): LintCache {
  const settings = hashOf(settingsText);
  return { settings, configuration: hashOf(JSON.stringify([settings, depends])), files: new Map() };
}

/** What a run with the same kb.yaml has read. */
export function remembered(cache: LintCache | undefined, settingsText: string): Remembered | undefined {
  return cache?.settings === hashOf(settingsText) ? cache.files : undefined;
}

/** Kept as a file each, so that the small one can be written without the large one. */
export const cacheParts = ['files', 'utterances'] as const;
export type CachePart = (typeof cacheParts)[number];

/** @param madeBy - what reads files, what rules find and what facts hold depend on: the program, as one word. */
export function encodeCache(
  { settings, configuration, files, utterances }: LintCache,
  part: CachePart,
  madeBy: string,
): Buffer {
  // A line that says what it is, then the content: as ASCII, which is read in half the time.
  const json = JSON.stringify(part === 'files' ? [...files] : (utterances ?? null)).replace(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const content = Buffer.from(json, 'latin1');
  return Buffer.concat([Buffer.from(`${hashOf(content)} ${madeBy} ${settings} ${configuration}\n`), content]);
}

/** Whether a part is worth writing: few files are read again sooner than all are written. */
export function isStale(part: CachePart, now: LintCache, before: LintCache | undefined): boolean {
  if (before?.configuration !== now.configuration) return true;
  if (part === 'utterances') return before.utterances?.hash !== now.utterances?.hash;
  let changed = Math.abs(before.files.size - now.files.size);
  for (const [path, file] of now.files) if (before.files.get(path) !== file) changed += 1;
  return changed * 100 > now.files.size;
}

/**
 * What can be read of the parts; `undefined` where nothing can. A part that was cut off, is of another shape or was made
 * by another program is none.
 */
export function decodeCache(
  parts: Partial<Readonly<Record<CachePart, Buffer>>>,
  madeBy: string,
): LintCache | undefined {
  const files = open(parts.files, madeBy, areKeptFiles);
  const utterances = open(parts.utterances, madeBy, areKeptUtterances);
  const known = files ?? utterances;
  if (!known) return undefined;
  const { settings, configuration } = known;
  const kept = utterances?.configuration === configuration ? utterances.content : null;
  return {
    settings,
    configuration,
    files: new Map(files?.content),
    ...(kept && { utterances: kept }),
  };
}

interface OpenedPart<Content> {
  readonly settings: string;
  readonly configuration: string;
  readonly content: Content;
}

function open<Content>(
  bytes: Buffer | undefined,
  madeBy: string,
  hasShape: (content: unknown) => content is Content,
): OpenedPart<Content> | undefined {
  if (bytes === undefined) return undefined;
  const newline = bytes.indexOf('\n');
  const [checksum, maker, settings, configuration] = bytes.toString('latin1', 0, newline).split(' ');
  if (maker !== madeBy || settings === undefined || configuration === undefined) return undefined;
  const json = bytes.subarray(newline + 1);
  if (hashOf(json) !== checksum) return undefined;
  let content: unknown;
  try {
    content = JSON.parse(json.toString('latin1'));
  } catch {
    return undefined;
  }
  return hasShape(content) ? { settings, configuration, content } : undefined;
}
