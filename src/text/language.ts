import { normalise } from './tokens.js';

/** Scripts that name a language, or a few: the first of the configured ones is taken. */
const SCRIPTS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, ['ja']],
  [/\p{Script=Hangul}/u, ['ko']],
  [/\p{Script=Han}/u, ['zh', 'ja']],
  [/\p{Script=Cyrillic}/u, ['ru', 'uk', 'bg', 'sr']],
  [/\p{Script=Arabic}/u, ['ar', 'fa', 'ur']],
  [/\p{Script=Hebrew}/u, ['he']],
  [/\p{Script=Greek}/u, ['el']],
  [/\p{Script=Thai}/u, ['th']],
  [/\p{Script=Devanagari}/u, ['hi', 'mr', 'ne']],
];

/** Words that are frequent in one language of the Latin script and rare in the others. */
const WORDS: Readonly<Record<string, ReadonlySet<string>>> = {
  en: new Set('the is my i you and to of it for what where how can do have not this that with are when'.split(' ')),
  de: new Set('der die das ich ist nicht und mein meine wo wie kann ein eine zu wann mit für auf bitte'.split(' ')),
  fr: new Set('le la les je est pas et mon ma où comment un une des vous puis avec quand pour dans'.split(' ')),
  es: new Set('el la los yo es no mi dónde cómo puedo un una de que con cuándo por para está'.split(' ')),
  it: new Set('il la lo io è non mio mia dove come posso un una di che con quando per sono'.split(' ')),
  pt: new Set('o a os eu é não meu minha onde como posso um uma de que com quando por para está'.split(' ')),
  nl: new Set('de het een ik is niet en mijn waar hoe kan van met wanneer voor op dat'.split(' ')),
};

/**
 * The language of a message, among those of the workspace only: guessing among all of the world's goes wrong on short
 * text (axa-group/nlp.js#761, #1364).
 *
 * @param languages - BCP 47 tags; the primary subtag counts.
 * @returns `undefined` when the text does not tell: a number, an emoji, a name, or a tie.
 */
export function guessLanguage(text: string, languages: readonly string[]): string | undefined {
  for (const [script, candidates] of SCRIPTS) {
    if (!script.test(text)) continue;
    return languages.find((language) => candidates.includes(primary(language)));
  }
  if (!/\p{Script=Latin}/u.test(text)) return undefined;
  const latin = languages.filter(
    (language) => !SCRIPTS.some(([, candidates]) => candidates.includes(primary(language))),
  );
  if (latin.length < 2) return latin[0];
  const words = normalise(text).match(/\p{L}+/gu) ?? [];
  const ranked = latin
    .map((language) => ({ language, hits: words.filter((word) => WORDS[primary(language)]?.has(word)).length }))
    .toSorted((a, b) => b.hits - a.hits);
  const [best, second] = ranked;
  return best && best.hits > (second?.hits ?? 0) ? best.language : undefined;
}

function primary(language: string): string {
  return language.split('-')[0] ?? language;
}
