import type { Edit } from '../../../problem.js';
import { isAscii } from '../../../text/index.js';
import { intentExample } from '../../examples.js';
import { LineStarts } from '../../places.js';
import type { Rule } from '../../rule.js';

/** Characters that cannot be seen, or look like a blank where typography wants none; and letters of two scripts in one word. */
const INVISIBLE =
  /[\u200b\u2060\ufeff\u00ad\u180e\u2061-\u2064\u202a-\u202e\u2066-\u2069]|(?<![«\d])[\u00a0\u2000-\u200a\u202f\u205f](?![?!:;»%€\d])|(?<=[a-z])[\u0370-\u03ff\u0400-\u04ff]|[\u0370-\u03ff\u0400-\u04ff](?=[a-z])/gi;
const SUSPECT = /[\u00a0\u00ad\u0370-\u04ff\u180e\u2000-\u200b\u202a-\u202f\u205f-\u2069\ufeff]/;

/** Letters of other scripts that look like a Latin one. */
const LATIN: Readonly<Record<string, string>> = {
  а: 'a', е: 'e', о: 'o', р: 'p', с: 'c', х: 'x', у: 'y', і: 'i', ѕ: 's', ј: 'j', ԁ: 'd', һ: 'h', А: 'A', В: 'B', Е: 'E',
  К: 'K', М: 'M', Н: 'H', О: 'O', Р: 'P', С: 'C', Т: 'T', Х: 'X', ο: 'o', α: 'a', ν: 'v', ρ: 'p', Α: 'A', Β: 'B', Ε: 'E',
  Ζ: 'Z', Η: 'H', Ι: 'I', Κ: 'K', Μ: 'M', Ν: 'N', Ο: 'O', Ρ: 'P', Τ: 'T', Υ: 'Y', Χ: 'X',
}; // prettier-ignore

export const confusableChars: Rule = {
  meta: {
    id: 'utt/confusable-chars',
    summary:
      'A character that nobody sees, a blank that is none, a letter of another script, or mixed line ends: equal texts become unequal.',
    severity: 'warning',
    fixable: 'yes',
    example: {
      fails: { 'intents/refund.amount.md': intentExample('refund.amount', ['how much do I g\u0435t back']) },
      passes: {
        'intents/refund.amount.md': intentExample('refund.amount', ['how much do I get back', '我能拿回多少钱？']),
      },
    },
  },
  *checkText({ path: file, text }) {
    const isMixed = text.includes('\r\n') && /[^\r]\n/.test(text);
    if (!isMixed && (isAscii(text) || !SUSPECT.test(text))) return;
    const lines = new LineStarts(text, file);
    if (isMixed) {
      const wanted = text.split('\r\n').length * 2 > text.split('\n').length ? '\r\n' : '\n';
      const at = text.search(wanted === '\n' ? /\r\n/ : /(?<!\r)\n/);
      yield {
        message: 'lines end in two ways (CRLF and LF)',
        hint: 'end all lines the same way',
        ...lines.at(at),
        fix: lineEnds(file, text, wanted),
      };
    }
    for (const match of text.matchAll(INVISIBLE)) {
      const [character] = match;
      const start = match.index;
      const isLetter = /[\u0370-\u04ff]/.test(character);
      const isBlank = /[\u00a0\u2000-\u200a\u202f\u205f]/.test(character);
      const latin = LATIN[character];
      // In an article a no-break blank is set on purpose, and keeps words together.
      if (isBlank && file.startsWith('articles/')) continue;
      if (isLetter && latin === undefined) continue;
      yield {
        message: isLetter
          ? `"${character}" is not the Latin letter "${latin}"`
          : `${nameOf(character)}, which nobody sees`,
        hint: isLetter ? 'type it anew' : isBlank ? 'put a common blank there' : 'take it out',
        ...lines.at(start),
        fix: [{ file, start, end: start + character.length, text: isBlank ? ' ' : (latin ?? '') }],
      };
    }
  },
};

function nameOf(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `the character U+${code}`;
}

function lineEnds(file: string, text: string, wanted: string): readonly Edit[] {
  const edits: Edit[] = [];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
    const isLong = at > 0 && text.charCodeAt(at - 1) === 13;
    if (isLong && wanted === '\n') edits.push({ file, start: at - 1, end: at, text: '' });
    if (!isLong && wanted === '\r\n') edits.push({ file, start: at, end: at, text: '\r' });
  }
  return edits;
}
