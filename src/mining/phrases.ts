import { compareText } from '../problem.js';
import { english, isUnspaced, tokenise } from '../text/index.js';
import { EMPTY_WORDS } from './words.js';

const PHRASES = 6;
/** Of a cluster so many texts are enough to know what it speaks of. */
const MOST_TEXTS = 60;
/** Of all texts so many are enough to know what the others speak of. */
const BACKGROUND = 6000;
const LONGEST = 3;
const LONGEST_RUN = 6;
/** A phrase stands in at least this share of a cluster's texts, or it says nothing about the cluster. */
const LEAST_SHARE = 0.1;
/** Words that a phrase may begin and end with. */
const TELLING = new Set(['NOUN', 'PROPN', 'VERB', 'ADJ', 'NUM']);

interface Text {
  readonly text: string;
  readonly language: string;
}

/** Knows what all texts speak of, and so what a few of them speak of more than the others do. */
export class Phrases {
  readonly #counts = new Map<string, number>();
  readonly #texts: number;

  /** @param all - in an order that does not depend on the log's. */
  constructor(all: readonly Text[]) {
    const step = Math.max(1, all.length / BACKGROUND);
    let count = 0;
    for (let at = 0; at < all.length; at += step, count += 1) {
      for (const phrase of new Set(ngramsOf((all[Math.floor(at)] as Text).text))) {
        this.#counts.set(phrase, (this.#counts.get(phrase) ?? 0) + 1);
      }
    }
    this.#texts = count;
  }

  /**
   * What texts say and others don't, the most telling first, none within another.
   *
   * @param texts - of one cluster, the most typical first; the language of most of them decides how words are read.
   */
  of(texts: readonly Text[]): readonly string[] {
    const chosen = texts.slice(0, MOST_TEXTS);
    const counts = new Map<string, number>();
    const isEnglish = chosen.filter(({ language }) => language.startsWith('en')).length * 2 > chosen.length;
    for (const { text } of chosen) {
      const candidates = isEnglish && !hasUnspaced(text) ? englishPhrases(text) : ngramsOf(text).filter(isTelling);
      for (const phrase of new Set(candidates)) counts.set(phrase, (counts.get(phrase) ?? 0) + 1);
    }
    const scored = [...counts].flatMap(([phrase, count]) => {
      const share = count / chosen.length;
      if (share < LEAST_SHARE || (count < 2 && chosen.length > 2)) return [];
      const elsewhere = ((this.#counts.get(phrase) ?? 0) + 1) / (this.#texts + 1);
      const words = lengthOf(phrase);
      return [{ phrase, score: share * Math.log(1 + share / elsewhere) * (1 + 0.35 * (words - 1)) }];
    });
    const best: string[] = [];
    for (const { phrase } of scored.toSorted((a, b) => b.score - a.score || compareText(a.phrase, b.phrase))) {
      if (best.length === PHRASES) break;
      if (!best.some((other) => overlaps(other, phrase))) best.push(phrase);
    }
    return best;
  }
}

/** A name from the most telling phrases: the first, and the second where the first is a single word. */
export function nameOf(phrases: readonly string[], typical: string): string {
  const [first, second] = phrases;
  if (first === undefined) return Array.from(typical).slice(0, 40).join('');
  if (second === undefined || lengthOf(first) > 1) return first;
  return isUnspaced(first) ? `${first} ${second}` : `${first}, ${second}`;
}

function hasUnspaced(text: string): boolean {
  return tokenise(text).some(isUnspaced);
}

/** Runs of words that begin and end with one that tells something, by their parts of speech. */
function englishPhrases(text: string): string[] {
  const { nlp, its } = english();
  /* oxlint-disable typescript/unbound-method -- wink-nlp's helpers are names of what to give out, not methods */
  const document = nlp.readDoc(text.slice(0, 500).toLowerCase());
  const words = document.tokens().out(its.value) as readonly string[];
  const kinds = document.tokens().out(its.pos) as readonly string[];
  /* oxlint-enable typescript/unbound-method */
  const tells = (at: number): boolean =>
    TELLING.has(kinds[at] ?? '') &&
    !EMPTY_WORDS.has(words[at] as string) &&
    /^[\p{L}\p{N}'-]{2,}$/u.test(words[at] as string);
  return words.flatMap((_, from) =>
    Array.from({ length: LONGEST }, (__, more) => from + more + 1).flatMap((to) => {
      const run = words.slice(from, to);
      const isWhole =
        to <= words.length && tells(from) && tells(to - 1) && run.every((word) => /^[\p{L}\p{N}'-]+$/u.test(word));
      return isWhole ? [run.join(' ')] : [];
    }),
  );
}

/** Runs of words; of scripts without blanks, runs of characters. */
function ngramsOf(text: string): string[] {
  const tokens = tokenise(text.slice(0, 500));
  const found: string[] = [];
  tokens.forEach((token, at) => {
    if (isUnspaced(token)) {
      const characters = Array.from(token);
      for (let from = 0; from < characters.length; from += 1) {
        for (let length = 2; length <= LONGEST_RUN && from + length <= characters.length; length += 1) {
          found.push(characters.slice(from, from + length).join(''));
        }
      }
      return;
    }
    for (let length = 1; length <= LONGEST && at + length <= tokens.length; length += 1) {
      const run = tokens.slice(at, at + length);
      if (run.some(isUnspaced)) break;
      found.push(run.join(' '));
    }
  });
  return found;
}

const EMPTY_CHARACTERS =
  /^[的了吗呢啊吧呀我你您他她是在有个不这那就也都要会能请和与怎么什]|[的了吗呢啊吧呀我你您是在个这那就也都要会能请和与怎么]$/;

function isTelling(phrase: string): boolean {
  if (isUnspaced(phrase)) return !EMPTY_CHARACTERS.test(phrase);
  const words = phrase.split(' ');
  return [words[0], words.at(-1)].every((word) => word !== undefined && word.length > 1 && !EMPTY_WORDS.has(word));
}

function lengthOf(phrase: string): number {
  return isUnspaced(phrase) ? Math.max(1, Array.from(phrase).length - 1) : phrase.split(' ').length;
}

function overlaps(a: string, b: string): boolean {
  if (isUnspaced(a) || isUnspaced(b)) {
    if (a.includes(b) || b.includes(a)) return true;
    const characters = new Set(a);
    return Array.from(b).filter((character) => characters.has(character)).length * 2 > Array.from(b).length;
  }
  const words = new Set(a.split(' '));
  return b.split(' ').some((word) => words.has(word));
}
