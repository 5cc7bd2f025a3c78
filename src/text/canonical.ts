import { stemWord } from './stems.js';
import { isUnspacedCode } from './tokens.js';

/** Words that change nothing about what is asked. */
const CHEAP = new Set(
  'a an the my our your this that these please pls plz kindly hi hello hey thanks thank you thx ok okay so just really also then well um uh'.split(
    ' ',
  ),
);
const CHEAP_CHARACTERS = new Set('请的了吗呢啊吧呀哦嘛您你我们这那个一下');

/** What is left of a text when cheap words and word forms are taken off it. */
export interface CanonicalForm {
  /** Stems; of scripts without blanks, single characters. */
  readonly words: readonly string[];
  /** Whether some of it is in a script without blanks. */
  readonly unspaced: boolean;
}

/**
 * Texts with the same words here differ by next to nothing.
 *
 * @param drawn - the words of a text as `foldForComparison` gives it.
 * @param stems - remembers the stems of words.
 */
export function canonicalForm(drawn: readonly string[], stems: Map<string, string>): CanonicalForm {
  const words: string[] = [];
  let unspaced = false;
  for (const word of drawn) {
    if (isUnspacedCode(word.charCodeAt(0)) || isUnspacedCode(word.charCodeAt(word.length - 1))) {
      unspaced = true;
      for (const character of word) if (!CHEAP_CHARACTERS.has(character)) words.push(character);
    } else if (!CHEAP.has(word)) {
      let stem = stems.get(word);
      if (stem === undefined) stems.set(word, (stem = /\d/.test(word) ? word : stemWord(word)));
      words.push(stem);
    }
  }
  return { words, unspaced };
}
