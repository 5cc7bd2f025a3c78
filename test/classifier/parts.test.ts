import { expect, test } from 'vitest';
import { findParts } from '../../src/classifier/index.js';
import { keywordModel } from '../evaluation/keyword-model.js';

const model = keywordModel({
  'order.track': ['where', 'parcel', '包裹'],
  'return.start': ['return', 'send', 'back', '退货'],
  'product.availability': ['blanket', 'black', 'white'],
  'smalltalk.thanks': ['thanks', 'thank you', '谢谢'],
});

function partsOf(text: string, language = 'en'): string[] {
  return findParts(model, text, [language]).map((part) => `${part.intent}: ${part.text}`);
}

test('two requests in one message are two parts', () => {
  expect(partsOf('where is my parcel and how do I return and send back the shoes?')).toEqual([
    'order.track: where is my parcel',
    'return.start: how do I return and send back the shoes?',
  ]);
  expect(partsOf('我的包裹呢？另外怎么退货', 'zh')).toEqual(['order.track: 我的包裹呢？', 'return.start: 怎么退货']);
});

test('three requests are three parts', () => {
  expect(partsOf('Where is parcel 1? I want to return it, send it back. Thanks, thank you')).toHaveLength(3);
});

test('a joining word inside one request does not split it', () => {
  expect(partsOf('do you have a black and white blanket')).toEqual([
    'product.availability: do you have a black and white blanket',
  ]);
});

test('a side that is not recognised is no part', () => {
  expect(partsOf('it is late and where is my parcel')).toEqual(['order.track: it is late and where is my parcel']);
  expect(partsOf('la la la. lo lo lo')).toEqual([]);
  expect(partsOf('')).toEqual([]);
});

test('of an endless message the beginning is taken apart, without delay', () => {
  for (const sign of ['.', ',', ' ', 'word. ']) {
    const started = performance.now();
    expect(partsOf(`where is my parcel${sign.repeat(100_000)}x`)).toHaveLength(1);
    expect(performance.now() - started).toBeLessThan(10_000);
  }
});
