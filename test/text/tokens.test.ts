import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isUnspaced, MAX_MESSAGE_LENGTH, normalise, tokenise } from '../../src/text/tokens.js';

describe('tokenise', () => {
  test('words keep inner apostrophes, signs that mean something stand alone, the rest is dropped', () => {
    expect(tokenise('Where’s my order #48213?? (paid €20, 10% off)')).toEqual(
      ["where's", 'my', 'order', '#', '48213', '?', '?', 'paid', '€', '20', '10', '%', 'off'], // prettier-ignore
    );
  });

  test('plain ASCII texts are cut like any other', () => {
    // A letter beyond ASCII takes the other way through the code.
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from(`aZ0_'' "?!$%&+#-.\t`)) }), (text) => {
        expect([...tokenise(text), 'é']).toEqual(tokenise(`${text} é`));
      }),
    );
  });

  test('a Chinese run is one token, and ends where Latin begins', () => {
    expect(tokenise('我的iPhone订单到哪了？')).toEqual(['我的', 'iphone', '订单到哪了', '?']);
  });

  test('traditional characters count as the simplified ones', () => {
    expect(tokenise('訂單甚麼時候發貨 iPhone殼')).toEqual(tokenise('订单甚么时候发货 iPhone壳'));
  });

  test('compatibility forms and case do not matter', () => {
    expect(tokenise('ＲＥＦＵＮＤ ﬁnished')).toEqual(['refund', 'finished']);
  });

  test('words of spaced scripts stay whole, with their accents and marks', () => {
    expect(tokenise('Où est ma commande à Köln? यह कहाँ है')).toEqual(
      ['où', 'est', 'ma', 'commande', 'à', 'köln', '?', 'यह', 'कहाँ', 'है'], // prettier-ignore
    );
  });

  test('only unspaced scripts are unspaced', () => {
    expect(['订单', 'สวัสดี', 'カード', 'order', 'заказ', '?', '48213'].map(isUnspaced)).toEqual(
      [true, true, true, false, false, false, false], // prettier-ignore
    );
  });

  test('a message longer than the limit costs no more than the limit', () => {
    expect(normalise('a'.repeat(1_000_000))).toHaveLength(MAX_MESSAGE_LENGTH);
  });

  test('any text gives tokens that are never empty and contain no blank', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => tokenise(text).every((token) => /^\S+$/u.test(token))),
    );
  });
});
