import { isUnspaced, stemWord, tokenise } from '../text/index.js';

/** Words that say nothing about what is asked. */
export const EMPTY_WORDS: ReadonlySet<string> = new Set(
  "a an the and or but if to of in on at for from with about as by is are was were be been am do does did have has had can could will would should i you he she it we they me my your our us them his her their this that these those what when where who how why which not no so just please want need get got any some there here now already still yet also too very really it's i'm i've don't can't didn't isn't doesn't won't i'd i'll what's that's hi hello hey thanks thank help tell know like go one ok okay yes let make put give dear sir madam team regards kind best sincerely cheers morning afternoon something anything someone thing way".split(
    ' ',
  ),
);

/** The stems of the words that say what a text is about; in scripts without blanks, pairs of characters. */
export function contentWords(text: string): ReadonlySet<string> {
  const words = new Set<string>();
  for (const token of tokenise(text)) {
    if (isUnspaced(token)) {
      const characters = Array.from(token);
      for (let i = 0; i + 1 < characters.length; i += 1) words.add(`${characters[i]}${characters[i + 1]}`);
    } else if (token.length > 1 && !EMPTY_WORDS.has(token)) words.add(stemWord(token));
  }
  return words;
}
