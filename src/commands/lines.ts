import { isUtf8 } from 'node:buffer';
import type { Readable } from 'node:stream';

/** A line longer than this is no utterance; it is reported, and memory stays flat. */
export const MAX_LINE_BYTES = 1024 * 1024;

/** Why a line could not be read. */
export interface BadLine {
  readonly error: string;
}

/**
 * Splits a stream of bytes into lines, a batch for each chunk that arrives. Memory is bounded by the chunk and the
 * longest legal line, whatever the stream holds.
 */
export async function* readLines(stream: Readable): AsyncGenerator<readonly (string | BadLine)[]> {
  let rest: Buffer = Buffer.alloc(0);
  let skipping = false;
  for await (const chunk of stream) {
    let bytes: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk as string);
    const batch: (string | BadLine)[] = [];
    if (skipping) {
      const end = bytes.indexOf(0x0a);
      if (end === -1) continue;
      skipping = false;
      bytes = bytes.subarray(end + 1);
    }
    if (rest.length > 0) bytes = Buffer.concat([rest, bytes]);
    const end = bytes.lastIndexOf(0x0a);
    batch.push(...decodeLines(bytes.subarray(0, end + 1)));
    rest = bytes.subarray(end + 1);
    if (rest.length > MAX_LINE_BYTES) {
      batch.push(tooLong());
      skipping = true;
      rest = Buffer.alloc(0);
    }
    if (batch.length > 0) yield batch;
  }
  if (rest.length > 0) yield decodeLines(Buffer.concat([rest, Buffer.from('\n')]));
}

/** @param bytes - whole lines, each with its line end. */
function decodeLines(bytes: Buffer): (string | BadLine)[] {
  if (bytes.length === 0) return [];
  if (isUtf8(bytes)) {
    const lines = bytes.toString('utf8').split('\n');
    lines.pop();
    return lines.map((line) =>
      line.length > MAX_LINE_BYTES ? tooLong() : line.endsWith('\r') ? line.slice(0, -1) : line,
    );
  }
  const lines: (string | BadLine)[] = [];
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(0x0a, start);
    const line = bytes.subarray(start, bytes[end - 1] === 0x0d ? Math.max(start, end - 1) : end);
    lines.push(isUtf8(line) ? line.toString('utf8') : { error: 'not UTF-8 text' });
    start = end + 1;
  }
  return lines;
}

function tooLong(): BadLine {
  return { error: `a line of more than ${MAX_LINE_BYTES} bytes` };
}
