/**
 * White space and control characters, line breaks included, become single blanks; the ends are trimmed; lone
 * surrogates, which no UTF-8 file can hold, become U+FFFD. The one normal form in which utterances are kept.
 */
export function foldWhitespace(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

/**
 * The form in which two texts count as the same question: compatibility forms, case, accents, punctuation, symbols
 * and white space do not matter. A text of nothing but symbols keeps them, so that `?` and `!` stay two texts.
 */
export function foldForComparison(text: string): string {
  const plain = text.normalize('NFKC').toLowerCase();
  const bare = plain
    .normalize('NFD')
    .replace(/[\p{M}'’]/gu, '')
    .replace(/[\p{P}\p{S}\s\p{C}]+/gu, ' ')
    .trim()
    .normalize('NFC');
  return bare === '' ? foldWhitespace(plain) : bare;
}
