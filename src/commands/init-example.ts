/**
 * A small service that works: five questions about orders, with their articles, held-out utterances and scenarios.
 * Its headings are `## LANGUAGE`; the sentences are English whatever the language, to be replaced.
 */
export function exampleFiles(language: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>([
    ['kb.yaml', SETTINGS],
    ...Object.entries(SCENARIOS).map(([name, text]): [string, string] => [`scenarios/${name}.yaml`, text]),
  ]);
  for (const { intent, title, tier, article, train, heldout } of INTENTS) {
    const fields = article === undefined ? '' : `article: ${article.id}\n`;
    files.set(
      `intents/${intent}.md`,
      `---\nintent: ${intent}\ntitle: ${title}\ntier: ${tier}\n${fields}owner: support\n---\n\n## ${language}\n${list(train)}`,
    );
    files.set(`heldout/${intent}.md`, `---\nintent: ${intent}\n---\n\n## ${language}\n${list(heldout)}`);
    if (article) {
      files.set(
        `articles/${article.id}.md`,
        `---\ntitle: ${article.title}\nintents: [${intent}]\nowner: support\n---\n${article.body}\n`,
      );
    }
  }
  files.set('intents/out-of-scope.md', `---\nintent: out-of-scope\n---\n\n## ${language}\n${list(OUT_OF_SCOPE.train)}`);
  files.set(
    'heldout/out-of-scope.md',
    `---\nintent: out-of-scope\n---\n\n## ${language}\n${list(OUT_OF_SCOPE.heldout)}`,
  );
  return files;
}

function list(utterances: readonly string[]): string {
  return utterances.map((text) => `- ${text}\n`).join('');
}

const SETTINGS = `segments: [new, returning, vip]
channels: { chat: { max_answer: 600 }, email: {} }
routing:
  answer_precision: 0.9            # answers given must be right this often
  out_of_scope_share: 0.2          # the share of messages expected to be nobody's intent
goals:
  eval: { accuracy_without_threshold: 0.8 }
`;

const SCENARIOS: Readonly<Record<string, string>> = {
  'late-parcel': `scenario: A late parcel
customer: { segment: returning }
channel: chat
turns:
  - customer: where is my parcel? I ordered it a week ago
    expect: { intent: order.track }
`,
  'changed-my-mind': `scenario: A new customer changes her mind, and asks how to send the other thing back
customer: { segment: new }
channel: email
turns:
  - customer: please cancel my order, I changed my mind
    expect: { intent: order.cancel }
  - customer: and how do I return an item that has arrived?
    expect: { intent: return.start }
`,
  'money-and-a-person': `scenario: A good customer waits for his money, and wants a person
customer: { segment: vip }
channel: chat
turns:
  - customer: when do I get my money back? still no refund
    expect: { intent: refund.status }
  - customer: I want to speak to a human please
    expect: { intent: agent.request, action: handoff }
`,
};

interface ExampleIntent {
  readonly intent: string;
  readonly title: string;
  readonly tier: 'simple' | 'medium' | 'complex';
  readonly article?: { readonly id: string; readonly title: string; readonly body: string };
  readonly train: readonly string[];
  readonly heldout: readonly string[];
}

const INTENTS: readonly ExampleIntent[] = [
  {
    intent: 'order.track',
    title: 'Where is my order?',
    tier: 'simple',
    article: {
      id: 'track-an-order',
      title: 'Track an order',
      body: 'Open the link in the shipping e-mail: it shows where your parcel is now.\n\nNo e-mail yet? Then the parcel has not left us; most leave within one working day.',
    },
    train: [
      'where is my order',
      'has my parcel been shipped yet?',
      'track my package please',
      'how do I see where my parcel is',
      'when will my order arrive',
      'tracking number does not work',
      'I ordered on Monday, where is it?',
      'parcel status',
      'is my order on its way',
      "haven't got my delivery, where is it now",
      'can you check where the package is',
      'order 48213 still not here, where is it',
    ],
    heldout: [
      'can I track my parcel somewhere',
      'where is the package I ordered last week',
      'has order 51120 been shipped',
      'is my delivery on its way',
    ],
  },
  {
    intent: 'order.cancel',
    title: 'Can I cancel my order?',
    tier: 'medium',
    article: {
      id: 'cancel-an-order',
      title: 'Cancel an order',
      body: 'You can cancel until the parcel leaves us: open the order in your account and choose "Cancel".\n\nAfter that, send it back when it arrives.',
    },
    train: [
      'I want to cancel my order',
      'please cancel order 48213',
      'stop my order, I made a mistake',
      'how can I cancel something I just bought',
      'cancel it please',
      'I ordered twice, cancel one of them',
      "don't send it, I changed my mind",
      'can I still cancel before it ships',
      'cancellation of my purchase',
      'I do not want the order any more',
      'is it too late to cancel',
      'ordered by accident, cancel please',
    ],
    heldout: [
      'cancel my purchase please',
      'I made a mistake, can I still cancel the order',
      'please stop order 40017, changed my mind',
      'how do I cancel',
    ],
  },
  {
    intent: 'return.start',
    title: 'How do I send something back?',
    tier: 'simple',
    article: {
      id: 'send-something-back',
      title: 'Send something back',
      body: 'You have 30 days: open the order in your account, choose "Return", and print the label.\n\nWe pay the way back.',
    },
    train: [
      'how do I return an item',
      'I want to send this back',
      'it does not fit, how can I return it',
      'where is the return label',
      'return my shoes',
      'how many days do I have to return something',
      'can I send back a gift',
      'need to return two things from my order',
      'print a return label',
      'what is your return policy',
      "I don't like it, can I bring it back",
      'returning an item that is too small',
    ],
    heldout: [
      'I would like to return these shoes',
      'how can I send an item back',
      'where do I get a return label',
      'it is too small, I want to return it',
    ],
  },
  {
    intent: 'refund.status',
    title: 'When do I get my money back?',
    tier: 'simple',
    article: {
      id: 'when-refunds-arrive',
      title: 'When refunds arrive',
      body: 'Within five working days after your return reaches us, on the card or account you paid with.\n\nBanks may need two days more.',
    },
    train: [
      'when do I get my refund',
      'where is my money',
      'I returned it two weeks ago and still no money',
      'refund not on my card yet',
      'how long does a refund take',
      'has my refund been paid',
      'still waiting for my money back',
      'you owe me a refund',
      'when will the money be back on my account',
      'refund status please',
      'I have not been refunded yet',
      'money for my returned parcel has not arrived',
    ],
    heldout: [
      'how long until I get my money back',
      'my refund is still not on my account',
      'when will you pay my refund',
      'still no refund for what I returned',
    ],
  },
  {
    intent: 'agent.request',
    title: 'I want to speak to a person',
    tier: 'complex',
    train: [
      'I want to speak to a person',
      'let me talk to a human',
      'can I speak to someone please',
      'connect me to an agent',
      'real person please',
      'get me your manager',
      'is there a human I can talk to',
      'customer service representative',
      'transfer me to support staff',
      'I need to talk to somebody',
      'no more bot, a human',
      'please call me, I want to speak with an employee',
    ],
    heldout: [
      'can I talk to a real person',
      'I want a human please',
      'connect me with someone from support',
      'let me speak to an agent',
    ],
  },
];

const OUT_OF_SCOPE = {
  train: [
    "what's the weather tomorrow",
    'tell me a joke',
    'who won the match yesterday',
    'how do I bake bread',
    'are you hiring',
    'write a poem about the sea',
    'what is the capital of Peru',
    'I have a headache, what should I take',
    'asdfgh jkl',
    'book me a flight to Rome',
    'which stocks should I buy',
    'sing a song',
  ],
  heldout: ['what time is it in Tokyo', 'recommend a good film', 'qwerty uiop', 'help me with my maths homework'],
} as const;
