import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { knownWords, Speller } from '../../src/classifier/spelling.js';

const texts = ['track my order', 'order my card', 'a lost card', 'my cards', 'the 2 orders 订单'];

describe('spelling', () => {
  const speller = new Speller(knownWords(texts));

  test('common words stand in several utterances, the commonest first', () => {
    expect(knownWords(texts)).toEqual({
      common: ['my', 'card', 'order'],
      rare: ['cards', 'lost', 'orders', 'the', 'track'],
    });
  });

  test('a letter more, less, other, or two swapped are mended', () => {
    expect(['ordder', 'oder', 'ordwr', 'roder', 'carrd'].map((word) => speller.correct(word))).toEqual(
      ['order', 'order', 'order', 'order', 'card'], // prettier-ignore
    );
  });

  test('known, short, rare, far and other words stay', () => {
    const words = ['order', 'orders', 'cards', 'mx', 'lst', 'odrre', 'order2', '订单', 'ördr', ''];
    expect(words.map((word) => speller.correct(word))).toEqual(words);
  });

  test('any single edit of the only word is mended', () => {
    const only = new Speller({ common: ['delivery'], rare: [] });
    fc.assert(
      fc.property(fc.nat(7), fc.constantFrom(...Array.from('abcxyz')), fc.nat(3), (at, letter, kind) => {
        const word = 'delivery';
        const edited = [
          word.slice(0, at) + letter + word.slice(at),
          word.slice(0, at) + word.slice(at + 1),
          word.slice(0, at) + letter + word.slice(at + 1),
          word.slice(0, at) +
            word
              .slice(at, at + 2)
              .split('')
              .toReversed()
              .join('') +
            word.slice(at + 2),
        ][kind] as string;
        expect(only.correct(edited)).toBe(word);
      }),
    );
  });
});
