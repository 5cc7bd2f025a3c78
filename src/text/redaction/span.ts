/** A stretch of personal data: `[start, end)` in UTF-16 units, and the placeholder's name. */
export interface Span {
  readonly start: number;
  readonly end: number;
  /** `email` is shown as `<email>`. */
  readonly kind: string;
}

/** A message as the detectors see it. */
export interface Message {
  /**
   * The text with full-width forms, odd blanks, dashes and digits of other scripts as their ASCII twins, each UTF-16 unit
   * one unit, so that an offset here is one in the original.
   */
  readonly plain: string;
  /** Countries whose national phone numbers are looked for, as ISO 3166 codes. */
  readonly countries: readonly string[];
}

/**
 * One kind of personal data. Its work is linear in the length of the message whatever stands in it: no quantifier
 * without a bound meets another that can match the same characters.
 */
export interface Detector {
  /** A cheap test on the plain text; most messages hold no personal data, and stop here. */
  readonly trigger: RegExp;
  find(message: Message): Iterable<Span>;
}

// oxlint-disable-next-line no-control-regex -- the whole ASCII range is meant
const IS_ASCII = /^[\0-\x7f]*$/;
const TWINS =
  /[\uff01-\uff5e\u00a0\u1680\u2000-\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\u2010-\u2015\u2212\ufe58\ufe63\u2018\u2019\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/g;

export function toPlain(text: string): string {
  return IS_ASCII.test(text) ? text : text.replace(TWINS, twin);
}

function twin(character: string): string {
  const code = character.charCodeAt(0);
  if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0);
  if ((code >= 0x2010 && code <= 0x2015) || code === 0x2212 || code === 0xfe58 || code === 0xfe63) return '-';
  if (code === 0x2018 || code === 0x2019) return "'";
  if (code === 0x2028 || code === 0x2029) return '\n';
  for (const zero of [0x0660, 0x06f0, 0x0966]) if (code >= zero && code <= zero + 9) return String(code - zero);
  return ' ';
}
