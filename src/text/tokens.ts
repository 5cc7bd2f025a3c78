import { simplify } from './simplified.js';

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
  const short = text.slice(0, MAX_MESSAGE_LENGTH);
  if (IS_ASCII.test(short)) return short.toLowerCase();
  const bounded = short.normalize('NFKC').toLowerCase().replaceAll('’', "'");
  return bounded.slice(0, MAX_MESSAGE_LENGTH).toWellFormed(); // one character may have become eighteen
}

/**
 * Words, and a few signs, in their order. A run of a script that is written without blanks (Chinese, Thai) is one
 * token, told from a word by `isUnspaced`, and ends where another script begins: `我的iphone` is two tokens. Traditional
 * Chinese characters count as the simplified ones, so that either teaches both.
 */
export function tokenise(text: string): string[] {
  const short = text.slice(0, MAX_MESSAGE_LENGTH);
  if (IS_ASCII.test(short)) return tokeniseAscii(short.toLowerCase());
  const normal = simplify(normalise(text));
  const tokens: string[] = [];
  for (const [token] of normal.matchAll(TOKEN)) {
    if (IS_ASCII.test(token)) tokens.push(token);
    else tokens.push(...(token.match(UNSPACED_RUN) ?? []));
  }
  return tokens;
}

// eslint-disable-next-line no-control-regex -- the whole ASCII range is meant
const IS_ASCII = /^[\0-\x7f]*$/;

/** What an ASCII character is in a lower-case text: a letter or digit, a sign, an apostrophe, or nothing. */
const [NOTHING, LETTER, SIGN, APOSTROPHE] = [0, 1, 2, 3];
const KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[a-z0-9]/.test(character)) return LETTER;
  if (/[?!$%&+#]/.test(character)) return SIGN;
  return character === "'" ? APOSTROPHE : NOTHING;
});

/** What TOKEN finds in a lower-case ASCII text, several times as fast. */
function tokeniseAscii(text: string): string[] {
  const tokens: string[] = [];
  const kindAt = (at: number): number | undefined => KINDS[text.charCodeAt(at)];
  for (let at = 0; at < text.length; at++) {
    const kind = kindAt(at);
    if (kind === SIGN) tokens.push(text.charAt(at));
    if (kind !== LETTER) continue;
    const start = at;
    while (kindAt(at + 1) === LETTER || (kindAt(at + 1) === APOSTROPHE && kindAt(at + 2) === LETTER)) at++;
    tokens.push(text.slice(start, at + 1));
  }
  return tokens;
}

/** Whether a token is a run of a script that is written without blanks. */
export function isUnspaced(token: string): boolean {
  return UNSPACED_START.test(token);
}

/** Whether a UTF-16 unit is a character of Chinese or Japanese. */
export function isUnspacedCode(code: number): boolean {
  return (code >= 0x3040 && code <= 0x30ff) || (code >= 0x3400 && code <= 0x9fff) || (code >= 0xf900 && code <= 0xfaff);
}
