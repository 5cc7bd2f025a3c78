import { expect, test } from 'vitest';
import type { Recognition } from '../../src/classifier/index.js';
import type { LoggedConversation } from '../../src/conversations/index.js';
import { customerTurns, reasonsOf } from '../../src/mining/turns.js';

/** A conversation from lines such as `customer: where is it`; `bot (fallback):` gives the turn an action. */
function conversation(script: string, more: Partial<LoggedConversation> = {}): LoggedConversation {
  const turns = script
    .trim()
    .split('\n')
    .map((line) => {
      const [, role = '', action, intent, text = ''] =
        /^\s*(\w+)(?: \((\w+)\))?(?: \[([\w.]+)\])?: (.*)$/.exec(line) ?? [];
      return { role: role as 'customer', text, ...(action && { action }), ...(intent && { intent }) };
    });
  return { id: 'one', turns, ...more };
}

function exclusions(script: string, ignored: readonly string[] = []): (string | undefined)[] {
  return customerTurns(conversation(script), (text) => ignored.includes(text)).map(({ excluded }) => excluded);
}

/** Knows refunds and nothing else. */
function model(text: string): Recognition {
  const intent = /refund|money/.test(text) ? 'refund' : null;
  return {
    intent,
    confidence: intent ? (text.includes('maybe') ? 0.4 : 0.9) : 0.1,
    alternatives: [{ intent: 'refund', confidence: 0.9 }],
  };
}

function reasons(logged: LoggedConversation, tier: 'simple' | 'medium' | 'complex' = 'simple'): (readonly string[])[] {
  const all = customerTurns(logged, () => false);
  return all
    .filter(({ excluded }) => !excluded)
    .map((own) => reasonsOf(logged, all, own, model, { answersFrom: 0.7, doubtful: 0, tierOf: () => tier }));
}

test('greetings, thanks, bare assent, and what is ignored are not asked about', () => {
  expect(
    exclusions(
      `
      customer: Hi there!
      customer: Thank you so much for your help :)
      customer: 你好，在吗？
      customer: 收到，辛苦了
      customer: Right, good to know. thx
      customer: hmm ok, nothing else
      customer: 好的，没有了
      customer: hello, where is my parcel
      customer: ok cancel it please
      customer: 没有收到
      customer: thanks but it still fails
      customer: good grief it broke again
      customer: tell me a joke
      customer: <email>
      customer: !!!
      `,
      ['tell me a joke'],
    ),
  ).toEqual([
    ...Array<string>(7).fill('greeting'),
    ...Array<undefined>(5).fill(undefined),
    'ignored',
    'empty',
    'empty',
  ]);
});

test("an answer to the bot's own question is not asked about, what asks for something itself is", () => {
  expect(
    exclusions(`
      bot: Hello! How can I help you today?
      customer: the lamp is broken
      bot: Could you give me your order number?
      customer: 48213
      bot: Which colour did you order?
      customer: the dark blue one
      bot: What size is it?
      customer: where do I find that?
      bot: 请问您的订单号是多少？
      customer: 四八二一三
      bot: 还有什么可以帮您？
      customer: 发票抬头写错了
      bot: Sorry, I did not understand. Could you rephrase that?
      customer: the lamp arrived in pieces
    `),
  ).toEqual([undefined, 'answer', 'answer', undefined, 'answer', undefined, undefined]);
});

test('what the model of today does not recognise counts, with what the service of the log made of it', () => {
  expect(
    reasons(
      conversation(`
        customer: do you engrave pens
        bot (fallback): I am lost.
        customer: engraving of a name on the barrel
        bot (clarify): Did you mean gift wrapping or delivery?
        customer: neither, engraving I mean, is that possible at all?
        system: Transferred to an agent
        agent: We do, for 5 pounds.
      `),
    ),
  ).toEqual([
    ['abstained', 'fallback', 'said-again'],
    ['abstained', 'failed-clarification'],
    ['abstained', 'handed-over'],
  ]);
});

test('what only the service of the log failed to understand counts no more', () => {
  expect(
    reasons(
      conversation(`
        customer: I want a refund
        bot: Sorry, I don't understand.
        agent: Let me do that for you.
      `),
    ),
  ).toEqual([[]]);
});

test('asking back that led nowhere counts where the model of today would ask back the same', () => {
  const log = (text: string, reply: string, intent = 'refund'): LoggedConversation =>
    conversation(`
      customer: ${text}
      bot (clarify) [${intent}]: Do you mean a refund or a voucher?
      customer: ${reply}
      bot (handoff): I'll bring in a colleague.
      agent: Hello!
    `);
  expect(reasons(log('maybe money for old tents', 'neither'))).toEqual([['failed-clarification']]);
  expect(reasons(log('maybe money for old tents', '都不是'))).toEqual([['failed-clarification']]);
  // It was that, and a person does it; today it is sure; today it would ask about something else.
  expect(reasons(log('maybe money for old tents', 'the first'))).toEqual([[]]);
  expect(reasons(log('money for old tents', 'neither'))).toEqual([[]]);
  expect(reasons(log('maybe money for old tents', 'neither', 'delivery'))).toEqual([[]]);
});

test('an answer that did not help counts, unless another intent was answered', () => {
  const log = (intent: string): LoggedConversation =>
    conversation(
      `
      customer [${intent}]: when do I get my refund
      bot (answer): Refunds take 5 days.
      agent: Let me look into it.
      `,
      { feedback: { rating: 1 } },
    );
  expect(reasons(log('refund'))).toEqual([['handed-over', 'bad-rating']]);
  expect(reasons(log('delivery'))).toEqual([[]]);
});

test('a customer who says it again in other words was not understood', () => {
  expect(
    reasons(
      conversation(`
        customer: refund please
        bot: Refunds take 5 days.
        customer: no, I mean the money for the lamp
        bot: Refunds take 5 days.
        customer: is the shop open on sunday
        bot: Yes.
      `),
    ),
  ).toEqual([['said-again'], [], ['abstained']]);
});

test('a hand-off of what is for people by its tier is no failure; what is complex is never asked back about', () => {
  const taken = conversation(`
    customer: refund
    bot (answer) [refund]: Here is how.
    agent: I have paid it back.
  `);
  expect(reasons(taken)).toEqual([['handed-over']]);
  expect(reasons(taken, 'medium')).toEqual([[]]);
  const asked = conversation(`
    customer: maybe refund
    bot (clarify): Do you mean a refund?
    customer: no, where is my parcel
    bot (fallback): Sorry?
  `);
  expect(reasons(asked)[0]).toEqual(['failed-clarification']);
  expect(reasons(asked, 'medium')[0]).toEqual(['failed-clarification']);
  expect(reasons(asked, 'complex')[0]).toEqual([]);
});

test('no text is taken apart in many ways', () => {
  const long = ['好'.repeat(119) + '谁', '明白了'.repeat(39) + '谁', '没有了'.repeat(39) + '谁'].join(
    '\n      customer: ',
  );
  expect(exclusions(`customer: ${long}`)).toEqual([undefined, undefined, undefined]);
  expect(exclusions(`customer: ${'没有了好的嗯，'.repeat(10)}`)).toEqual(['greeting']);
});
