/** More than this many UTF-16 units of a message are not read: the work a message costs is bounded. */
export const MAX_MESSAGE_LENGTH = 2000;

const LETTERS = String.raw`[\p{L}\p{M}\p{N}]+`;
/** A word (with inner apostrophes), or one of the signs that carry meaning in a customer's message. */
const TOKEN = new RegExp(String.raw`${LETTERS}(?:'${LETTERS})*|[?!$€£¥&%+#]`, 'gu');

/** Scripts written without blanks between words. */
const UNSPACED = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}`;
const UNSPACED_RUN = new RegExp(String.raw`[${UNSPACED}\p{M}ー]+|[^${UNSPACED}\p{M}ー][^${UNSPACED}]*`, 'gu');
const UNSPACED_START = new RegExp(`^[${UNSPACED}]`, 'u');

/** The form in which the classifier sees a text: bounded length, compatibility forms and case folded. */
export function normalise(text: string): string {
  const bounded = text.slice(0, MAX_MESSAGE_LENGTH).normalize('NFKC').toLowerCase().replaceAll('’', "'");
  return bounded.slice(0, MAX_MESSAGE_LENGTH).toWellFormed(); // one character may have become eighteen
}

/**
 * Words, and a few signs, in their order. A run of a script that is written without blanks (Chinese, Thai) is one
 * token, told from a word by `isUnspaced`, and ends where another script begins: `我的iphone` is two tokens.
 */
export function tokenise(text: string): string[] {
  const tokens: string[] = [];
  for (const [token] of normalise(text).matchAll(TOKEN)) {
    if (IS_ASCII.test(token)) tokens.push(token);
    else tokens.push(...(token.match(UNSPACED_RUN) ?? []));
  }
  return tokens;
}

// eslint-disable-next-line no-control-regex -- the whole ASCII range is meant
const IS_ASCII = /^[\0-\x7f]*$/;

/** Whether a token is a run of a script that is written without blanks. */
export function isUnspaced(token: string): boolean {
  return UNSPACED_START.test(token);
}
