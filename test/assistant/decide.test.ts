import { expect, test } from 'vitest';
import {
  makePolicy,
  packetMarkdown,
  startConversation,
  takeTurn,
  type Decision,
  type Opening,
  type Recogniser,
} from '../../src/assistant/index.js';
import type { Recognition } from '../../src/classifier/index.js';
import { byKeyWords, policy, shopWith, thresholds } from './shop.js';

async function converse(
  opening: Opening,
  texts: readonly string[],
  own = policy,
  recogniser: Recogniser = byKeyWords,
): Promise<Decision[]> {
  let conversation = startConversation(own, opening);
  const decisions: Decision[] = [];
  for (const text of texts) {
    const taken = await takeTurn(recogniser, conversation, text);
    decisions.push(taken.decision);
    ({ conversation } = taken);
  }
  return decisions;
}

async function last(opening: Opening, ...texts: readonly string[]): Promise<Decision> {
  const decision = (await converse(opening, texts)).at(-1);
  if (!decision) throw new Error('nothing was said');
  return decision;
}

const returning = { customer: { segment: 'returning' }, channel: 'email' };

test('a sure simple intent is answered from its article, with the task that applies', async () => {
  const decision = await last(
    { ...returning, facts: { order_number: '48213', order_status: 'shipped' } },
    'where is my order?',
  );

  expect(decision).toMatchObject({
    action: 'answer',
    intent: 'order.track',
    article: 'orders/track',
    priority: 'normal',
  });
  expect(decision.task).toMatchObject({ index: 0, do: 'Give the tracking link.' });
  expect(decision.reply).toBe('The tracking link is in the dispatch e-mail. See Orders in your account.');
  expect(decision.packet).toBeUndefined();
});

test('a task that says handoff hands over', async () => {
  const decision = await last(
    { ...returning, facts: { order_number: '48213', order_status: 'lost' } },
    'where is my order?',
  );

  expect(decision).toMatchObject({ action: 'handoff', article: 'orders/track', task: { index: 2 } });
  expect(decision.reasons.at(-1)).toBe('that task goes to a person');
});

test('a fact that the article needs is asked for once, and the answer is read as one', async () => {
  const [first, second] = await converse(returning, ['where is my order?', '48213']);

  expect(first).toMatchObject({ action: 'answer', asks: { kind: 'fact', fact: 'order_number' } });
  expect(first?.reply).toContain('order number');
  expect(second).toMatchObject({ action: 'answer', intent: 'order.track' });
  expect(second?.asks).toBeUndefined();
  expect(second?.reasons[0]).toContain("answer to the service's own question");
});

test('an order number in the message itself is not asked for', async () => {
  expect((await last(returning, 'where is my order 48213?')).asks).toBeUndefined();
});

test('a medium intent gets a draft that a person checks; a complex one goes to a person at once', async () => {
  const draft = await last(returning, 'i want my money back');
  const complex = await last(returning, 'somebody used my account');

  expect(draft).toMatchObject({
    action: 'assist',
    article: 'refunds/ask',
    packet: { draft: 'We refund within 30 days.' },
  });
  expect(complex).toMatchObject({ action: 'handoff', reply: expect.stringContaining('colleague') as string });
});

test('between the thresholds the two best intents are offered, once, and the choice is taken', async () => {
  const [first, second] = await converse(returning, ['perhaps my money back', '1']);
  const [, again] = await converse(returning, ['perhaps my money back', 'perhaps about the order']);

  expect(first).toMatchObject({
    action: 'clarify',
    asks: { kind: 'choice', intents: ['refund.request', 'order.track'] },
  });
  expect(first?.reply).toContain('(1) Ask for a refund or (2) Track an order');
  expect(second).toMatchObject({ action: 'assist', intent: 'refund.request', confidence: 1 });
  expect(again).toMatchObject({ action: 'handoff', intent: 'order.track' });
});

test('a silly second option is not offered: the only likely intent is to be confirmed', async () => {
  const unsure: Recogniser = (text) =>
    text.includes('money')
      ? {
          intent: 'refund.request',
          confidence: 0.6,
          alternatives: [
            { intent: 'refund.request', confidence: 0.93 },
            { intent: 'order.track', confidence: 0.04 },
          ],
        }
      : { intent: null, confidence: 0.1, alternatives: [] };
  const [asked, yes] = await converse(returning, ['money?', 'yes please'], policy, unsure);
  const [, no] = await converse(returning, ['money?', 'no thanks'], policy, unsure);
  const [, other] = await converse(returning, ['money?', 'my money, I said'], policy, unsure);
  const [chinese] = await converse(
    { customer: { segment: 'returning', language: 'zh' } },
    ['money 钱钱'],
    policy,
    unsure,
  );

  expect(asked).toMatchObject({ action: 'clarify', asks: { kind: 'choice', intents: ['refund.request'] } });
  expect(asked?.reply).toBe('Is it about this: Ask for a refund? Please answer yes or no.');
  expect(yes).toMatchObject({ action: 'assist', intent: 'refund.request', confidence: 1 });
  expect(no).toMatchObject({ action: 'handoff', intent: null });
  expect(other).toMatchObject({ action: 'handoff', intent: 'refund.request', confidence: 0.6 });
  expect(chinese?.reply).toContain('请回复“是”或“不是”');
});

test('what is not recognised is asked to be said differently once, then handed over', async () => {
  const decisions = await converse(returning, ['blah', 'blub']);

  expect(decisions.map(({ action }) => action)).toEqual(['clarify', 'handoff']);
  expect(decisions[0]?.asks).toEqual({ kind: 'rephrase' });
});

test('with no clarification allowed it goes to a person at once', async () => {
  const never = makePolicy(
    shopWith({
      'kb.yaml':
        'routing: { max_clarifications: 0 }\nfacts: { order_number: { type: string }, order_status: { type: enum, values: [shipped, delivered, lost] } }\n',
    }),
    thresholds,
  );

  expect((await converse({}, ['perhaps my order'], never))[0]?.action).toBe('handoff');
});

test('a question that has an article but no intent gets a draft from the search', async () => {
  const decision = await last(returning, 'gift wrapping with a ribbon');

  expect(decision).toMatchObject({ action: 'assist', intent: null, article: 'gift-wrapping' });
});

test('a VIP is handed over first where the rule says so, and always with high priority', async () => {
  const vip = { customer: { segment: 'vip' }, channel: 'email' };

  expect(await last(vip, 'i want my money back')).toMatchObject({ action: 'handoff', priority: 'high' });
  expect(await last(vip, 'blah', 'blub')).toMatchObject({ action: 'handoff', priority: 'high' });
});

test('an article is never shown outside its audience or channel: the question goes to a person, who gets the reason', async () => {
  const guest = await last({ customer: { segment: 'new' }, channel: 'email' }, 'trade prices');
  const chat = await last({ customer: { segment: 'vip' }, channel: 'chat' }, 'trade prices');
  const meant = await last({ customer: { segment: 'vip' }, channel: 'email' }, 'trade prices');

  expect(guest).toMatchObject({ action: 'handoff' });
  expect(guest.reasons).toContain('the article "trade/prices" is not meant for new customers');
  expect(chat.reasons).toContain('the article "trade/prices" is not meant for the channel chat');
  expect(meant).toMatchObject({ action: 'answer', article: 'trade/prices' });
});

test('the answer is in the language of the message; without a translation the reply says so', async () => {
  const translated = await last(returning, '我的订单到哪了');
  const not = await last({ ...returning, customer: { segment: 'returning', language: 'zh' } }, 'how long 要多久');

  expect(translated).toMatchObject({ language: 'zh', articleLanguage: 'zh' });
  expect(translated.reply).toContain('物流链接在发货邮件里。');
  expect(not).toMatchObject({ language: 'zh', articleLanguage: 'en' });
  expect(not.reply).toMatch(/^（以下内容只有其他语言版本：en。）/);
});

test('new customers are led through, others get the short form, and the channel limits the length', async () => {
  const guided = await last(
    { customer: { segment: 'new' }, channel: 'email', facts: { order_number: '48213' } },
    'my order',
  );
  const social = await last({ customer: { segment: 'returning' }, channel: 'social' }, 'how long?');

  expect(guided.reply).toContain('1. Wait until the next morning.');
  expect(social.reply).toBe('Delivery takes three working days in the country. Abroad it takes a week.');
});

test.each(['can I talk to a human please', 'AGENT!', '请帮我转人工客服', 'I want to speak to a real person'])(
  'asking for a person hands over: %s',
  async (text) => {
    expect(await last(returning, text)).toMatchObject({
      action: 'handoff',
      reasons: expect.arrayContaining(['the customer asks for a person']) as string[],
    });
  },
);

test.each(['are you a bot or a real person?', "I don't want to talk to an agent", 'can it be sent to another person'])(
  'this does not ask for a person: %s',
  async (text) => {
    expect((await last(returning, text)).reasons).not.toContain('the customer asks for a person');
  },
);

test.each(['this is ridiculous, where is my order', '你们是骗子', 'awful!!! my order'])(
  'anger hands over: %s',
  async (text) => {
    expect((await last(returning, text)).reasons).toContain('the customer is angry');
  },
);

test('the same words again, or the same question a third time, go to a person', async () => {
  const words = await last(returning, 'how long?', 'How long');
  const third = await last(returning, 'how long?', 'how many days', 'but how long does it take');

  expect(words).toMatchObject({ action: 'handoff' });
  expect(words.reasons.at(-1)).toContain('repeats turn 1');
  expect(third.reasons.at(-1)).toContain('two answers did not help');
});

test('a follow-up is read with the turn before', async () => {
  const decision = await last(returning, 'i want my money back', 'and what about that?');

  expect(decision).toMatchObject({ intent: 'refund.request', action: 'assist' });
  expect(decision.reasons[0]).toContain('follow-up');
});

test('a corrected intent replaces the one before', async () => {
  const decision = await last(returning, 'where is my order 48213', 'no, i meant my money back');

  expect(decision).toMatchObject({ intent: 'refund.request', action: 'assist' });
  expect(decision.reasons[0]).toContain('correction');
});

test('a bare no asks once what is meant', async () => {
  const decisions = await converse(returning, ['where is my order 48213', "no, that's not what I meant", 'no']);

  expect(decisions.map(({ action }) => action)).toEqual(['answer', 'clarify', 'handoff']);
});

test('a follow-up that names no topic is about the one before: when its words alone say another, it is asked', async () => {
  const decision = await last(returning, 'i want my money back', 'and how long does that take?');

  expect(decision).toMatchObject({
    action: 'clarify',
    intent: 'refund.request',
    asks: { kind: 'choice', intents: ['refund.request', 'delivery.time'] },
  });
  expect(decision.reasons[0]).toBe('read as about the topic before: it names none of its own');
  expect(await last(returning, 'i want my money back', 'and how long does delivery take?')).toMatchObject({
    action: 'answer',
    intent: 'delivery.time',
  });
});

test('greetings and thanks around a request do not hide it, and are read where they are all there is', async () => {
  const confused: Recogniser = (text) => {
    const { intent, alternatives } = byKeyWords(text) as Recognition;
    const confidence = /hello|thanks/i.test(text) ? 0.3 : 0.9;
    return { intent: confidence > thresholds.recognised ? intent : null, confidence, alternatives };
  };
  const polite = 'Hello there, where is my order? Many thanks';
  const [decision] = await converse(returning, [polite], policy, confused);

  expect(decision).toMatchObject({ action: 'answer', intent: 'order.track', confidence: 0.9 });

  const greeted: Recogniser = (text) => ({
    ...(byKeyWords('trade') as Recognition),
    confidence: text === 'hello to you' ? 0.9 : 0.2,
  });
  expect((await converse(returning, ['hello to you'], policy, greeted))[0]?.confidence).toBe(0.9);
});

test('once a person has it, a person keeps it, and sees what follows', async () => {
  const decision = await last(returning, 'somebody used my account', 'where is my order?');

  expect(decision).toMatchObject({ action: 'handoff', intent: 'order.track' });
  expect(decision.reasons).toEqual(['a person has had the conversation since turn 1']);
});

test('the packet holds the whole history, and its Markdown cannot be broken out of', async () => {
  const { packet } = await last(
    { ...returning, facts: { order_status: 'lost' } },
    'how long?',
    'blah `<script>` # *x*',
    'somebody used my account',
  );

  expect(packet).toMatchObject({
    schema: 'kb.packet/1',
    customer: { segment: 'returning' },
    facts: { known: { order_status: 'lost' }, missing: [] },
    intents: [{ intent: 'delivery.time' }, { intent: 'account.hacked' }],
  });
  expect(packet?.transcript.map(({ role }) => role)).toEqual(['customer', 'bot', 'customer', 'bot', 'customer']);
  expect(packet?.tried).toHaveLength(2);
  expect(packet?.summary).toHaveLength(2);
  expect(packet && packetMarkdown(packet)).toContain('- **customer**: `` blah `<script>` # *x* ``');
});

test('a message that leads on and names another intent by itself is not the topic before', async () => {
  const decision = await last(returning, 'i want my money back', 'and perhaps the order?');

  expect(decision.intent).toBe('order.track');
});

test('a packet in Markdown obeys no escape sequence of a customer', async () => {
  const { packet } = await last(returning, 'get me a human \u001b[31m\u009b2J');
  if (!packet) throw new Error('no packet');
  expect(packetMarkdown(packet)).not.toMatch(/(?!\n)\p{Cc}/u);
});
