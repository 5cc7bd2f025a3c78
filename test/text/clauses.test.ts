import { expect, test } from 'vitest';
import { bareClause, clauseBounds } from '../../src/text/index.js';

function clauses(text: string, ...languages: readonly string[]): string[] {
  const bounds = clauseBounds(text, languages);
  return bounds.slice(1).map((end, i) => bareClause(text.slice(bounds[i], end), languages));
}

test('sentences, commas and joining words cut; what ties the clauses falls away', () => {
  expect(clauses('Where is my parcel? And how do I return shoes.', 'en')).toEqual([
    'Where is my parcel?',
    'how do I return shoes.',
  ]);
  expect(clauses('reset my password, also cancel 48213', 'en')).toEqual(['reset my password', 'cancel 48213']);
  expect(clauses('wo ist mein Paket und wie gebe ich etwas zurück', 'de')).toEqual([
    'wo ist mein Paket',
    'wie gebe ich etwas zurück',
  ]);
});

test('abbreviations and amounts end no sentence', () => {
  expect(clauses('I paid $3.50 to Mr. Smith for it. Where is it?', 'en')).toEqual([
    'I paid $3.50 to Mr. Smith for it.',
    'Where is it?',
  ]);
});

test('Chinese is cut at its own signs and joining words', () => {
  expect(clauses('我的订单到哪了？还有怎么退货，谢谢', 'zh')).toEqual(['我的订单到哪了？', '怎么退货', '谢谢']);
});

test('the clauses cover the message, whatever it is', () => {
  for (const text of ['', ' ', '...', ', , ,', 'and and and', '还有', 'a. b. c. '.repeat(500), 'x\n\ny']) {
    const bounds = clauseBounds(text, ['en', 'zh']);
    expect(bounds[0]).toBe(0);
    expect(bounds.at(-1)).toBe(text.length);
    expect(bounds.length).toBeLessThanOrEqual(13);
  }
});
