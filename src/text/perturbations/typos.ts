import { replaceAt, wordsOf, type Perturbation } from './perturbation.js';

const ROWS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];

/** Keys that a finger may hit instead: left and right of it, and the nearest in the rows above and below. */
function neighbours(letter: string): readonly string[] {
  const row = ROWS.findIndex((keys) => keys.includes(letter));
  if (row === -1) return [];
  const column = ROWS[row]?.indexOf(letter) ?? 0;
  return [ROWS[row]?.[column - 1], ROWS[row]?.[column + 1], ROWS[row - 1]?.[column], ROWS[row + 1]?.[column]].filter(
    (key) => key !== undefined,
  );
}

/** One slip in about every sixth word of four letters or more, at least one: a neighbouring key, a swap, a loss, a double. */
export const typos: Perturbation = {
  name: 'typos',
  apply(text, _, random) {
    const words = wordsOf(text).filter(({ word }) => word.length >= 4);
    let result = text;
    for (let slips = Math.max(1, Math.round(words.length / 6)); slips > 0 && words.length > 0; slips -= 1) {
      const [{ word, start }] = words.splice(random.below(words.length), 1) as [(typeof words)[number]];
      // The first letter is nearly always right, and words after a slip that changes the length would have moved.
      const at = start + 1 + random.below(word.length - 2);
      const letter = result[at] ?? '';
      const kind = random.below(4);
      if (kind === 0) result = replaceAt(result, at, 1, random.pick(neighbours(letter.toLowerCase())) ?? letter);
      else if (kind === 1) result = replaceAt(result, at, 2, `${result[at + 1] ?? ''}${letter}`);
      else {
        result = replaceAt(result, at, 1, kind === 2 ? '' : letter + letter);
        const moved = kind === 2 ? -1 : 1;
        for (const other of words) if (other.start > at) Object.assign(other, { start: other.start + moved });
      }
    }
    return result;
  },
};
