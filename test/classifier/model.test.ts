import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  crossValidate,
  decodeModel,
  encodeModel,
  fingerprint,
  modelHash,
  trainModel,
  type Model,
} from '../../src/classifier/index.js';
import { tokenise } from '../../src/text/index.js';
import { KbError } from '../../src/problem.js';
import { options, shop } from './shop.js';

const examples = shop();
const model = await trainModel(examples, options);

function code(run: () => unknown): string | undefined {
  try {
    run();
  } catch (error) {
    if (error instanceof KbError) return error.problems[0]?.code;
    throw error;
  }
  return undefined;
}

describe('a trained model', () => {
  test('recognises what it was not told word for word, in both languages, typos included', () => {
    expect(model.recognise('hey, where is the parcel i ordered?').intent).toBe('order.track');
    expect(model.recognise('i want a REFUND for this').intent).toBe('refund.request');
    expect(model.recognise('forgot my pasword').intent).toBe('account.password');
    expect(model.recognise('这件衣服怎么退货').intent).toBe('退货');
  });

  test('abstains from what is out of scope, and says what it would have been', () => {
    const { intent, alternatives } = model.recognise('how tall is the statue of liberty');
    expect(intent).toBeNull();
    expect(alternatives.length).toBeGreaterThan(0);
  });

  test('gives nothing and gibberish no confidence', () => {
    for (const text of ['', '   ', '…', '🦜', 'ж'.repeat(30)]) {
      expect(model.recognise(text)).toEqual({ intent: null, confidence: 0, alternatives: [] });
    }
    for (const text of ['xkcd qwv zzgk', 'asdfghjkl', 'blorp fnarg wibble']) {
      expect(model.recognise(text).intent).toBeNull();
    }
  });

  test('one known word among strange ones is not enough', () => {
    const { intent, confidence } = model.recognise('photosynthesis parcel krypton umlaut');
    expect(intent).toBeNull();
    expect(confidence).toBeLessThan(model.thresholds.recognised);
  });

  test('one word that intents share, among unrelated ones, never gives a high score', () => {
    const intentsOf = new Map<string, Set<string | null>>();
    for (const { text, intent } of examples.filter(({ language }) => language === 'en')) {
      for (const word of tokenise(text)) intentsOf.set(word, (intentsOf.get(word) ?? new Set()).add(intent));
    }
    const words = [...intentsOf].flatMap(([word, own]) => (own.size > 1 ? word : []));
    const strange = fc.constantFrom(
      'photosynthesis',
      'krypton',
      'umlaut',
      'xylophone',
      'quaternion',
      'zeppelin',
      'dachshund',
    );
    fc.assert(
      fc.property(fc.constantFrom(...words), fc.array(strange, { minLength: 3, maxLength: 6 }), (word, others) => {
        const { confidence } = model.recognise([others[0], word, ...others.slice(1)].join(' '));
        expect(confidence).toBeLessThan(Math.min(model.thresholds.answer, 0.5));
      }),
    );
  });

  test('a word said over and over is no surer than said twice', () => {
    for (const word of ['parcel', 'the', 'i', '?', 'password']) {
      const often = Array.from({ length: 50 }, () => word).join(' ');
      expect(model.recognise(often)).toEqual(model.recognise(`${word} ${word}`));
    }
  });

  test('further intents do not lower the confidence in what was there before', async () => {
    const few = examples.filter(({ intent }) => intent !== '退货' && intent !== 'product.size');
    const smaller = await trainModel(few, options);
    const messages = [
      'where is my order please',
      'give me a refund now',
      'reset the password for me',
      'track my parcel',
    ];
    const mean = (one: Model) =>
      messages.reduce((sum, text) => sum + one.recognise(text).confidence, 0) / messages.length;
    expect(mean(model)).toBeGreaterThan(mean(smaller) - 0.1);
  });

  test('any text gives a confidence in [0, 1), and alternatives that are probabilities, the best first', () => {
    const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...examples.map(({ text }) => text)));
    fc.assert(
      fc.property(texts, (text) => {
        const { intent, confidence, alternatives } = model.recognise(text);
        const chances = alternatives.map((one) => one.confidence);
        expect(confidence).toBeGreaterThanOrEqual(0);
        expect(confidence).toBeLessThan(1);
        expect(chances).toEqual(chances.toSorted((a, b) => b - a));
        expect(chances.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(1 + 1e-6);
        expect(intent === null || intent === alternatives[0]?.intent).toBe(true);
        expect(intent === null).toBe(alternatives.length === 0 || confidence < model.thresholds.recognised);
      }),
    );
  });

  test('gives a text the same recognition alone, among others, and after thousands of other words', () => {
    const texts = examples.map(({ text }) => `${text} thanks`);
    const together = model.recogniseAll(texts);
    model.recogniseAll(
      Array.from({ length: 300 }, (_, i) => Array.from({ length: 40 }, (_x, j) => `w${i}x${j}`).join(' ')),
    );
    expect(texts.map((text) => model.recognise(text))).toEqual(together);
  });

  test('reads no more than the beginning of an endless message', () => {
    for (const endless of [
      'where is my order '.repeat(5000),
      '退'.repeat(100_000),
      'x'.repeat(100_000),
      '?'.repeat(9000),
      '\ufdfa'.repeat(9000),
    ]) {
      expect(model.recognise(`${endless} refund`)).toEqual(model.recognise(endless.slice(0, 2000)));
    }
  });

  test('knows what it was made from', () => {
    expect(model.intents).toEqual(['account.password', 'order.track', 'product.size', 'refund.request', '退货']);
    expect(model.trainedOn).toEqual({
      fingerprint: fingerprint(examples, options),
      utterances: 162,
      outOfScope: 12,
      languages: ['en', 'zh'],
      outOfScopeFrom: 'written',
    });
  });
});

describe('training', () => {
  test('does not depend on the order of the examples', async () => {
    const again = await trainModel(examples.toReversed(), options);
    expect(modelHash(again)).toBe(modelHash(model));
  });

  test('depends on the examples, the seed and the goals, and so does the fingerprint', () => {
    const other = [
      fingerprint(examples.slice(1), options),
      fingerprint(examples, { ...options, seed: 2 }),
      fingerprint(examples, { ...options, outOfScopeShare: 0.3 }),
      fingerprint(examples, { ...options, answerPrecision: 0.9 }),
      fingerprint(examples, options),
    ];
    expect(new Set(other).size).toBe(other.length);
    expect(fingerprint(examples.toReversed(), { ...options, onProgress: () => {} })).toBe(other.at(-1));
  });

  test('tells its progress up to the end', async () => {
    const steps: string[] = [];
    await trainModel(examples, { ...options, onProgress: (done, total) => steps.push(`${done}/${total}`) });
    const total = Number(steps[0]?.split('/')[1]);
    expect(steps.at(-1)).toBe(`${total}/${total}`);
  });

  test('simulates out of scope by leaving intents out when nobody wrote any', async () => {
    const simulated = await trainModel(shop({ stray: false }), options);
    expect(simulated.trainedOn.outOfScopeFrom).toBe('simulated');
    expect(simulated.recognise('where is my parcel').intent).toBe('order.track');
    expect(simulated.recognise('xkcd qwv zzgk').intent).toBeNull();
  });
});

describe('few intents and few utterances', () => {
  test('without intents it always abstains', async () => {
    for (const some of [[], examples.filter(({ intent }) => intent === null)]) {
      const empty = await trainModel(some, options);
      expect(empty.recognise('where is my order').intent).toBeNull();
      expect(decodeModel(encodeModel(empty)).intents).toEqual([]);
    }
  });

  test('with a single intent it recognises that one, and not gibberish', async () => {
    const single = await trainModel(
      examples.filter(({ intent }) => intent === 'order.track'),
      options,
    );
    expect(single.recognise('where is my order').intent).toBe('order.track');
    expect(single.recognise('xkcd qwv zzgk').intent).toBeNull();
  });

  test('with one utterance an intent the best intent is still the right one', async () => {
    const once = await trainModel(
      [
        { text: 'where is my order', intent: 'order.track', language: 'en' },
        { text: 'i want my money back', intent: 'refund.request', language: 'en' },
        { text: 'i forgot my password', intent: 'account.password', language: 'en' },
      ],
      options,
    );
    expect(once.recognise('please give my money back').alternatives[0]?.intent).toBe('refund.request');
    expect(once.recognise('forgot the password').alternatives[0]?.intent).toBe('account.password');
  });

  test('written out-of-scope utterances are refused, however few utterances there are beside them', async () => {
    const stray = examples.filter(({ intent }) => intent === null);
    const first = (count: number) =>
      ['order.track', 'refund.request', 'account.password'].flatMap((name) =>
        examples.filter(({ intent }) => intent === name).slice(0, count),
      );
    for (const count of [1, 2]) {
      const few = await trainModel([...first(count), ...stray], options);
      for (const { text } of [...stray, { text: 'xkcd qwv zzgk' }]) expect(few.recognise(text).intent).toBeNull();
      for (const { text, intent } of first(count)) expect(few.recognise(text).intent).toBe(intent);
    }
  });

  test('an utterance of nothing but symbols does no harm', async () => {
    const odd = await trainModel([...examples, { text: '🙂', intent: 'smile', language: 'en' }], options);
    expect(odd.recognise('where is my order').intent).toBe('order.track');
  });
});

describe('the model file', () => {
  const bytes = encodeModel(model);

  test('reads back as the same model, to the last bit', () => {
    const back = decodeModel(bytes);
    expect(encodeModel(back)).toEqual(bytes);
    expect(modelHash(bytes)).toBe(modelHash(back));
    for (const { text } of examples)
      expect(back.recognise(`${text} please`)).toEqual(model.recognise(`${text} please`));
  });

  test('reads back from bytes that start anywhere in a buffer', () => {
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(modelHash(decodeModel(shifted.subarray(3)))).toBe(modelHash(model));
  });

  test('with any byte changed, or cut anywhere, is refused', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const broken = bytes.slice();
        broken[at]! ^= flip;
        expect(code(() => decodeModel(broken))).toMatch(/^model\/(damaged|other-version)$/);
        expect(code(() => decodeModel(bytes.subarray(0, at)))).toBe('model/damaged');
      }),
    );
  });

  test('of another version is told apart from a damaged one', () => {
    const older = bytes.slice();
    older[8] = 0;
    expect(code(() => decodeModel(older))).toBe('model/other-version');
    expect(code(() => decodeModel(Buffer.from('not a model, but a text of some length, long enough')))).toBe(
      'model/damaged',
    );
  });
});

test('cross-validation judges each example by a model that did not see it', async () => {
  const { recognitions, thresholds } = await crossValidate(examples, options, 3);
  expect(recognitions).toHaveLength(examples.length);
  const right = examples.filter(
    ({ intent }, i) => intent !== null && recognitions[i]?.alternatives[0]?.intent === intent,
  );
  expect(right.length / 150).toBeGreaterThan(0.8);
  expect(thresholds.answer).toBeGreaterThanOrEqual(thresholds.recognised);
  // An intent with one utterance is unknown to the only model that may judge it.
  const { recognitions: withOdd } = await crossValidate(
    [...examples, { text: 'zebra crossing', intent: 'odd', language: 'en' }],
    options,
    3,
  );
  expect(withOdd.at(-1)?.alternatives.some(({ intent }) => intent === 'odd')).toBe(false);
});
