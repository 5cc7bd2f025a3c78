import { expect, test } from 'vitest';
import { Spool } from '../../src/commands/spool.js';

async function read(spool: Spool): Promise<string> {
  let text = '';
  for await (const piece of spool) text += piece;
  return text;
}

test.each([3, 3000])('%i pieces come out as they went in, whether they fit into memory or not', async (many) => {
  const spool = new Spool();
  const pieces = Array.from({ length: many }, (_, i) => `${i} 订单 ${'x'.repeat(4000)}\n`);
  for (const piece of pieces) spool.add(piece);
  expect(await read(spool)).toBe(pieces.join(''));
});

test('an empty one gives nothing', async () => {
  expect(await read(new Spool())).toBe('');
});
