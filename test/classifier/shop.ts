import type { Example, TrainOptions } from '../../src/classifier/index.js';

export const options: TrainOptions = { seed: 1, outOfScopeShare: 0.2, answerPrecision: 0.95 };

const WAYS: Readonly<Record<string, readonly [string[], string[]]>> = {
  'order.track': [
    ['where is', 'track', 'when will i get', 'has it shipped,', 'any news of', 'i am still waiting for'],
    ['my order', 'my parcel', 'the package i bought', 'order 48213', 'my delivery'],
  ],
  'refund.request': [
    ['i want', 'please give me', 'how do i get', 'can i have', 'i demand', 'send me'],
    ['my money back', 'a refund', 'a full refund for this', 'the amount refunded', 'reimbursement'],
  ],
  'account.password': [
    ['i forgot', 'reset', 'how do i change', 'i lost', 'help me with', 'cannot remember'],
    ['my password', 'the login password', 'my login', 'my account password', 'the passcode'],
  ],
  'product.size': [
    ['which', 'what', 'tell me the right', 'do you know my', 'not sure about the', 'is there a bigger'],
    ['size fits me', 'size should i take', 'size for shoes', 'size is this jacket', 'size in centimetres'],
  ],
  退货: [
    ['我想', '怎么', '请问如何', '可以', '麻烦帮我', '我要'],
    ['退货', '把东西退回去', '退掉这件衣服', '办理退货', '申请退货'],
  ],
};

const STRAY = [
  'what is the capital of france',
  'tell me a joke',
  'how tall is the eiffel tower',
  'play some jazz',
  'who won the match yesterday',
  'will it rain tomorrow',
  'set an alarm for seven',
  'translate hello into spanish',
  'how many calories does an apple have',
  'read me a poem',
  'what time is it in tokyo',
  'turn off the kitchen lights',
];

/** A small shop in two languages: 150 utterances of five intents, and 12 out of scope unless told otherwise. */
export function shop({ stray = true } = {}): Example[] {
  const known = Object.entries(WAYS).flatMap(([intent, [starts, ends]]) =>
    starts.flatMap((start) =>
      ends.map((end) =>
        intent === '退货'
          ? { text: `${start}${end}`, intent, language: 'zh' }
          : { text: `${start} ${end}`, intent, language: 'en' },
      ),
    ),
  );
  return [...known, ...(stray ? STRAY.map((text) => ({ text, intent: null, language: 'en' })) : [])];
}
