import { intentExample } from './examples.js';
import type { ExampleFiles } from './rule.js';

const THINGS = 'kettle mug lamp chair table blanket tent jacket boots hat wardrobe teapot'.split(' ');
const INTENTS: Readonly<Record<string, (thing: string) => string>> = {
  'refund.request': (thing) => `i want my money back for the broken ${thing}`,
  'order.track': (thing) => `where is the parcel with my ${thing} right now`,
  'account.password': (thing) => `reset the password, i forgot it while buying a ${thing}`,
};

/** Three intents that a classifier tells apart, with more utterances or intents added. */
export function labelledExample(added: Readonly<Record<string, readonly string[]>>): ExampleFiles {
  const all = Object.fromEntries(Object.entries(INTENTS).map(([intent, make]) => [intent, THINGS.map(make)]));
  for (const [intent, utterances] of Object.entries(added)) all[intent] = [...(all[intent] ?? []), ...utterances];
  return Object.fromEntries(
    Object.entries(all).map(([intent, utterances]) => [`intents/${intent}.md`, intentExample(intent, utterances)]),
  );
}
