import { ngrams, type Example } from '../classifier/index.js';

/** What is thought of an n-gram before anything is known: so many pairs of utterances, of which this share is of one intent. */
const [PRIOR_PAIRS, PRIOR_SHARE] = [6, 0.4];

/**
 * How much it says about what is asked that two texts share an n-gram, from 0 to about 1: the logarithm of how much
 * likelier two utterances that share it are of one intent than any two. "where can" says nothing, "voucher" a lot; what no
 * label knows is thought to say something.
 *
 * @returns a function of the hash of an n-gram; without labels all are worth the same.
 */
export function importanceOf(labelled: readonly Example[]): (ngram: number) => number {
  const sizes = new Map<string | null, number>();
  const counts = new Map<number, Map<string | null, number>>();
  for (const { text, intent } of labelled) {
    sizes.set(intent, (sizes.get(intent) ?? 0) + 1);
    const met = new Set<number>();
    ngrams(text, (hash) => met.add(hash));
    for (const hash of met) {
      let own = counts.get(hash);
      if (!own) counts.set(hash, (own = new Map()));
      own.set(intent, (own.get(intent) ?? 0) + 1);
    }
  }
  if (sizes.size < 2) return () => 1;
  const [all, alike] = pairsOf(sizes);
  const chance = Math.max(alike, 1) / all;
  return (ngram) => {
    const [pairs, same] = pairsOf(counts.get(ngram) ?? new Map());
    const share = (same + PRIOR_PAIRS * PRIOR_SHARE) / (pairs + PRIOR_PAIRS);
    return Math.sqrt(Math.max(0, Math.log(share / chance) / -Math.log(chance)));
  };
}

/** The number of ordered pairs, and of those within one intent. */
function pairsOf(counts: ReadonlyMap<string | null, number>): readonly [number, number] {
  let [n, same] = [0, 0];
  for (const count of counts.values()) {
    n += count;
    same += count * (count - 1);
  }
  return [n * (n - 1), same];
}
