import { foldWhitespace } from './fold.js';

/** Control characters (escape sequences begin with one), line separators, and characters that reorder the line. */
const STEERING = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Text from data made safe to show on a terminal: what steers it becomes U+FFFD. */
export function printable(text: string): string {
  return text.replace(STEERING, '\ufffd');
}

/** Text from data as one line of a file that people review: what steers a terminal or reorders a line becomes a blank. */
export function oneLine(text: string): string {
  return foldWhitespace(text.replace(STEERING, ' '));
}
