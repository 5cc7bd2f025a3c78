import { KbError, type Problem } from '../problem.js';
import { foldWhitespace } from '../text/index.js';
import { intentName, languageTag, OUT_OF_SCOPE, splitProvenance, type Provenance } from '../workspace/index.js';
import { csv } from './csv.js';
import type { RawRow, UtteranceFormat } from './format.js';
import { jsonl } from './jsonl.js';

export const formats: readonly UtteranceFormat[] = [jsonl, csv];

export interface LabelledUtterance {
  readonly text: string;
  /** `OUT_OF_SCOPE` where the source has no intent. */
  readonly intent: string;
  readonly language: string;
  readonly provenance?: Provenance;
}

/**
 * Reads labelled utterances: white space folded, names checked.
 *
 * @param language - the language of rows that name none.
 * @throws {KbError} all problems at once; half an import would be worse than none.
 */
export function readUtterances(
  text: string,
  options: { readonly file: string; readonly format: UtteranceFormat; readonly language: string },
): readonly LabelledUtterance[] {
  const { rows, problems } = options.format.read(text);
  const all = [...problems];
  const utterances: LabelledUtterance[] = [];
  for (const row of rows) {
    const result = check(row, options.language);
    if ('code' in result) all.push({ ...result, line: row.line });
    else utterances.push(result);
  }
  if (all.length > 0) throw new KbError(all.map((problem) => ({ ...problem, file: options.file })));
  return utterances;
}

function check(row: RawRow, fallback: string): LabelledUtterance | Problem {
  if (typeof row.text !== 'string') return wrong('no "text"', 'give each row a text');
  const { text, provenance } = splitProvenance(foldWhitespace(row.text));
  if (text === '') return wrong('the text is empty', 'take the row out');
  if (row.intent === undefined) return wrong('no "intent"', 'give each row an intent; null means out of scope');
  const intent = typeof row.intent === 'string' ? foldWhitespace(row.intent) : (row.intent ?? OUT_OF_SCOPE);
  if (!intentName.safeParse(intent).success) {
    return wrong(
      `not an intent's name: ${JSON.stringify(intent)?.slice(0, 60)}`,
      'it has 1 to 200 printable characters',
    );
  }
  const language = row.language ?? fallback;
  if (!languageTag.safeParse(language).success) {
    return wrong(`not a language: ${JSON.stringify(language)?.slice(0, 60)}`, 'give a tag such as en, zh or pt-BR');
  }
  return { text, intent: intent as string, language: language as string, ...(provenance && { provenance }) };
}

function wrong(message: string, hint: string): Problem {
  return { code: 'import/row', severity: 'error', message, hint };
}
