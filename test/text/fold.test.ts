import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldForComparison, foldWhitespace, printable } from '../../src/text/index.js';

test('white space, line breaks and control characters become one blank', () => {
  expect(foldWhitespace('  where\r\n is\t my\u3000parcel\u0000? ')).toBe('where is my parcel ?');
});

test('a lone surrogate, which UTF-8 cannot hold, becomes U+FFFD', () => {
  expect(foldWhitespace('a\ud800b')).toBe('a\ufffdb');
});

test.each([
  ['Where is my money?', 'where is  MY money'],
  ["can't log in", 'cant log in'],
  ['Café', 'cafe'],
  ['ＡＢＣ', 'abc'],
  ['我的订单到哪了？', '我的订单到哪了'],
])('%j and %j are the same question', (a, b) => {
  expect(foldForComparison(a)).toBe(foldForComparison(b));
});

test.each([
  ['where is my parcel', 'where are my parcels'],
  ['?', '!'],
  ['👍', '👎'],
  ['order 48213', 'order 48214'],
])('%j and %j are two questions', (a, b) => {
  expect(foldForComparison(a)).not.toBe(foldForComparison(b));
});

test('folding twice changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const once = foldForComparison(text);
      expect(foldForComparison(once)).toBe(once);
      expect(foldWhitespace(foldWhitespace(text))).toBe(foldWhitespace(text));
    }),
  );
});

test('printable text holds nothing that steers a terminal', () => {
  expect(printable('\u001b[31mred\u001b[0m \u202egnp.exe\u0007')).toBe('\ufffd[31mred\ufffd[0m \ufffdgnp.exe\ufffd');
});
