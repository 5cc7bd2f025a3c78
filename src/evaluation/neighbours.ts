import { compareText } from '../problem.js';
import { isUnspaced, tokenise } from '../text/index.js';

export interface Neighbour<T> {
  readonly item: T;
  /** Cosine of the two texts' features, in [0, 1]; 1 for the same words. */
  readonly similarity: number;
}

/**
 * The items whose texts are most like a text, the likest first, those that share nothing left out. Words count by how
 * rare they are among the items, and their letters count, too, so that a typo or another ending still finds its like.
 *
 * It compares with all of them: 3,500 utterances take some 50 ms.
 */
export function nearestTo<T extends { readonly text: string }>(
  text: string,
  items: readonly T[],
  count: number,
): readonly Neighbour<T>[] {
  const bags = items.map((item) => featuresOf(item.text));
  const frequency = new Map<string, number>();
  for (const bag of bags) for (const feature of bag) frequency.set(feature, (frequency.get(feature) ?? 0) + 1);
  const weight = (feature: string): number =>
    (1 + Math.log((items.length + 1) / ((frequency.get(feature) ?? 0) + 1))) ** 2;
  const massOf = (bag: ReadonlySet<string>): number => [...bag].reduce((sum, feature) => sum + weight(feature), 0);
  const wanted = featuresOf(text);
  const mass = massOf(wanted);
  return items
    .flatMap((item, i) => {
      const bag = bags[i] as ReadonlySet<string>;
      let shared = 0;
      for (const feature of wanted) if (bag.has(feature)) shared += weight(feature);
      return shared === 0 ? [] : [{ item, similarity: Math.min(shared / Math.sqrt(mass * massOf(bag)), 1) }];
    })
    .toSorted((a, b) => b.similarity - a.similarity || compareText(a.item.text, b.item.text))
    .slice(0, count);
}

function featuresOf(text: string): ReadonlySet<string> {
  const features = new Set<string>();
  for (const token of tokenise(text)) {
    features.add(token);
    const characters = Array.from(isUnspaced(token) ? token : `^${token}$`);
    for (const width of isUnspaced(token) ? [1, 2] : [3]) {
      for (let i = 0; i + width <= characters.length; i += 1) features.add(characters.slice(i, i + width).join(''));
    }
  }
  return features;
}
