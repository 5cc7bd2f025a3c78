import { stringify } from 'yaml';
import { z } from 'zod';
import type { Problem } from '../problem.js';
import { foldWhitespace } from '../text/index.js';
import type { SourceFile } from './files.js';
import { readFrontMatter } from './front-matter.js';
import { languageTag } from './settings.js';
import { validateYaml, type YamlSource } from './yaml.js';

/** The reserved intent: what the service must not answer. */
export const OUT_OF_SCOPE = 'out-of-scope';

/** Any printable name without line breaks; `order.track` and `Download Video` alike. */
export const intentName = z
  .string()
  .regex(/^[^\p{C}\p{Zl}\p{Zp}]{1,200}$/u, { error: 'expected 1 to 200 printable characters' })
  .refine((name) => name.trim() === name, { error: 'expected no blanks at the ends' });

export const intentSchema = z.strictObject({
  intent: intentName,
  title: z.string().min(1).optional().describe('The question, as a customer would read it.'),
  tier: z
    .enum(['simple', 'medium', 'complex'])
    .optional()
    .describe('Answered by the machine; by the machine with a person beside it; straight to a person.'),
  article: z.string().min(1).optional().describe('The id of the article that answers it.'),
  owner: z.string().min(1).optional(),
});

export type Tier = NonNullable<z.output<typeof intentSchema>['tier']>;

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

/** One file of `intents/` or `heldout/`: one intent with its utterances. */
export interface IntentFile extends z.output<typeof intentSchema> {
  readonly path: string;
  readonly description: string;
  readonly utterances: readonly Utterance[];
  readonly yaml: YamlSource;
  readonly text: string;
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

/** The text of a new intent file without utterances; `fields` in the order to write them. */
export function newIntentText(fields: z.input<typeof intentSchema>, description = ''): string {
  return `---\n${stringify(fields, { lineWidth: 0 })}---\n${description === '' ? '' : `${description}\n`}`;
}

/**
 * A file name for an intent, without folder: its letters and digits in lower case, made unique.
 *
 * @param taken - names that are not free; the new one is added.
 */
export function intentFileName(intent: string, taken: Set<string>): string {
  const slug =
    intent
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}.]+/gu, '-')
      .replace(/\.{2,}/g, '.')
      .replace(/^[-.]+|[-.]+$/g, '')
      .slice(0, 80) || 'intent';
  for (let number = 1; ; number += 1) {
    const name = `${number === 1 ? slug : `${slug}-${number}`}.md`;
    if (!taken.has(name)) {
      taken.add(name);
      return name;
    }
  }
}

/** The list item of an utterance as it stands in a file. */
export function utteranceLine(text: string, provenance?: Provenance): string {
  return provenance ? `- ${text} <!-- from ${provenance.customer} on ${provenance.date} -->` : `- ${text}`;
}

export function readIntent(file: SourceFile, languages: readonly string[]): IntentFile | readonly Problem[] {
  const matter = readFrontMatter(file);
  if (!('yaml' in matter)) return matter;
  const { value, problems } = validateYaml(intentSchema, matter.yaml, matter.data);
  const body = readBody(file.path, matter.body, matter.bodyLineOffset, languages);
  if (!value || body.problems.length > 0) return [...problems, ...body.problems];
  return {
    ...value,
    path: file.path,
    description: body.description,
    utterances: body.utterances,
    yaml: matter.yaml,
    text: file.text,
  };
}

interface Body {
  readonly description: string;
  readonly utterances: readonly Utterance[];
  readonly problems: readonly Problem[];
}

function readBody(path: string, body: string, lineOffset: number, languages: readonly string[]): Body {
  const description: string[] = [];
  const utterances: Utterance[] = [];
  const problems: Problem[] = [];
  let language: string | undefined;
  let inComment = false;
  for (const [index, raw] of body.split('\n').entries()) {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    const place = { file: path, line: lineOffset + index + 1, column: 1 };
    const wrong = (code: Problem['code'], message: string, hint: string): void => {
      problems.push({ code, severity: 'error', message, hint, ...place });
    };
    if (inComment) {
      inComment = !line.includes('-->');
    } else if (line.startsWith('## ')) {
      language = line.slice(3).trim();
      if (!languageTag.safeParse(language).success) {
        wrong('utt/unknown-language', `"${language}" is not a language`, 'a "## " heading names one, such as "## en"');
      } else if (!languages.includes(language)) {
        wrong('utt/unknown-language', `kb.yaml does not list the language "${language}"`, 'add it to `languages`');
      }
    } else if (line.startsWith('- ') || line === '-') {
      const { text: written, provenance } = splitProvenance(foldWhitespace(line.slice(2)));
      if (language === undefined) {
        wrong('utt/no-language', 'utterance before the first language', 'put a heading such as "## en" above it');
      } else if (written === '') {
        wrong('utt/empty', 'empty utterance', 'write one, or take the line out');
      } else {
        const column = line.length - line.slice(2).trimStart().length + 1;
        utterances.push({ text: written, language, ...place, column, ...(provenance && { provenance }) });
      }
    } else if (line.startsWith('<!--')) {
      inComment = !line.includes('-->');
    } else if (language === undefined) {
      description.push(line);
    } else if (line.trim() !== '') {
      wrong('utt/not-an-utterance', `neither an utterance nor a comment: "${shorten(line)}"`, 'begin it with "- "');
    }
  }
  return { description: description.join('\n').trim(), utterances, problems };
}

function shorten(line: string): string {
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}

/**
 * A file's text with utterances added: at the end of their language's section, or in a new section at the end.
 * Nothing that is there moves; the file keeps its line ends.
 *
 * @param additions - for each language the lines to add, in the order to write them.
 */
export function addUtterances(text: string, additions: ReadonlyMap<string, readonly string[]>): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = text.split(/\r?\n/);
  // What follows the last line end is an empty string: the file ends properly, and new lines go before it.
  if (lines.at(-1) === '') lines.pop();
  for (const [language, added] of additions) {
    if (added.length === 0) continue;
    const end = endOfSection(lines, language);
    if (end === undefined) {
      if (lines.at(-1) !== '') lines.push('');
      lines.push(`## ${language}`, ...added);
    } else {
      lines.splice(end, 0, ...added);
    }
  }
  return lines.join(eol) + eol;
}

/** The index after the last line that is not blank of the language's last section. */
function endOfSection(lines: readonly string[], language: string): number | undefined {
  const start = lines.findLastIndex((line) => line.startsWith('## ') && line.slice(3).trim() === language);
  if (start === -1) return undefined;
  let end = lines.findIndex((line, index) => index > start && line.startsWith('## '));
  if (end === -1) end = lines.length;
  while (end > start + 1 && lines[end - 1]?.trim() === '') end -= 1;
  return end;
}
