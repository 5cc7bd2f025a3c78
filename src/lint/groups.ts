import { tokenise } from '../text/index.js';
import { stemWord } from '../text/index.js';

const EMPTY = new Set(
  'a an the and or but if to of in on at for from with about as by is are was were be been am do does did have has had can could will would should i you he she it we they me my your our this that these those what when where who how why which not no so just please need want get got any some one'.split(
    ' ',
  ),
);

/**
 * Splits texts into those that are joined by shared content words, and returns the smaller half's positions when two
 * halves are not joined at all; `undefined` when everything hangs together.
 *
 * Joined by union-find over words: linear in the number of words. Words that stand in one text only join nothing, and
 * texts joined to nothing belong to neither half.
 */
export function twoGroups(texts: readonly string[]): readonly number[] | undefined {
  const parent = texts.map((_, index) => index);
  const rootOf = (index: number): number => {
    let root = index;
    while (parent[root] !== root) root = parent[root] as number;
    let at = index;
    while (parent[at] !== root) [at, parent[at]] = [parent[at] as number, root];
    return root;
  };
  const first = new Map<string, number>();
  for (const [index, text] of texts.entries()) {
    for (const token of tokenise(text)) {
      if (EMPTY.has(token)) continue;
      const word = stemWord(token);
      const other = first.get(word);
      if (other === undefined) first.set(word, index);
      else parent[rootOf(index)] = rootOf(other);
    }
  }
  const groups = new Map<number, number[]>();
  for (const index of texts.keys()) {
    const group = groups.get(rootOf(index));
    if (group) group.push(index);
    else groups.set(rootOf(index), [index]);
  }
  const bySize = [...groups.values()].toSorted((a, b) => b.length - a.length);
  return bySize[1] && bySize[1].length > 1 ? bySize[1] : undefined;
}
