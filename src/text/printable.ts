/**
 * Text from data made safe to show on a terminal: control characters (escape sequences begin with one), line
 * separators and characters that reorder the line become U+FFFD.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}
