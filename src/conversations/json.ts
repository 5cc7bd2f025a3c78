import { readLines } from '../text/index.js';
import { parseJson } from './conversation.js';
import type { Source } from './source.js';

/** Bytes of one conversation at most: the longest line, or value of a JSON array, that is read into memory. */
const MAX_VALUE_BYTES = 16 * 1024 * 1024;

/** A value with the line where it begins, or why there is none; lines count from 1. */
export type ReadValue =
  { readonly line: number; readonly value: unknown } | { readonly line: number; readonly error: string };

/**
 * The conversations of a JSON file, in bounded memory: those of JSON Lines; of an array; of the array in an object such
 * as `{"conversations": […]}`; or one object. A broken one gives its error and never stops the rest.
 */
export async function* readJsonValues(source: Source): AsyncGenerator<readonly ReadValue[]> {
  yield* isJsonLines(source.head) ? readJsonLines(source) : readElements(source);
}

/** Whether the first line is a value of its own, or the second one begins another; `{"conversations":[` opens a list. */
function isJsonLines(head: string): boolean {
  const [first = '', second = ''] = head.split('\n', 40).filter((line) => line.trim() !== '');
  if (!first.trimStart().startsWith('{') || /\[\s*$/.test(first)) return false;
  return second.startsWith('{') || (second === '' && parseJson(first) !== undefined);
}

async function* readJsonLines(source: Source): AsyncGenerator<readonly ReadValue[]> {
  let line = 0;
  for await (const batch of readLines(source.open(), MAX_VALUE_BYTES)) {
    const values: ReadValue[] = [];
    for (const text of batch) {
      line += 1;
      if (typeof text !== 'string') values.push({ line, error: text.error });
      else if (text.trim() !== '') values.push(parsed(text, line));
    }
    yield values;
  }
}

function parsed(text: string, line: number): ReadValue {
  const value = parseJson(text);
  return value === undefined ? { line, error: 'not valid JSON' } : { line, value };
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NEWLINE = 0x0a;

/** Keys under which exports keep their lists. */
const LISTS = /"(?:conversations|tickets|payload|data|results|messages|items)"\s*:\s*$/;

/**
 * Cuts a JSON text into the elements of its list, without reading it whole. It follows only strings and brackets; the
 * elements themselves are parsed by `JSON.parse`.
 */
async function* readElements(source: Source): AsyncGenerator<readonly ReadValue[]> {
  /** Brackets open at the point where elements begin: 0 for values one after the other, 1 in a list, 2 in one inside an object. */
  let base = 0;
  let depth = 0;
  let line = 1;
  let inString = false;
  let escaped = false;
  let parts: Buffer[] = [];
  let size = 0;
  let startLine = 0;
  let tooLong = false;
  let isFirst = true;
  /** The last bytes before a bracket at depth 1 of an object: its key. */
  let key = '';
  for await (const chunk of source.open()) {
    const values: ReadValue[] = [];
    let start = startLine > 0 ? 0 : -1;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at] as number;
      if (byte === NEWLINE) line += 1;
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) inString = false;
        continue;
      }
      if (byte === QUOTE) {
        inString = true;
        continue;
      }
      const isOpen = byte === 0x7b || byte === 0x5b;
      if (!isOpen && byte !== 0x7d && byte !== 0x5d) continue;
      if (isOpen) {
        if (isFirst && byte === 0x5b) base = 1;
        // The object that wraps a list is not an element: from its list on, the list's are.
        if (depth === 1 && base === 0 && byte === 0x5b) {
          key = Buffer.concat([...parts, chunk.subarray(Math.max(0, start), at)])
            .toString('utf8')
            .slice(-80);
          if (LISTS.test(key) && size < 1 << 20 && !looksWhole(source.head)) {
            base = 2;
            startLine = 0;
            parts = [];
            size = 0;
            start = -1;
          }
        } else if (depth === base) {
          startLine = line;
          start = at;
        }
        isFirst = false;
        depth += 1;
        continue;
      }
      depth -= 1;
      if (depth === base && startLine > 0) {
        const piece = chunk.subarray(Math.max(0, start), at + 1);
        if (tooLong || size + piece.length > MAX_VALUE_BYTES) {
          values.push({ line: startLine, error: `a value of more than ${MAX_VALUE_BYTES} bytes` });
        } else {
          values.push(parsed(Buffer.concat([...parts, piece]).toString('utf8'), startLine));
        }
        parts = [];
        size = 0;
        tooLong = false;
        startLine = 0;
        start = -1;
      }
      // A bracket too many: what comes is read as values one after the other.
      if (depth < base) base = Math.max(0, depth);
      if (depth < 0) depth = 0;
    }
    if (startLine > 0) {
      const piece = chunk.subarray(Math.max(0, start));
      size += piece.length;
      if (size > MAX_VALUE_BYTES) {
        tooLong = true;
        parts = [];
      } else parts.push(piece);
    }
    if (values.length > 0) yield values;
  }
  if (startLine > 0) yield [{ line: startLine, error: 'cut off: the file ends before it does' }];
}

/** Whether the object at the beginning is one conversation itself, whose list holds its messages. */
function looksWhole(head: string): boolean {
  return /"(?:inbox_id|conversation_parts|sender_id|requester_id|turns)"\s*:/.test(
    head.slice(0, 2000).split(/"(?:conversations|tickets|payload|data|results)"\s*:/)[0] ?? '',
  );
}
