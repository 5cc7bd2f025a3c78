import type { Random } from '../random.js';

/**
 * A change of a customer's wording that leaves the meaning alone. To add one: a file that exports such an object, and a line
 * in `registry.ts`.
 */
export interface Perturbation {
  readonly name: string;
  /** The same text where there is nothing to change: another language, no word long enough. */
  apply(text: string, language: string, random: Random): string;
}

const CJK = /[\p{Script=Han}]/u;

export function isChinese(text: string): boolean {
  return CJK.test(text);
}

/** Words with their positions; runs of letters, apostrophes inside. Order numbers and addresses are not words. */
export function wordsOf(text: string): { readonly word: string; readonly start: number }[] {
  return [...text.matchAll(/(?<![\w@./])\p{Script=Latin}+(?:['’]\p{Script=Latin}+)*(?![\w@/])/gu)].map((match) => ({
    word: match[0],
    start: match.index,
  }));
}

export function replaceAt(text: string, start: number, length: number, by: string): string {
  return text.slice(0, start) + by + text.slice(start + length);
}
