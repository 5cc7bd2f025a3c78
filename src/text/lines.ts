import { isUtf8 } from 'node:buffer';
import type { Readable } from 'node:stream';

/** A line longer than this is no utterance; it is reported, and memory stays flat. */
export const MAX_LINE_BYTES = 1024 * 1024;

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** Why a line could not be read. */
export interface UnreadableLine {
  readonly error: string;
}

/**
 * Splits a stream of bytes into lines, a batch for each chunk that arrives. Memory is bounded by the chunk and the
 * longest legal line, whatever the stream holds.
 *
 * @param longest - bytes that a line may have; a longer one is passed over and gives one `UnreadableLine`.
 */
export async function* readLines(
  stream: Readable | AsyncIterable<Buffer | string>,
  longest: number = MAX_LINE_BYTES,
): AsyncGenerator<readonly (string | UnreadableLine)[]> {
  // The beginning of a line whose end has not arrived. Pieces are joined once, when it has.
  let rest: Buffer[] = [];
  let restLength = 0;
  let skipping = false;
  let first = true;
  for await (const chunk of stream) {
    let bytes: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk as string);
    if (first && bytes.subarray(0, 3).equals(BYTE_ORDER_MARK)) bytes = bytes.subarray(3);
    first = false;
    if (skipping) {
      const end = bytes.indexOf(0x0a);
      if (end === -1) continue;
      skipping = false;
      bytes = bytes.subarray(end + 1);
    }
    const batch: (string | UnreadableLine)[] = [];
    const end = bytes.lastIndexOf(0x0a) + 1;
    if (end > 0) {
      const whole = bytes.subarray(0, end);
      batch.push(...decodeLines(restLength > 0 ? Buffer.concat([...rest, whole]) : whole, longest));
      rest = [];
      restLength = 0;
    }
    if (end < bytes.length) rest.push(bytes.subarray(end));
    restLength += bytes.length - end;
    if (restLength > longest) {
      batch.push(tooLong(longest));
      skipping = true;
      rest = [];
      restLength = 0;
    }
    if (batch.length > 0) yield batch;
  }
  if (restLength > 0) yield decodeLines(Buffer.concat([...rest, Buffer.from('\n')]), longest);
}

/** @param bytes - whole lines, each with its line end. */
function decodeLines(bytes: Buffer, longest: number): (string | UnreadableLine)[] {
  if (isUtf8(bytes)) {
    const lines = bytes.toString('utf8').split('\n');
    lines.pop();
    return lines.map((line) =>
      line.length > longest ? tooLong(longest) : line.endsWith('\r') ? line.slice(0, -1) : line,
    );
  }
  const lines: (string | UnreadableLine)[] = [];
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(0x0a, start);
    const line = bytes.subarray(start, bytes[end - 1] === 0x0d ? Math.max(start, end - 1) : end);
    lines.push(isUtf8(line) ? line.toString('utf8') : { error: 'not UTF-8 text' });
    start = end + 1;
  }
  return lines;
}

function tooLong(longest: number): UnreadableLine {
  return { error: `a line of more than ${longest} bytes` };
}
