import { addresses } from './detectors/address.js';
import { chineseAddresses } from './detectors/chinese-address.js';
import { chineseNames } from './detectors/chinese-name.js';
import { emails } from './detectors/email.js';
import { ibans } from './detectors/iban.js';
import { ids } from './detectors/id.js';
import { ipAddresses } from './detectors/ip.js';
import { englishNames } from './detectors/name.js';
import { numbers } from './detectors/number.js';
import { patternDetector } from './detectors/pattern.js';
import { urls } from './detectors/url.js';
import { toPlain, type Detector, type Span } from './span.js';

/** In order of precedence: where two overlap, the earlier one has it. To add one: a file, and a line here. */
const detectors: readonly Detector[] = [
  urls,
  emails,
  ibans,
  ipAddresses,
  ids,
  numbers,
  addresses,
  chineseAddresses,
  englishNames,
  chineseNames,
];

export interface RedactionOptions {
  /** Countries whose national phone numbers are looked for; international ones are found anyway. */
  readonly countries?: readonly string[];
  /** A team's own patterns in RE2 syntax, by the name of their placeholder: `{ order: '\\bHP-\\d{5}\\b' }`. */
  readonly patterns?: Readonly<Record<string, string>>;
}

/** Replaces personal data by typed placeholders; what is around it stays as it is, to the character. */
export type Redactor = (text: string) => string;

/** What a pass finds is replaced, so that there is less and less to find; three are rare. */
const MOST_PASSES = 8;

const DEFAULT_COUNTRIES = ['US', 'GB', 'CN'];

/**
 * Makes the function that redacts. Redacting twice changes nothing; the time is linear in the length of the text.
 *
 * @throws {SyntaxError} for a pattern that is not RE2.
 */
export function makeRedactor(options: RedactionOptions = {}): Redactor {
  const find = makeFinder(options);
  return (text) => {
    let result = text;
    // A placeholder can lay bare what stood beside it (`ana@example.com12 High Street`): read again until nothing is found.
    for (let pass = 0; pass < MOST_PASSES; pass += 1) {
      const spans = find(result);
      if (spans.length === 0) break;
      result = replaceSpans(result, spans);
    }
    return result;
  };
}

/**
 * Makes the function that finds personal data where it stands, in the text's order.
 *
 * @throws {SyntaxError} for a pattern that is not RE2.
 */
export function makeFinder({ countries = DEFAULT_COUNTRIES, patterns = {} }: RedactionOptions = {}): (
  text: string,
) => readonly Span[] {
  const own = Object.entries(patterns).map(([name, pattern]) => patternDetector(name, pattern));
  // A team's own patterns come first: it knows its data best.
  const all = [...own, ...detectors];
  return (text) => findSpans(text, all, countries);
}

/** The placeholders that imported conversations carry, for live text, so that both look alike to the classifier. */
export const redact: Redactor = makeRedactor();

const PLACEHOLDER = /<[a-z][a-z-]{0,30}>/g;

function findSpans(text: string, all: readonly Detector[], countries: readonly string[]): readonly Span[] {
  const plain = toPlain(text);
  const taken: Span[] = [];
  let message: { plain: string; countries: readonly string[] } | undefined;
  for (const detector of all) {
    if (!detector.trigger.test(plain)) continue;
    if (!message) {
      message = { plain, countries };
      // What was redacted before is not read again.
      if (plain.includes('<')) {
        for (const match of plain.matchAll(PLACEHOLDER)) {
          taken.push({ start: match.index, end: match.index + match[0].length, kind: '' });
        }
      }
    }
    const found: Span[] = [];
    for (const span of detector.find(message)) if (span.end > span.start) found.push(span);
    if (found.length === 0) continue;
    mergeInto(taken, found);
  }
  return taken.filter(({ kind }) => kind !== '');
}

/** Adds those of `found` that overlap nothing taken; both lists sorted, so that many spans stay cheap. */
function mergeInto(taken: Span[], found: Span[]): void {
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  const merged: Span[] = [];
  let next = 0;
  for (const span of found) {
    while (next < taken.length && (taken[next] as Span).end <= span.start) {
      merged.push(taken[next] as Span);
      next += 1;
    }
    const before = merged.at(-1);
    const after = taken[next];
    if ((before && before.end > span.start) || (after && after.start < span.end)) continue;
    merged.push(span);
  }
  while (next < taken.length) {
    merged.push(taken[next] as Span);
    next += 1;
  }
  taken.splice(0, taken.length);
  for (const span of merged) taken.push(span);
}

function replaceSpans(text: string, spans: readonly Span[]): string {
  let result = '';
  let end = 0;
  for (const span of spans) {
    result += `${text.slice(end, span.start)}<${span.kind}>`;
    end = span.end;
  }
  return result + text.slice(end);
}
