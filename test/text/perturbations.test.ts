import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { perturbationNames, seededRandom, vary } from '../../src/text/index.js';
import { VARIATIONS } from '../../src/workspace/index.js';

test('every variation that a scenario may name exists', () => {
  expect([...perturbationNames].toSorted()).toEqual([...VARIATIONS].toSorted());
});

test('a variation depends on the text and the seed only, and never throws', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.constantFrom(...perturbationNames),
      fc.nat(),
      (text, name, seed) => {
        const once = vary(text, name, 'en', seededRandom(seed));
        expect(vary(text, name, 'en', seededRandom(seed))).toBe(once);
      },
    ),
  );
});

test.each([
  ['typos', 'where is my parcel please', /^(?!where is my parcel please$).{20,30}$/],
  ['punctuation', "where's my parcel, please?", /^wheres my parcel please$/],
  ['homophones', '我的订单到哪了', /^(?!我的订单到哪了$).{7}$/u],
  ['traditional', '订单还没发货', /^訂單還沒發貨$/],
  ['two-requests', 'where is my parcel', /^where is my parcel\. .+\?$/],
  ['mixed-languages', '我的订单到哪了', /^我的order到哪了$/],
])('%s of "%s"', (name, text, expected) => {
  expect(vary(text, name, 'en', seededRandom(1))).toMatch(expected);
});

test('typos leave order numbers and addresses alone', () => {
  for (let seed = 0; seed < 50; seed += 1) {
    expect(vary('order 48213 for rowan@example.com please', 'typos', 'en', seededRandom(seed))).toMatch(
      /48213.*rowan@example\.com/,
    );
  }
});
