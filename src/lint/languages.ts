import { isUnspacedCode } from '../text/index.js';
import { HashSet, hashWord, type Words } from './words.js';

/** The commonest words of a language that others of these do not share. */
const COMMON: Readonly<Record<string, string>> = {
  en: 'the and you your is are with for this that have not can will from it we our what how my was when which to of do please where does get if on',
  de: 'der die das und ich sie ist nicht mit auf für ein eine von dem den zu wie wir haben kann meine mein bitte wo wenn auch wird sind oder ihnen nach ihre',
  fr: 'le les des et vous est une pour dans pas je que qui sur votre mon ma avec comment nous au du sont être ou où ne ce cette',
  es: 'el los las y que es por para con una mi su como cómo no está del puedo qué se al pero tengo dónde usted más lo',
  it: 'il gli che di è per con una non mio mia come sono della del si posso dove vostro nel alla anche ho più ma lo',
  nl: 'de het een en van ik is niet met op voor mijn dat hoe u kan naar wij zijn bij wat waar heb als ook aan je',
  pt: 'o os as que é para com uma não meu minha como do da no na em você posso onde se mais está por seu eu',
};

const LANGUAGES = Object.keys(COMMON);
/** By a word's hash: a bit for each language that it is common in. */
const BITS = new Map<number, number>();
const ANY = new HashSet();
for (const [index, words] of Object.values(COMMON).entries()) {
  for (const hash of words.split(' ').map(hashWord)) {
    BITS.set(hash, (BITS.get(hash) ?? 0) | (1 << index));
    ANY.add(hash);
  }
}

/** More words than this say no more about a text's language. */
const ENOUGH_WORDS = 200;

/**
 * The language that a text is in, when it is clearly another than the one expected; `undefined` when in doubt, which a
 * short text always is. Scripts decide first, then the commonest words of seven languages.
 *
 * @param known - the languages of the workspace; another one is only named by its script.
 */
export function guessLanguage(
  text: string,
  words: Words,
  expected: string,
  known: readonly string[],
): string | undefined {
  let unspaced = 0;
  let others = 0;
  const count = Math.min(words.count, ENOUGH_WORDS);
  for (let i = 0; i < count; i += 1) {
    const code = text.charCodeAt(words.starts[i] as number);
    if (isUnspacedCode(code)) unspaced += 1;
    else if (code > 57) others += 1;
  }
  const isUnspacedLanguage = /^(?:zh|ja)/.test(expected);
  const chinese = known.find((language) => language.startsWith('zh')) ?? 'zh';
  if (!isUnspacedLanguage && unspaced >= 4 && unspaced > others * 2) return chinese;
  // A word of the Latin script weighs as two characters; product names are common in Chinese text.
  if (isUnspacedLanguage && unspaced > others) return undefined;
  if (others < 4) return undefined;
  const counts = LANGUAGES.map(() => 0);
  for (let i = 0; i < count; i += 1) {
    const hash = words.hashes[i] as number;
    if (!ANY.has(hash)) continue;
    for (let bits = BITS.get(hash) ?? 0; bits !== 0; bits &= bits - 1) {
      const at = 31 - Math.clz32(bits & -bits);
      counts[at] = (counts[at] as number) + 1;
    }
  }
  const base = expected.slice(0, 2);
  const own = counts[LANGUAGES.indexOf(base)] ?? 0;
  const most = Math.max(...counts);
  const best = LANGUAGES[counts.indexOf(most)] as string;
  if (best === base) return undefined;
  const isScored = COMMON[base] !== undefined || isUnspacedLanguage;
  if (!isScored || most < 3 || most < own * 2 + 2 || most * 5 < others) return undefined;
  return known.find((language) => language.slice(0, 2) === best) ?? best;
}
