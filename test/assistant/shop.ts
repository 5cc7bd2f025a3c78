import { makePolicy, type Policy, type Recogniser } from '../../src/assistant/index.js';
import type { Alternative } from '../../src/classifier/index.js';
import { parseWorkspace, type Workspace } from '../../src/workspace/index.js';

const FILES: Readonly<Record<string, string>> = {
  'kb.yaml': `
languages: [en, zh]
segments: [new, returning, vip]
channels: { chat: { max_answer: 200 }, email: {}, social: { max_answer: 80 } }
facts:
  order_number: { type: string, pattern: '\\d{5}' }
  order_status: { type: enum, values: [shipped, delivered, lost] }
routing:
  rules:
    - { when: 'customer.segment == "vip" && intent.tier != "simple"', action: handoff, priority: high }
`,
  'intents/order.track.md': `---
intent: order.track
title: Where is my order?
tier: simple
article: orders/track
---
## en
- where is my order
`,
  'intents/delivery.time.md': `---
intent: delivery.time
title: How long does delivery take?
tier: simple
article: delivery/time
---
## en
- how long does delivery take
`,
  'intents/refund.request.md': `---
intent: refund.request
title: I want my money back
tier: medium
article: refunds/ask
---
## en
- i want my money back
`,
  'intents/account.hacked.md': `---
intent: account.hacked
tier: complex
---
## en
- somebody used my account
`,
  'intents/trade.prices.md': `---
intent: trade.prices
tier: simple
article: trade/prices
---
## en
- trade prices please
`,
  'articles/orders/track.md': `---
title: Track an order
intents: [order.track]
requires: [order_number]
tasks:
  - { when: order_status == "shipped", do: Give the tracking link. }
  - { when: order_status == "delivered", do: Say where it was left. }
  - { when: order_status == "lost", do: handoff }
---
The tracking link is in the dispatch e-mail. See **Orders** in [your account](account.md).

## Nothing there?

1. Wait until the next morning.
2. Send us the order number.
`,
  'articles/orders/track.zh.md': `---
title: 查询订单
intents: [order.track]
requires: [order_number]
---
物流链接在发货邮件里。
`,
  'articles/delivery/time.md': `---
title: Delivery times
intents: [delivery.time]
---
Delivery takes three working days in the country. Abroad it takes a week. Islands take longer. We do not deliver on Sundays.
`,
  'articles/refunds/ask.md': `---
title: Ask for a refund
intents: [refund.request]
---
We refund within 30 days.
`,
  'articles/trade/prices.md': `---
title: Prices for the trade
intents: [trade.prices]
audience: [vip]
channels: [email]
---
Twenty per cent off from fifty pieces.
`,
  'articles/gift-wrapping.md': `---
title: Gift wrapping with ribbon
---
We wrap presents in brown paper with a ribbon for three pounds.
`,
};

const workspace: Workspace = parse(FILES);

function parse(files: Readonly<Record<string, string>>): Workspace {
  const read = parseWorkspace(Object.entries(files).map(([path, text]) => ({ path, text })));
  if (read.problems.length > 0) throw new Error(read.problems.map(({ message }) => message).join('\n'));
  return read.workspace;
}

/** The same shop with other files. */
export function shopWith(files: Readonly<Record<string, string>>): Workspace {
  return parse({ ...FILES, ...files });
}

export const thresholds = { recognised: 0.4, answer: 0.8 };
export const policy: Policy = makePolicy(workspace, thresholds);

const KNOWN: readonly (readonly [RegExp, string])[] = [
  [/where|order|订单|到哪/, 'order.track'],
  [/how long|days/, 'delivery.time'],
  [/money back|refund/, 'refund.request'],
  [/hacked|somebody used/, 'account.hacked'],
  [/trade/, 'trade.prices'],
];

/** Recognises by key words: sure of one, unsure of two, half sure after "perhaps", of nothing without any. */
export const byKeyWords: Recogniser = (text) => {
  const found = KNOWN.filter(([words]) => words.test(text)).map(([, intent]) => intent);
  if (found.length === 0) return { intent: null, confidence: 0.1, alternatives: [] };
  const confidence = text.includes('perhaps') || found.length > 1 ? 0.6 : 0.9;
  const others = KNOWN.map(([, intent]) => intent).filter((intent) => !found.includes(intent));
  const alternatives: Alternative[] = [...found, ...others]
    .slice(0, 3)
    .map((intent, index) => ({ intent, confidence: index === 0 ? confidence : (1 - confidence) / 2 }));
  return { intent: found[0] ?? null, confidence, alternatives };
};
