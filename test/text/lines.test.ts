import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_LINE_BYTES, readLines } from '../../src/text/lines.js';

async function linesOf(chunks: readonly Uint8Array[]): Promise<unknown[]> {
  const lines: unknown[] = [];
  for await (const batch of readLines(
    Readable.from(
      chunks.map((chunk) => Buffer.from(chunk)),
      { objectMode: false },
    ),
  )) {
    lines.push(...batch);
  }
  return lines;
}

test('lines are the same however the bytes arrive', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: 'grapheme' }).map((line) => line.replace(/[\r\n]/g, ''))),
      fc.array(fc.nat({ max: 20 })),
      fc.boolean(),
      async (lines, sizes, ended) => {
        const wellFormed = lines.map((line) => line.toWellFormed());
        const bytes = Buffer.from(wellFormed.join('\n') + (ended && wellFormed.length > 0 ? '\n' : ''));
        const chunks: Uint8Array[] = [];
        let start = 0;
        for (const size of sizes) {
          chunks.push(bytes.subarray(start, start + size));
          start += size;
        }
        chunks.push(bytes.subarray(Math.min(start, bytes.length)));
        const expected = bytes.toString().split('\n');
        if (expected.at(-1) === '') expected.pop();
        expect(await linesOf(chunks)).toEqual(expected);
      },
    ),
  );
});

test('a line that is not UTF-8 and one that is too long are told, and the stream goes on', async () => {
  const big = Buffer.alloc(MAX_LINE_BYTES + 10, 'x');
  const chunks = [Buffer.from('a\n'), Buffer.from([0xff, 0x0a]), big, Buffer.from('more\nb\r\nc')];
  expect(await linesOf(chunks)).toEqual([
    'a',
    { error: 'not UTF-8 text' },
    { error: `a line of more than ${MAX_LINE_BYTES} bytes` },
    'b',
    'c',
  ]);
});
