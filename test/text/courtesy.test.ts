import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { perturbationNames, seededRandom, tokenise, vary, withoutCourtesy } from '../../src/text/index.js';

test.each([
  ['Good afternoon, my cup arrived broken. Kind regards', 'my cup arrived broken'],
  ['hi team! can I change my address? Many thanks in advance', 'can I change my address?'],
  ['ok so where is it lol', 'where is it'],
  ['您好，请问怎么退货，谢谢您', '怎么退货'],
  ['請問積分怎麼用，謝謝', '積分怎麼用'],
  ["Sorry to bother you, but I'm locked out", "but I'm locked out"],
])('%s asks: %s', (text, request) => {
  expect(withoutCourtesy(text)).toBe(request);
});

test.each([
  'Hello!',
  'thanks a lot',
  '你好',
  '谢谢',
  '',
  'right size?',
  'hiking boots',
  'thank you for the refund',
  '?!',
])('%j stays as it is: there is nothing around a request', (text) => {
  expect(withoutCourtesy(text)).toBe(text);
});

test('what is left is a piece of the text that says something, whatever is said', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          fc.string({ unit: 'grapheme', maxLength: 12 }),
          fc.constantFrom('hello', 'thanks', ', ', '. ', '您好', '謝謝', 'so ', 'well,', 'order'),
        ),
        { maxLength: 8 },
      ),
      (pieces) => {
        const text = pieces.join(' ');
        const rest = withoutCourtesy(text);
        expect(text).toContain(rest);
        expect(tokenise(rest).length > 0).toBe(tokenise(text).length > 0);
      },
    ),
    { seed: 5, numRuns: 500 },
  );
});

test('a greeting before and thanks after are found again, however the customers of the simulation put them', () => {
  expect(perturbationNames).toContain('politeness');
  for (let i = 0; i < 50; i += 1) {
    const polite = vary('Do you ship to Norway', 'politeness', 'en', seededRandom(i));
    expect(withoutCourtesy(polite)).toBe('Do you ship to Norway');
  }
});

test('a text of nothing but greetings takes no time', () => {
  const start = performance.now();
  withoutCourtesy(`${'hello '.repeat(50_000)}x`);
  withoutCourtesy(`x${' thanks'.repeat(50_000)}`);
  withoutCourtesy(`x${' ,'.repeat(50_000)}`);
  expect(performance.now() - start).toBeLessThan(2000);
});
