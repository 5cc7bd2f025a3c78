import { createRequire } from 'node:module';
import type * as LibPhoneNumber from 'libphonenumber-js';
import type { CountryCode } from 'libphonenumber-js';
import type { Detector, Span } from '../span.js';
import { cueBefore, type Cue } from './cue.js';

const load = createRequire(import.meta.url);

/** Digits with at most three blanks, dots, dashes or brackets between two of them. */
const SEGMENT = /(?:\+ ?)?(?:\( ?\+?)?\d(?:[ .()-]{0,3}\d)*/g;
const GROUP = /\d+/g;
/** Groups of digits that one number may have: `+33 6 12 34 56 78` has six. */
const MOST_GROUPS = 8;
const MOST_DIGITS = 23;

/** A few groups of digits out of a segment. */
interface Candidate {
  readonly digits: string;
  /** The lengths of the groups: `3-3-4`. */
  readonly layout: string;
  /** What stands between the groups, such as `--` or `. `. */
  readonly between: string;
  readonly international: boolean;
  readonly cue: Cue | undefined;
  readonly countries: readonly string[];
}

/** Payment cards, national ids made of digits, bank accounts and phone numbers: told apart by length, layout and sum. */
export const numbers: Detector = {
  trigger: /\d(?:[ .()-]{0,3}\d){2}/,
  *find({ plain, countries }): Iterable<Span> {
    for (const { index, 0: segment } of plain.matchAll(SEGMENT)) {
      // A letter before it makes it a part of a code: AB123456. Chinese has no blanks, and 电话138… is none.
      if (/[A-Za-z_#$£€¥]/.test(plain[index - 1] ?? '')) continue;
      const groups = Array.from(segment.matchAll(GROUP), (match) => ({
        start: index + match.index,
        end: index + match.index + match[0].length,
        digits: match[0],
      }));
      for (let first = 0; first < groups.length;) {
        const found = longestNumber(plain, groups, first, countries);
        if (!found) {
          first += 1;
          continue;
        }
        const from = groups[first] as Group;
        const to = groups[found.last] as Group;
        yield { start: startOf(plain, from.start), end: found.end ?? to.end, kind: found.kind };
        first = found.last + 1;
      }
    }
  },
};

interface Group {
  readonly start: number;
  readonly end: number;
  readonly digits: string;
}

function longestNumber(
  plain: string,
  groups: readonly Group[],
  first: number,
  countries: readonly string[],
): { readonly kind: string; readonly last: number; readonly end?: number } | undefined {
  const from = groups[first] as Group;
  const international = /[+] ?\(? ?$/.test(plain.slice(Math.max(0, from.start - 4), from.start));
  let cue: Cue | undefined | null = null;
  let length = 0;
  const lengths: number[] = [];
  let last = first;
  for (; last < groups.length && lengths.length < MOST_GROUPS; last += 1) {
    const size = (groups[last] as Group).digits.length;
    if (length + size > MOST_DIGITS) break;
    length += size;
    lengths.push(size);
  }
  for (last -= 1; last >= first; last -= 1, lengths.pop()) {
    const to = groups[last] as Group;
    const after = plain[to.end] ?? '';
    const parts = groups.slice(first, last + 1);
    const digits = parts.map((group) => group.digits).join('');
    if (digits.length < 3) break;
    // Cues cost more than the rest together, and most short numbers are nothing.
    cue ??= cueBefore(plain, from.start);
    const between = parts.slice(1).map((group, at) => plain.slice((parts[at] as Group).end, group.start));
    const candidate = {
      digits,
      layout: lengths.join('-'),
      between: between.join(''),
      international,
      cue,
      countries,
    };
    if (/[xX]/.test(after) && isResidentId(`${digits}X`, candidate) && !/\w/.test(plain[to.end + 1] ?? '')) {
      return { kind: 'id', last, end: to.end + 1 };
    }
    if (/[A-Za-z_]/.test(after) && !/^(?:ext|x\d|x \d|or|and)/i.test(plain.slice(to.end, to.end + 3))) continue;
    const kind = kindOf(candidate);
    if (kind !== undefined) return { kind, last };
  }
  return undefined;
}

/** The plus and the bracket before the first group belong to the number. */
function startOf(plain: string, start: number): number {
  const before = /(?:\+ ?)?(?:\( ?\+?)?$/.exec(plain.slice(Math.max(0, start - 5), start));
  return start - (before?.[0].length ?? 0);
}

function kindOf(candidate: Candidate): string | undefined {
  const { digits, layout, between, cue } = candidate;
  if (isDate(layout, digits, between)) return undefined;
  if (isCard(candidate)) return 'card';
  if (isResidentId(digits, candidate) || isSocialSecurity(candidate)) return 'id';
  if (cue === 'securityCode' && /^\d{3,4}$/.test(digits)) return 'card';
  if (cue === 'nationalId' && digits.length >= 6 && digits.length <= 18) return 'id';
  if (cue === 'account' && digits.length >= 6 && digits.length <= 19) return 'account';
  if (isPhone(candidate)) return 'phone';
  return undefined;
}

function isDate(layout: string, digits: string, between: string): boolean {
  if (layout === '4-2-2' && /^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/.test(digits)) return true;
  if (!/^[12]-[12]-[42]$/.test(layout) || between !== '..') return /^4-4$/.test(layout) && isYears(digits);
  return true;
}

/** 2019-2024, or a year and something after it. */
function isYears(digits: string): boolean {
  return /^(?:19|20)\d{2}(?:19|20)\d{2}$/.test(digits);
}

const CARD_LAYOUTS = new Set([
  '4-4-4-4',
  '4-6-5',
  '4-6-4',
  '4-4-4-4-3',
  '6-4-4-4',
  '6-13',
  '8-8',
  '4-4-4-3',
  '4-4-4-4-2',
]);

/** ISO 7812: 13 to 19 digits of a known kind of issuer with a good sum; or typed as a card with one digit wrong. */
function isCard({ digits, layout, cue, between }: Candidate): boolean {
  if (digits.length < 13 || digits.length > 19 || /[()]/.test(between)) return false;
  const isWhole = !layout.includes('-');
  if (!isWhole && !CARD_LAYOUTS.has(layout)) return false;
  if (cue === 'card') return true;
  if (!/^(?:3[0-9]|4|5[0-9]|6[0-9]|2[2-7])/.test(digits)) return false;
  return isLuhn(digits) || (layout === '4-4-4-4' && cue !== 'thing');
}

/** Luhn, US patent 2,950,048: from the right every second digit doubled, its digits summed; the total ends in 0. */
function isLuhn(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - at) - 48;
    const doubled = at % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** GB 11643: region, day of birth, number, check digit; 15 digits before 1999. A wrong check digit is a typing error. */
function isResidentId(digits: string, { layout, cue }: Candidate): boolean {
  if (!/^(?:1[58]|17|6-8-4|6-8-3|6-4-4-4|6-4-4-3)$/.test(layout)) return false;
  if (digits.length === 18) {
    return /^[1-8]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]$/.test(digits);
  }
  return (
    digits.length === 15 &&
    cue !== 'thing' &&
    /^[1-8]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}$/.test(digits)
  );
}

/** A US social security or taxpayer number; never 000, 666, or zeros in a group. Without dashes only where it is named. */
function isSocialSecurity({ digits, layout, cue }: Candidate): boolean {
  if (digits.length !== 9 || !(layout === '3-2-4' || (layout === '9' && cue === 'nationalId'))) return false;
  return /^(?!000|666)\d{3}(?!00)\d{2}(?!0000)\d{4}$/.test(digits);
}

function isPhone(candidate: Candidate): boolean {
  const { digits, layout, between, international, cue, countries } = candidate;
  const { length } = digits;
  if (length < 6 || length > 15) return false;
  if (international) return length >= 8;
  if (cue === 'thing') return false;
  // A decimal number, not a phone: 3.14159265, 1299.0000.
  if (between === '.' && !/^(?:3-4|4-4)$/.test(layout)) return cue === 'phone' && length >= 9;
  if (cue === 'phone') return !isYears(digits) && !(length === 8 && /^(?:19|20)/.test(digits) && layout !== '4-4');
  if (/^00[1-9]/.test(digits) && length >= 10 && isValid(`+${digits.slice(2)}`, undefined)) return true;
  if (/^(?:86)?1[3-9]\d{9}$/.test(digits) && countries.includes('CN')) return true;
  if (/^1?[2-9]\d{2}[2-9]\d{6}$/.test(digits) && (countries.includes('US') || countries.includes('CA'))) {
    if (/^(?:1-)?3-3-4$|^(?:1-)?3-7$|^10$|^(?:1-)?10$|^11$/.test(layout)) return true;
  }
  if (/^(?:400|800)\d{7}$/.test(digits) && layout.includes('-') && countries.includes('CN')) return true;
  if (!digits.startsWith('0') && !(layout.includes('-') && length >= 9)) return false;
  return length >= 9 && countries.some((country) => isValid(digits, country));
}

function isValid(digits: string, country: string | undefined): boolean {
  // Loaded on use: 130 ms that most verbs need not pay.
  const { isValidPhoneNumber } = load('libphonenumber-js/min') as typeof LibPhoneNumber;
  return country === undefined ? isValidPhoneNumber(digits) : isValidPhoneNumber(digits, country as CountryCode);
}
