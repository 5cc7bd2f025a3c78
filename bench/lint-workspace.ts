import { seeded } from './data.js';

const NOUNS =
  'order parcel refund payment voucher account password address invoice delivery warehouse carrier label return exchange warranty repair blanket kettle teapot jacket tent lamp chair table wardrobe mattress cushion candle mirror curtain basket bottle lantern rucksack hammock stove pan knife board towel rug clock frame shelf bench ladder shovel hose planter seed glove boot hat scarf coat shirt dress skirt sock belt bag wallet watch ring necklace bracelet toy puzzle book pen paper card envelope stamp box tape rope hook nail screw hammer saw drill paint brush roller bucket sponge mop broom vacuum iron'.split(
    ' ',
  );
const VERBS =
  'check open choose send pack return keep move change cancel confirm follow read print scan weigh fold wash dry clean store charge repair replace mount lift carry hang cover seal mark count list copy save close lock turn press pull push hold place lay stand lean cut fill empty pour mix warm cool'.split(
    ' ',
  );
const ADJECTIVES =
  'new old large small heavy light green blue red white black wooden woollen cotton linen steel copper glass leather paper round square long short wide narrow soft hard dry wet warm cold clean plain striped spare second last first usual original sealed open closed printed folded broken whole'.split(
    ' ',
  );
const PLACES =
  'in the account;on the label;at the door;in the warehouse;by the carrier;with the invoice;under the lid;beside the receipt;on the page;near the shelf;behind the box;above the table'.split(
    ';',
  );

export interface Size {
  readonly articles: number;
  readonly utterances: number;
}

/** The files of a workspace that nobody wrote, by path: seeded, of any size, without findings of its own. About 4 kB an article, 100 utterances an intent. */
export function largeWorkspace({ articles, utterances }: Size, seed = 1): ReadonlyMap<string, string> {
  const next = seeded(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const intents = Math.max(1, Math.round(utterances / 100));
  const files = new Map<string, string>([
    [
      'kb.yaml',
      'name: Large\nlanguages: [en]\nchannels: { chat: {} }\nfacts:\n  state: { type: enum, values: [new, sent] }\n  days: { type: number }\nsegments: [any]\n',
    ],
  ]);
  const sentence = (): string => {
    const noun = (): string => `the ${pick(ADJECTIVES)} ${pick(NOUNS)}`;
    const first = `${pick(VERBS)} ${noun()} ${pick(PLACES)}`;
    const text = next() < 0.5 ? `${first}, then ${pick(VERBS)} ${noun()} and ${pick(VERBS)} ${noun()}` : first;
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
  };
  const paragraph = (length: number): string => Array.from({ length }, sentence).join(' ');
  const nameOf = (index: number): string => `area${index % 50}/article-${index}`;
  for (let index = 0; index < articles; index += 1) {
    const link = (): string => {
      const target = Math.floor(next() * articles);
      return `See [the ${pick(NOUNS)}](../${nameOf(target)}.md).`;
    };
    const sections = Array.from({ length: 6 }, (_, at) => {
      const title = `## The ${pick(ADJECTIVES)} ${pick(NOUNS)} ${index}-${at}`;
      const list = Array.from({ length: 4 }, () => `- **${pick(NOUNS)}**: ${sentence()}`).join('\n');
      return `${title}\n\n${paragraph(4)}\n\n${list}\n\n${next() < 0.7 ? link() : sentence()}`;
    });
    files.set(
      `articles/${nameOf(index)}.md`,
      `---\ntitle: The ${pick(ADJECTIVES)} ${pick(NOUNS)} number ${index}\nintents: [intent.${index % intents}]\nchannels: [chat]\n` +
        `tasks:\n  - when: state == "sent"\n    do: Say that it is on its way.\n  - do: handoff\nowner: team-${index % 9}\nupdated: 2026-09-15\nreview_by: 2027-03-15\n---\n` +
        `${paragraph(2)}\n\n${sections.join('\n\n')}\n`,
    );
  }
  const seen = new Set<string>();
  for (let intent = 0; intent < intents; intent += 1) {
    const lines: string[] = [];
    while (lines.length < 100) {
      const line = `${pick(['where', 'why', 'when', 'how', 'can i', 'please', 'i want to'])} ${pick(VERBS)} ${pick(ADJECTIVES)} ${pick(NOUNS)} ${pick(VERBS)} ${pick(ADJECTIVES)} ${pick(NOUNS)} ${pick(NOUNS)}`;
      if (seen.has(line)) continue;
      seen.add(line);
      lines.push(`- ${line}`);
    }
    files.set(
      `intents/intent.${intent}.md`,
      `---\nintent: intent.${intent}\ntier: simple\nowner: team-${intent % 9}\n---\n## en\n${lines.join('\n')}\n`,
    );
  }
  for (let intent = 0; intent < intents; intent += 10) {
    const turns = Array.from({ length: Math.min(10, intents - intent) }, (_, at) => {
      return `  - customer: about the ${pick(ADJECTIVES)} ${pick(NOUNS)} number ${intent + at}\n    expect: { intent: intent.${intent + at}, action: answer }\n`;
    });
    files.set(
      `scenarios/scenario-${intent}.yaml`,
      `scenario: Customer ${intent}\ncustomer: { segment: any, language: en }\nchannel: chat\nturns:\n${turns.join('')}`,
    );
    const heldout = Array.from(
      { length: 10 },
      (_, at) => `- tell me of ${intent}-${at} and the ${pick(NOUNS)} there\n`,
    );
    files.set(`heldout/intent.${intent}.md`, `---\nintent: intent.${intent}\n---\n## en\n${heldout.join('')}`);
  }
  const outOfScope = Array.from({ length: 20 }, (_, at) => `- who won match number ${at} of the ${pick(NOUNS)} league`);
  files.set('intents/out-of-scope.md', `---\nintent: out-of-scope\n---\n## en\n${outOfScope.join('\n')}\n`);
  return files;
}
