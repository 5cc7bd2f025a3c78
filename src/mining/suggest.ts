import { OUT_OF_SCOPE, type Workspace } from '../workspace/index.js';
import type { Said } from './gather.js';
import type { Suggestion } from './types.js';

/** From this share on the model's best guesses agree. */
const AGREED = 0.6;

/** What should be done about a cluster, and why. */
export function suggest(said: readonly Said[], { intents }: Workspace): Suggestion {
  const messages = said.reduce((sum, one) => sum + one.messages, 0);
  const best = new Map<string, number>();
  for (const { recognition, messages: own } of said) {
    const name = recognition?.alternatives[0]?.intent;
    if (name !== undefined) best.set(name, (best.get(name) ?? 0) + own);
  }
  const [top] = [...best].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const confidence = said.reduce((sum, one) => sum + (one.recognition?.confidence ?? 0) * one.messages, 0) / messages;
  if (top && top[1] / messages >= AGREED && confidence >= 0.2) {
    const [intent, count] = top;
    const evidence = `${count} of ${messages} messages come nearest to ${intent}, with a mean confidence of ${confidence.toFixed(2)}`;
    const file = intents.find((one) => one.intent === intent);
    return file?.article === undefined
      ? { kind: 'missing-article', intent, evidence: `${evidence}, which has no article` }
      : { kind: 'add-to-intent', intent, evidence };
  }
  const known = intents.some(({ intent }) => intent !== OUT_OF_SCOPE);
  return {
    kind: 'new-intent',
    evidence: known
      ? `no intent comes near: the mean confidence is ${confidence.toFixed(2)}`
      : 'there are no intents yet',
  };
}
