import type { Said } from './gather.js';
import { contentWords } from './turns.js';

/** At least this share of content words in common, and two texts are about the same. */
const ALIKE = 0.5;

/**
 * Groups texts by what they are about.
 *
 * @returns for each text the number of its cluster, -1 for what is like no other.
 */
export function clusterTexts(said: readonly Said[], wanted?: number): Int32Array {
  void wanted;
  const labels = new Int32Array(said.length).fill(-1);
  const words = said.map(({ text }) => contentWords(text));
  const leaders: number[] = [];
  const byWord = new Map<string, number[]>();
  const order = [...said.keys()].toSorted((a, b) => (said[b]?.messages ?? 0) - (said[a]?.messages ?? 0) || a - b);
  for (const i of order) {
    const own = words[i] as ReadonlySet<string>;
    const shared = new Map<number, number>();
    for (const word of own) for (const c of byWord.get(word) ?? []) shared.set(c, (shared.get(c) ?? 0) + 1);
    let best = -1;
    let most = ALIKE;
    for (const [c, count] of shared) {
      const leader = words[leaders[c] as number] as ReadonlySet<string>;
      const alike = count / (own.size + leader.size - count);
      if (alike >= most && (best < 0 || alike > most)) [best, most] = [c, alike];
    }
    if (best < 0) {
      best = leaders.length;
      leaders.push(i);
      for (const word of own) {
        const list = byWord.get(word);
        if (!list) byWord.set(word, [best]);
        else if (list.length < 100) list.push(best);
      }
    }
    labels[i] = best;
  }
  return labels;
}
