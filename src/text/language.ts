import { normalise } from './tokens.js';

/** Guesses the language of a message; `undefined` when the text does not tell. */
export type LanguageGuesser = (text: string) => string | undefined;

/** A piece of text of a known language, BCP 47. */
export interface LanguageSample {
  readonly text: string;
  readonly language: string;
}

/** Scripts and the languages written in them, by primary subtag; every other language is written in Latin letters. */
const SCRIPTS: readonly { readonly letters: RegExp; readonly languages: readonly string[] }[] = [
  { letters: /[\p{Script=Hiragana}\p{Script=Katakana}]/gu, languages: ['ja'] },
  { letters: /\p{Script=Han}/gu, languages: ['zh', 'yue', 'ja'] },
  { letters: /\p{Script=Thai}/gu, languages: ['th'] },
  { letters: /\p{Script=Hangul}+/gu, languages: ['ko'] },
  { letters: /\p{Script=Cyrillic}+/gu, languages: ['ru', 'uk', 'bg', 'sr', 'be', 'mk', 'kk'] },
  { letters: /\p{Script=Arabic}+/gu, languages: ['ar', 'fa', 'ur'] },
  { letters: /\p{Script=Hebrew}+/gu, languages: ['he', 'yi'] },
  { letters: /\p{Script=Greek}+/gu, languages: ['el'] },
  { letters: /[\p{Script=Devanagari}\p{M}]+/gu, languages: ['hi', 'mr', 'ne'] },
];
const KANA = 0;
const HAN = 1;
const LATIN = /\p{Script=Latin}+/gu;

/** The commonest words of a language: what is known of it before a single utterance is written. */
const COMMON: Readonly<Record<string, string>> = {
  en: 'the is my i you and to of it for what where how can do have not this that with are when your was will from been has please does why',
  de: 'der die das ich ist nicht und mein meine wo wie kann ein eine zu wann mit für auf bitte noch habe sie den dem es was warum wurde',
  fr: 'le la les je est pas et mon ma où comment un une des vous puis avec quand pour dans mes ne du au ce que pourquoi été ai',
  es: 'el la los yo es no mi dónde cómo puedo un una de que con cuándo por para está quiero ha las del se lo mis qué donde como',
  it: 'il la lo io è non mio mia dove come posso un una di che con quando per sono della del ho gli mi perché vorrei nel',
  pt: 'o a os eu é não meu minha onde como posso um uma de que com quando por para está quero foi da do na no em você',
  nl: 'de het een ik is niet en mijn waar hoe kan van met wanneer voor op dat nog wil heb er wordt waarom ben bij',
  ru: 'я не что где мой моя как и в на когда это заказ можно у вы за по есть почему',
  uk: 'я не що де мій моя як і в на коли це замовлення можна у ви за по є чому',
};

/** Below this difference of log-probabilities between the best and the second language the text does not tell. */
const MARGIN = 0.7;
const LONGEST_NGRAM = 4;
/** Added to each count: what was never seen in a language is unlikely there, not impossible. */
const SMOOTHING = 0.1;
/** As many runs are expected in any language. */
const RUNS = 1000;

/**
 * Learns to tell the languages of a workspace apart, among these only: guessing among all of the world's goes wrong on
 * short text (axa-group/nlp.js#761, #1364). The script decides where it can; languages that share one are told by their
 * runs of one to four characters, learned from the samples on first use.
 *
 * @param languages - BCP 47 tags.
 * @param samples - texts of these languages, such as the workspace's utterances; those of others are left out.
 */
export function learnLanguages(languages: readonly string[], samples: readonly LanguageSample[] = []): LanguageGuesser {
  const learned = new Map<string, readonly LearnedLanguage[]>();
  return (text) => {
    const candidates = ofItsScript(text, languages);
    if (candidates.length < 2) return candidates[0];
    const key = candidates.join(' ');
    let models = learned.get(key);
    if (!models) learned.set(key, (models = candidates.map((language) => learn(language, samples))));
    // Without kana it is Chinese, unless what was learned says otherwise.
    return (
      likeliest(text, models) ?? candidates.find((language) => primary(language) === 'zh' && isJapaneseToo(candidates))
    );
  };
}

/** The same without samples: from scripts and the commonest words. */
export function guessLanguage(text: string, languages: readonly string[]): string | undefined {
  const key = languages.join(' ');
  if (key !== unlearned?.key) unlearned = { key, guess: learnLanguages(languages) };
  return unlearned.guess(text);
}

let unlearned: { readonly key: string; readonly guess: LanguageGuesser } | undefined;

/**
 * Those of the languages that are written as most of the text is. A word of Latin letters weighs as one character of a
 * script without blanks, since product names stand in Latin letters everywhere: 这个iphone怎么退 is Chinese.
 */
function ofItsScript(text: string, languages: readonly string[]): readonly string[] {
  const counts = SCRIPTS.map(({ letters }) => text.match(letters)?.length ?? 0);
  const latin = text.match(LATIN)?.length ?? 0;
  // Japanese is Han with kana between.
  if ((counts[KANA] ?? 0) > 0 && languages.some((language) => primary(language) === 'ja')) {
    counts[KANA] = (counts[KANA] ?? 0) + (counts[HAN] ?? 0);
    counts[HAN] = 0;
  }
  const most = Math.max(...counts);
  if (most === 0 && latin === 0) return [];
  if (latin > most) {
    return languages.filter((language) => !SCRIPTS.some((script) => script.languages.includes(primary(language))));
  }
  const script = SCRIPTS[counts.indexOf(most)];
  return languages.filter((language) => script?.languages.includes(primary(language)));
}

function isJapaneseToo(languages: readonly string[]): boolean {
  return languages.some((language) => primary(language) === 'ja');
}

interface LearnedLanguage {
  readonly language: string;
  readonly counts: ReadonlyMap<string, number>;
  readonly total: number;
}

function learn(language: string, samples: readonly LanguageSample[]): LearnedLanguage {
  const counts = new Map<string, number>();
  let total = 0;
  const add = (text: string): void => {
    for (const ngram of ngramsOf(text)) {
      counts.set(ngram, (counts.get(ngram) ?? 0) + 1);
      total += 1;
    }
  };
  add(COMMON[primary(language)] ?? '');
  for (const sample of samples) if (sample.language === language) add(sample.text);
  return { language, counts, total };
}

function likeliest(text: string, models: readonly LearnedLanguage[]): string | undefined {
  // Runs that no language has tell nothing.
  const telling = ngramsOf(text).filter((ngram) => models.some((model) => model.counts.has(ngram)));
  const scored = models
    .map(({ language, counts, total }) => {
      const score = telling.reduce(
        (sum, ngram) => sum + Math.log(((counts.get(ngram) ?? 0) + SMOOTHING) / (total + SMOOTHING * RUNS)),
        0,
      );
      // Each place of the text is part of several runs, and speaks once.
      return { language, score: score / LONGEST_NGRAM };
    })
    .toSorted((a, b) => b.score - a.score);
  const [best, second] = scored;
  return best && second && best.score - second.score >= MARGIN ? best.language : undefined;
}

/** Runs of one to four characters inside words, whose ends count as characters. */
function ngramsOf(text: string): readonly string[] {
  const ngrams: string[] = [];
  for (const [word] of normalise(text).matchAll(/[\p{L}\p{M}]+(?:'[\p{L}\p{M}]+)*|[¿¡]/gu)) {
    const characters = Array.from(`^${word}$`);
    for (let length = 1; length <= LONGEST_NGRAM; length += 1) {
      for (let at = 0; at + length <= characters.length; at += 1) {
        const ngram = characters.slice(at, at + length).join('');
        if (ngram !== '^' && ngram !== '$') ngrams.push(ngram);
      }
    }
  }
  return ngrams;
}

function primary(language: string): string {
  return language.split('-')[0] ?? language;
}
