import type { KeptFile, KeptUtterances } from './cache.js';
import type { ArticleFacts } from './facts.js';
import type { IntentFacts } from './utterances.js';

/**
 * Whether a cache holds what a run leaves: files by path, and of each what the rules about several files read first. By
 * hand, since tens of thousands of files are looked at before anything else is done.
 */
export function areKeptFiles(content: unknown): content is readonly (readonly [string, KeptFile])[] {
  return Array.isArray(content) && content.every((entry) => Array.isArray(entry) && isKeptFile(entry[0], entry[1]));
}

/** `null` where no rule has compared any. */
export function areKeptUtterances(content: unknown): content is KeptUtterances | null {
  return (
    content === null || (isRecord(content) && typeof content['hash'] === 'string' && areFindings(content['findings']))
  );
}

type Shape<Facts> = Readonly<Record<keyof Facts, 'array' | 'string' | 'number'>>;

const ARTICLE: Shape<ArticleFacts> = {
  links: 'array',
  anchors: 'array',
  questions: 'array',
  figures: 'array',
  deadlines: 'array',
  unknownWords: 'array',
  sketch: 'array',
};
const INTENT: Shape<IntentFacts> = {
  count: 'number',
  languages: 'array',
  folded: 'string',
  canonical: 'string',
  once: 'string',
  often: 'string',
  common: 'array',
  dated: 'array',
};

function isKeptFile(path: unknown, kept: unknown): boolean {
  if (typeof path !== 'string' || !isRecord(kept) || typeof kept['hash'] !== 'string') return false;
  const { content, findings } = kept;
  if (!isRecord(content) || (findings !== undefined && !areFindings(findings))) return false;
  if (path.startsWith('scenarios/')) return true;
  const isMarkdown = isRecord(content['fields']) && typeof content['bodyStart'] === 'number';
  if (!isMarkdown || typeof content['bodyLineOffset'] !== 'number') return false;
  return path.startsWith('articles/') ? hasShape(kept['article'], ARTICLE) : hasShape(kept['intent'], INTENT);
}

function areFindings(findings: unknown): boolean {
  return (
    isRecord(findings) &&
    Object.values(findings).every(
      (list) => Array.isArray(list) && list.every((one) => isRecord(one) && typeof one['message'] === 'string'),
    )
  );
}

function hasShape(value: unknown, shape: Readonly<Record<string, string>>): boolean {
  if (!isRecord(value)) return false;
  for (const name in shape) {
    const is = Array.isArray(value[name]) ? 'array' : typeof value[name];
    if (is !== shape[name]) return false;
  }
  return true;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
