import { contentWords } from './words.js';

/** Of more replies so many are enough. */
const MOST = 200;

/**
 * The reply that is most like the others: the one whose words stand in most of them, words that all replies have and
 * length aside.
 */
export function centralReply(
  replies: readonly string[],
): { readonly text: string; readonly replies: number } | undefined {
  const some = replies.slice(0, MOST);
  const words = some.map(contentWords);
  const counts = new Map<string, number>();
  for (const own of words) for (const word of own) counts.set(word, (counts.get(word) ?? 0) + 1);
  let best = -1;
  let most = -1;
  for (const [i, own] of words.entries()) {
    let sum = 0;
    for (const word of own) sum += (counts.get(word) as number) - 1;
    // Divided by the root of its length, so that neither the shortest nor the longest wins for that.
    const score = own.size === 0 ? 0 : sum / Math.sqrt(own.size + 2);
    if (score > most) [best, most] = [i, score];
  }
  return best < 0 ? undefined : { text: some[best] as string, replies: replies.length };
}
