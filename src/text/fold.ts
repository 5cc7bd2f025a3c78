/**
 * White space and control characters, line breaks included, become single blanks; the ends are trimmed; lone
 * surrogates, which no UTF-8 file can hold, become U+FFFD. The one normal form in which utterances are kept.
 */
export function foldWhitespace(text: string): string {
  return FOLDED.test(text) ? text : foldAny(text);
}

/** Words of visible ASCII with single blanks: what nearly all English sentences are as they stand. */
const FOLDED = /^[!-~]+(?: [!-~]+)*$/;

function foldAny(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

/** Whether a text is plain ASCII: its UTF-8 has as many bytes as it has characters. */
export function isAscii(text: string): boolean {
  return Buffer.byteLength(text) === text.length;
}

/**
 * The form in which two texts count as the same question: compatibility forms, case, accents, punctuation, symbols
 * and white space do not matter. A text of nothing but symbols keeps them, so that `?` and `!` stay two texts.
 */
export function foldForComparison(text: string): string {
  if (isAscii(text)) {
    const lower = text.toLowerCase();
    const words = lower
      .replaceAll("'", '')
      .replace(/[^a-z0-9]+/g, ' ')
      .trim();
    return words === '' ? foldWhitespace(lower) : words;
  }
  const plain = text.normalize('NFKC').toLowerCase();
  const bare = plain
    .normalize('NFD')
    .replace(/[\p{M}'’]/gu, '')
    .replace(/[\p{P}\p{S}\s\p{C}]+/gu, ' ')
    .trim()
    .normalize('NFC');
  return bare === '' ? foldWhitespace(plain) : bare;
}
