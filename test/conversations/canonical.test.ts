import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { readConversations, toMoment, type BadLine, type LoggedConversation } from '../../src/conversations/index.js';
import { readLines } from '../../src/text/index.js';

async function read(text: string): Promise<(LoggedConversation | BadLine)[]> {
  const all: (LoggedConversation | BadLine)[] = [];
  for await (const row of readConversations(readLines(Readable.from([Buffer.from(text)])))) all.push(row);
  return all;
}

test('a conversation needs an id and turns with role and text; unknown keys are ignored, null is absent', async () => {
  const line = '{"id":71,"x":1,"lang":"en","channel":null,"turns":[{"role":"customer","text":"hi","mood":"good"}]}';
  expect(await read(line)).toEqual([{ id: '71', language: 'en', turns: [{ role: 'customer', text: 'hi' }] }]);
});

test('everything there is', async () => {
  const whole = {
    id: 'a',
    channel: 'chat',
    language: 'zh',
    started_at: '2026-10-01T08:00:00.000Z',
    customer: { id: 'c1', segment: 'vip' },
    turns: [
      {
        role: 'customer',
        text: '我的订单呢',
        at: '2026-10-01T08:00:00.000Z',
        intent: 'order.track',
        confidence: 0.5,
        action: 'answer',
      },
    ],
    outcome: 'handed_off',
    feedback: { rating: 4, comment: 'good' },
  };
  expect(await read(JSON.stringify(whole))).toEqual([whole]);
});

test('a broken line is told with its number, and never stops the rest', async () => {
  const good = '{"id":"b","turns":[]}';
  const text = `\ufeff${good}\n\n{"id":"a"}\n{\n[]\n{"id":"c","turns":[{"role":"robot","text":""}]}\n${'['.repeat(100_000)}\n${good}`;
  const rows = await read(text);
  expect(rows.map((row) => ('error' in row ? [row.line, row.error] : row.id))).toEqual([
    'b',
    [3, expect.stringMatching(/^turns: /)],
    [4, 'not JSON'],
    [5, 'not a JSON object'],
    [6, expect.stringMatching(/^turns\.0\.role: /)],
    [7, 'not JSON'],
    'b',
  ]);
});

test('moments are kept in one form, whatever the log writes', () => {
  const same = '2026-10-01T08:00:00.000Z';
  for (const written of [
    same,
    '2026-10-01T08:00:00Z',
    '2026-10-01 08:00',
    '2026-10-01 08:00:00 UTC',
    '2026-10-01T10:00:00+02:00',
    '2026-10-01T10:00:00.000000+0200',
    1790841600,
    1790841600000,
    '1790841600.000100',
  ]) {
    expect(toMoment(written)).toBe(same);
  }
  expect(toMoment('2026-10-01')).toBe('2026-10-01T00:00:00.000Z');
  for (const wrong of ['yesterday', '2026-13-01', '', 0, Number.NaN, '0001-01-01', null]) {
    expect(toMoment(wrong)).toBeUndefined();
  }
});
