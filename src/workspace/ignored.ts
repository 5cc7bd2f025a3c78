import type { Problem } from '../problem.js';
import { foldWhitespace } from '../text/index.js';
import type { SourceFile } from './files.js';
import { splitProvenance, type Provenance } from './intent-body.js';

export const IGNORED_FILE = 'ignored.md';

/** Something that customers say and `kb mine` must not bring up again. */
export interface IgnoredUtterance {
  /** White space folded, trimmed, never empty. */
  readonly text: string;
  readonly line: number;
  /** Where the text begins in its line. */
  readonly column: number;
  readonly provenance?: Provenance;
}

/** `ignored.md`: one utterance a list item, as in intent files; all other lines are for people. */
export interface IgnoredFile {
  readonly path: string;
  readonly utterances: readonly IgnoredUtterance[];
  readonly text: string;
}

export function readIgnored({ path, text }: SourceFile): IgnoredFile | readonly Problem[] {
  const utterances: IgnoredUtterance[] = [];
  const problems: Problem[] = [];
  for (const [index, ending] of text.split('\n').entries()) {
    const line = ending.replace(/\r$/, '');
    if (!line.startsWith('- ') && line !== '-') continue;
    const { text: written, provenance } = splitProvenance(foldWhitespace(line.slice(2)));
    const column = line.length - line.slice(2).trimStart().length + 1;
    if (written === '') {
      problems.push({
        code: 'utt/empty',
        severity: 'error',
        message: 'empty utterance',
        hint: 'write one, or take the line out',
        file: path,
        line: index + 1,
        column: 1,
      });
    } else utterances.push({ text: written, line: index + 1, column, ...(provenance && { provenance }) });
  }
  return problems.length > 0 ? problems : { path, utterances, text };
}

const NEW_FILE = `# Ignored

What customers say and \`kb mine\` does not bring up again: one utterance a list item.

`;

/**
 * The text of `ignored.md` with lines added at its end; nothing that is there moves.
 *
 * @param text - `undefined` where there is no such file yet.
 * @param lines - as `utteranceLine` writes them.
 */
export function addIgnored(text: string | undefined, lines: readonly string[]): string {
  const before = text ?? NEW_FILE;
  const eol = before.includes('\r\n') ? '\r\n' : '\n';
  const end = before === '' || before.endsWith('\n') ? '' : eol;
  return before + end + lines.map((line) => line + eol).join('');
}
