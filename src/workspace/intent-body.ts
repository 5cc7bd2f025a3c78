import type { Problem } from '../problem.js';
import { foldWhitespace } from '../text/index.js';
import { bodyStart } from './front-matter.js';
import { languageTag } from './settings.js';

/** Where a mined utterance came from, so that a customer can be erased from it. */
export interface Provenance {
  readonly customer: string;
  readonly date: string;
}

export interface Utterance {
  /** White space folded, trimmed, never empty. */
  readonly text: string;
  readonly language: string;
  readonly line: number;
  /** Where the text begins in its line. */
  readonly column: number;
  readonly provenance?: Provenance;
}

/** The one comment that is not part of an utterance: a pseudonym of at least 64 bits and a day, at the line's end. */
const PROVENANCE = /^(.*\S)\s+<!-- from (c_[0-9a-f]{16,64}) on (\d{4}-\d{2}-\d{2}) -->$/su;

/** Takes an utterance's text and its provenance apart. */
export function splitProvenance(line: string): { readonly text: string; readonly provenance?: Provenance } {
  // The expression starts with a greedy dot; the cheap test keeps it from running on lines that cannot match.
  const match = line.endsWith(' -->') ? PROVENANCE.exec(line) : null;
  if (!match) return { text: line };
  return { text: match[1] as string, provenance: { customer: match[2] as string, date: match[3] as string } };
}

/** The list item of an utterance as it stands in a file. */
export function utteranceLine(text: string, provenance?: Provenance): string {
  return provenance ? `- ${text} <!-- from ${provenance.customer} on ${provenance.date} -->` : `- ${text}`;
}

/** A line of an intent file after its front matter. */
interface BodyLine {
  readonly kind: 'heading' | 'item' | 'comment' | 'blank' | 'text';
  /** Without its line end. */
  readonly text: string;
  /** The section that it stands in, or that it begins. */
  readonly language: string | undefined;
}

/** Tells the lines of a body apart; reading and writing must agree on them. */
function classifyLines(lines: readonly string[]): {
  readonly lines: readonly BodyLine[];
  readonly openComment: number;
} {
  let language: string | undefined;
  let openComment = -1;
  const classified = lines.map((line, index): BodyLine => {
    const text = line.replace(/\r?\n?$/, '');
    if (openComment >= 0 || text.startsWith('<!--')) {
      const end = text.indexOf('-->');
      if (end >= 0) openComment = -1;
      else if (openComment < 0) openComment = index;
      // What follows a comment on its line would be lost in silence.
      const rest = end >= 0 && text.slice(end + 3).trim() !== '';
      return { kind: rest ? 'text' : 'comment', text, language };
    }
    if (text.startsWith('## ')) {
      language = text.slice(3).trim();
      return { kind: 'heading', text, language };
    }
    if (text.startsWith('- ') || text === '-') return { kind: 'item', text, language };
    return { kind: text.trim() === '' ? 'blank' : 'text', text, language };
  });
  return { lines: classified, openComment };
}

/** What stands in the body of an intent file. */
export interface UtteranceSections {
  /** What stands before the first language, for people. */
  readonly description: string;
  readonly utterances: readonly Utterance[];
  readonly problems: readonly Problem[];
}

/**
 * Reads the body of an intent file.
 *
 * @param lineOffset - lines of the file before the body's first one.
 * @param languages - those that kb.yaml lists.
 */
export function readUtteranceSections(
  path: string,
  body: string,
  lineOffset: number,
  languages: readonly string[],
): UtteranceSections {
  const description: string[] = [];
  const utterances: Utterance[] = [];
  const problems: Problem[] = [];
  const { lines, openComment } = classifyLines(body.split('\n'));
  const wrong = (index: number, code: Problem['code'], message: string, hint: string): void => {
    problems.push({ code, severity: 'error', message, hint, file: path, line: lineOffset + index + 1, column: 1 });
  };
  for (const [index, { kind, text, language }] of lines.entries()) {
    if (kind === 'heading') {
      if (!languageTag.safeParse(language).success) {
        wrong(index, 'utt/unknown-language', `"${language}" is not a language`, 'a "## " heading names one: "## en"');
      } else if (!languages.includes(language as string)) {
        const message = `kb.yaml does not list the language "${language}"`;
        wrong(index, 'utt/unknown-language', message, 'add it to `languages`');
      }
    } else if (kind === 'item') {
      const { text: written, provenance } = splitProvenance(foldWhitespace(text.slice(2)));
      if (language === undefined) {
        wrong(
          index,
          'utt/no-language',
          'utterance before the first language',
          'put a heading such as "## en" above it',
        );
      } else if (written === '') {
        wrong(index, 'utt/empty', 'empty utterance', 'write one, or take the line out');
      } else {
        const column = text.length - text.slice(2).trimStart().length + 1;
        const line = lineOffset + index + 1;
        utterances.push({ text: written, language, line, column, ...(provenance && { provenance }) });
      }
    } else if (kind !== 'comment' && language === undefined) {
      description.push(text);
    } else if (kind === 'text') {
      wrong(
        index,
        'utt/not-an-utterance',
        `neither an utterance nor a comment: "${shorten(text)}"`,
        'begin it with "- "',
      );
    }
  }
  if (openComment >= 0) wrong(openComment, 'utt/open-comment', 'the comment does not end', 'close it with "-->"');
  return { description: description.join('\n').trim(), utterances, problems };
}

function shorten(line: string): string {
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}

/**
 * An intent file's text with utterances added: at the end of their language's last section, or in a new section at the
 * end. Nothing that is there moves; added lines end as the line before them does.
 *
 * @param additions - for each language the lines to add, in the order to write them.
 */
export function addUtterances(text: string, additions: ReadonlyMap<string, readonly string[]>): string {
  const start = bodyStart(text);
  // Lines with their ends: joined again they are the text, byte for byte.
  let lines = text.slice(start).split(/(?<=\n)/);
  const headEnd = text.slice(0, start).endsWith('\r\n') ? '\r\n' : '\n';
  for (const [language, added] of additions) {
    if (added.length === 0) continue;
    const end = endOfSection(lines, language);
    const at = end ?? lines.length;
    const previous = lines[at - 1];
    const eol = previous === undefined ? headEnd : previous.endsWith('\r\n') ? '\r\n' : '\n';
    if (previous !== undefined && previous !== '' && !previous.endsWith('\n')) lines[at - 1] = previous + eol;
    const separated = previous === undefined || previous === '' || previous.trim() !== '';
    const heading = end === undefined ? [...(separated ? [''] : []), `## ${language}`] : [];
    const inserted = [...heading, ...added].map((line) => line + eol);
    lines = [...lines.slice(0, at), ...inserted, ...lines.slice(at)];
  }
  return text.slice(0, start) + lines.join('');
}

/** The index after the last line that is not blank of the language's last section. */
function endOfSection(body: readonly string[], language: string): number | undefined {
  const { lines } = classifyLines(body);
  const heading = lines.findLastIndex((line) => line.kind === 'heading' && line.language === language);
  if (heading === -1) return undefined;
  const next = lines.findIndex((line, index) => index > heading && line.kind === 'heading');
  let end = next === -1 ? lines.length : next;
  while (end > heading + 1 && lines[end - 1]?.kind === 'blank') end -= 1;
  return end;
}
