import { isUnspaced } from './tokens.js';

/** A word of a text and where it stands, as UTF-16 offsets. */
export interface WordSpan {
  readonly written: string;
  readonly start: number;
  readonly end: number;
}

const WORD = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}\p{N}]+)*|[?!？！]/gu;
const MARK = /^[\p{M}ー]/u;

/**
 * The words of a text in place, question and exclamation marks among them. In scripts that are written without blanks
 * each two neighbouring characters are a word, so that words overlap there: 我要退货 gives 我要, 要退 and 退货.
 */
export function wordSpans(text: string): readonly WordSpan[] {
  const spans: WordSpan[] = [];
  for (const { 0: match, index } of text.matchAll(WORD)) {
    let start = index;
    for (const run of runsOf(match)) {
      const characters = Array.from(run);
      if (!isUnspaced(run) || characters.length === 1) {
        spans.push({ written: run, start, end: start + run.length });
      } else {
        let at = start;
        for (const [i, character] of characters.slice(0, -1).entries()) {
          const written = character + (characters[i + 1] ?? '');
          spans.push({ written, start: at, end: at + written.length });
          at += character.length;
        }
      }
      start += run.length;
    }
  }
  return spans;
}

/** One match may hold two scripts: `我的iphone`. */
function runsOf(match: string): readonly string[] {
  const runs: string[] = [];
  for (const character of match) {
    const last = runs.at(-1);
    const joins = last !== undefined && (MARK.test(character) || isUnspaced(last) === isUnspaced(character));
    if (joins) runs[runs.length - 1] = last + character;
    else runs.push(character);
  }
  return runs;
}
