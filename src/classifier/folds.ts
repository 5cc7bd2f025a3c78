import { foldForComparison } from '../text/index.js';
import { compareText } from '../problem.js';
import { hashText } from './hash.js';
import type { Example } from './types.js';

/**
 * Deals the examples into folds, each intent evenly: an intent's distinct texts (as `foldForComparison` sees them)
 * are ordered by a hash and cut into equal stretches. The order of the examples plays no part, equal texts of an
 * intent stay together, and a text more moves at most `folds - 1` others of its own intent.
 *
 * @returns For each example its fold, in [0, folds).
 */
export function foldOf(examples: readonly Example[], folds: number, seed = 0): Int32Array {
  const keys = examples.map(({ text }) => foldForComparison(text));
  const byIntent = new Map<string | null, Set<string>>();
  examples.forEach(({ intent }, i) => {
    const texts = byIntent.get(intent);
    if (texts) texts.add(keys[i] as string);
    else byIntent.set(intent, new Set([keys[i] as string]));
  });
  const foldByIntent = new Map<string | null, Map<string, number>>();
  for (const [intent, texts] of byIntent) {
    const ordered = [...texts]
      .map((text) => ({ text, hash: hashText(text, seed) }))
      .toSorted((a, b) => a.hash - b.hash || compareText(a.text, b.text));
    // Where an intent starts differs, so that intents with few texts do not all land in the first fold.
    const start = hashText(intent ?? '', seed) % folds;
    foldByIntent.set(
      intent,
      new Map(ordered.map(({ text }, rank) => [text, (start + Math.floor((rank * folds) / ordered.length)) % folds])),
    );
  }
  return Int32Array.from(examples, ({ intent }, i) => foldByIntent.get(intent)?.get(keys[i] as string) as number);
}
