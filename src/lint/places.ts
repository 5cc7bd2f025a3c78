import type { Edit, Place } from '../problem.js';
import type { IntentFile, Utterance } from '../workspace/index.js';

/** Where an utterance's text begins. */
export function placeOfUtterance(file: IntentFile, { line, column }: Utterance): Place {
  return { file: file.path, line, column };
}

/** Offsets of a text into lines and columns. */
export class LineStarts {
  private readonly starts: number[] = [0];

  constructor(
    text: string,
    private readonly file: string,
  ) {
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) this.starts.push(at + 1);
  }

  at(offset: number): Place & { readonly line: number; readonly column: number } {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return { file: this.file, line: low + 1, column: offset - (this.starts[low] as number) + 1 };
  }

  /** The offset of a line's first character; the text's end for a line that is not there. */
  offsetOf(line: number, end: number): number {
    return this.starts[line - 1] ?? end;
  }
}

/** Takes a line out of a file, its line end included. */
export function removeLine(file: { readonly path: string; readonly text: string }, line: number): readonly Edit[] {
  const lines = new LineStarts(file.text, file.path);
  const start = lines.offsetOf(line, file.text.length);
  const end = lines.offsetOf(line + 1, file.text.length);
  return [{ file: file.path, start, end, text: '' }];
}

/** Replaces the text of an utterance, or a part of it, where it stands in its file. */
export function editUtterance(
  file: IntentFile,
  utterance: Utterance,
  part: { readonly start: number; readonly end: number },
  text: string,
): readonly Edit[] | undefined {
  const base = new LineStarts(file.text, file.path).offsetOf(utterance.line, file.text.length) + utterance.column - 1;
  // White space is folded in an utterance: only where the file spells it the same do the offsets agree.
  if (!file.text.startsWith(utterance.text, base)) return undefined;
  return [{ file: file.path, start: base + part.start, end: base + part.end, text }];
}

/** Takes an utterance's line out of its file and puts it after the last one of its language in another. */
export function moveUtterance(from: IntentFile, utterance: Utterance, to: IntentFile): readonly Edit[] | undefined {
  const last = to.utterances.findLast(({ language }) => language === utterance.language);
  const removed = removeLine(from, utterance.line)[0];
  if (!last || !removed) return undefined;
  const line = from.text.slice(removed.start, removed.end);
  const start = new LineStarts(to.text, to.path).offsetOf(last.line + 1, to.text.length);
  const isOpen = start === to.text.length && !to.text.endsWith('\n');
  return [
    removed,
    {
      file: to.path,
      start,
      end: start,
      text: isOpen ? `\n${line.trimEnd()}` : line.endsWith('\n') ? line : `${line}\n`,
    },
  ];
}
