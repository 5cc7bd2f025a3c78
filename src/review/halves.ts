import { foldForComparison, wordSpans } from '../text/index.js';

/** Of more lines than this the rest follow the nearest of the two seeds, which are looked for among the first ones. */
const MOST_SEEDS = 200;

/**
 * Two groups that lines seem to fall into, as a first proposal for somebody who splits a topic: the two lines that have
 * the fewest words in common, and with each those that are nearer to it.
 *
 * @returns the indexes of the smaller group; empty where there are fewer than two lines.
 */
export function proposeHalf(texts: readonly string[]): readonly number[] {
  const words = texts.map((text) => new Set(wordSpans(foldForComparison(text)).map(({ written }) => written)));
  const seeds = Math.min(words.length, MOST_SEEDS);
  let [first, second, least] = [0, 1, Infinity];
  for (let a = 0; a < seeds; a += 1) {
    for (let b = a + 1; b < seeds; b += 1) {
      const likeness = dice(words[a] as ReadonlySet<string>, words[b] as ReadonlySet<string>);
      // Among strangers the longer ones tell more of what their group is about.
      const value = likeness - Math.min(words[a]?.size ?? 0, words[b]?.size ?? 0) / 1000;
      if (value < least) [first, second, least] = [a, b, value];
    }
  }
  if (least === Infinity) return [];
  const halves: [number[], number[]] = [[], []];
  words.forEach((own, index) => {
    const toFirst = index === first ? 2 : dice(own, words[first] as ReadonlySet<string>);
    const toSecond = index === second ? 2 : dice(own, words[second] as ReadonlySet<string>);
    halves[toSecond > toFirst ? 1 : 0].push(index);
  });
  return halves[0].length < halves[1].length ? halves[0] : halves[1];
}

/** Words in common, as a share of both. */
function dice(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0;
  for (const word of a) if (b.has(word)) shared += 1;
  return a.size + b.size === 0 ? 0 : (2 * shared) / (a.size + b.size);
}
