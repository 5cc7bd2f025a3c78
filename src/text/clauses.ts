import { createRequire } from 'node:module';
import type { WinkMethods } from 'wink-nlp';

/** Words that join two requests, by language; before each of them a message may be cut. */
const JOINING: Readonly<Record<string, string>> = {
  en: 'and also|oh and|and|but|also|plus|as well as|then',
  de: 'und außerdem|und auch|und|aber|außerdem|sowie|dann',
  fr: 'et aussi|et|mais|aussi|ensuite|puis',
  es: 'y también|y|e|pero|también|además|luego',
  it: 'e anche|e|ed|ma|anche|inoltre|poi',
  pt: 'e também|e|mas|também|além disso|depois',
  nl: 'en ook|en|maar|ook|daarnaast|dan',
};
const JOINING_UNSPACED = '还有|還有|另外|以及|同时|同時|而且|并且|並且|顺便|順便|然后|然後|再|也|和|跟';

const SENTENCE_END = /[。！？；;…\n]+|[.!?]+(?=\s)/gu;
/** Messages of more clauses are no chat; their rest stays in one piece. */
const MOST_CLAUSES = 12;

/**
 * Cuts a message wherever a second request may begin: at sentence ends, commas and joining words. Whether one does is
 * for the classifier to say. English sentences are told by wink-nlp ("e.g." and "3.50" end none), which takes 0.2 s to
 * load, and is loaded for the first English message with a full stop inside.
 *
 * @param languages - those the message may be in; BCP 47.
 * @returns the offsets at which clauses begin, 0 among them, and the message's length: at least two.
 */
export function clauseBounds(text: string, languages: readonly string[]): readonly number[] {
  const bounds = new Set<number>();
  for (const end of sentenceEnds(text, languages)) bounds.add(end + (/^\s*/.exec(text.slice(end))?.[0].length ?? 0));
  for (const { index, 0: comma } of text.matchAll(/[,，、]\s*/gu)) bounds.add(index + comma.length);
  for (const { index } of text.matchAll(joining(languages))) bounds.add(index);
  const inside = [...bounds].filter((at) => at > 0 && at < text.length).toSorted((a, b) => a - b);
  return [0, ...inside.slice(0, MOST_CLAUSES - 1), text.length];
}

/** A clause without the signs and the joining word that tied it to the one before. */
export function bareClause(clause: string, languages: readonly string[]): string {
  const plain = clause.replace(/^[\s,;.!?，、。；！？…]+|[\s,;，、；]+$/gu, '');
  const joint = joining(languages, '^').exec(plain)?.[0] ?? '';
  return plain.slice(joint.length).replace(/^[\s,，、]+/u, '');
}

function joining(languages: readonly string[], before?: '^'): RegExp {
  const words = languages.flatMap((language) => JOINING[language.split('-')[0] ?? ''] ?? []);
  const spaced =
    words.length === 0 ? [] : [String.raw`${before ?? String.raw`(?<=\s)`}(?:${words.join('|')})(?=[\s,])`];
  return new RegExp([...spaced, `${before ?? ''}(?:${JOINING_UNSPACED})`].join('|'), before ? 'iu' : 'giu');
}

function sentenceEnds(text: string, languages: readonly string[]): readonly number[] {
  const ends = [...text.matchAll(SENTENCE_END)].map(({ index, 0: sign }) => index + sign.length);
  const isEnglish = languages.some((language) => language.startsWith('en')) && /\p{Script=Latin}/u.test(text);
  if (!isEnglish || !/[.!?]\s/.test(text.trim())) return ends;
  const strong = ends.filter((end) => !/[.!?]/.test(text[end - 1] ?? ''));
  return [...strong, ...englishSentenceEnds(text)];
}

let english: WinkMethods | undefined;

function englishSentenceEnds(text: string): readonly number[] {
  if (!english) {
    const load = createRequire(import.meta.url);
    const wink = load('wink-nlp') as (model: unknown, pipe: readonly string[]) => WinkMethods;
    english = wink(load('wink-eng-lite-web-model'), ['sbd']);
  }
  const ends: number[] = [];
  let at = 0;
  for (const sentence of english.readDoc(text).sentences().out()) {
    // Its sentences are parts of the text, but the blanks between them may have been folded.
    const start = text.indexOf(sentence, at);
    if (start === -1) continue;
    at = start + sentence.length;
    ends.push(at);
  }
  return ends;
}
