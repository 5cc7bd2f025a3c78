import type { Edit, Problem } from '../problem.js';
import { compareText } from '../problem.js';

/**
 * Applies the fixes of problems to texts. Edits of one problem are made together or not at all; where two problems
 * want to change the same place, the first one in the file wins, and the other is left for the next round.
 *
 * @returns The texts that changed, and how many problems were mended.
 */
export function applyFixes(
  problems: readonly Problem[],
  texts: ReadonlyMap<string, string>,
  editsOf: (problem: Problem) => readonly Edit[] | undefined = ({ fix }) => fix,
): { readonly texts: ReadonlyMap<string, string>; readonly mended: readonly Problem[] } {
  const taken = new Map<string, Edit[]>();
  const mended: Problem[] = [];
  for (const problem of problems) {
    const edits = editsOf(problem);
    if (!edits || edits.length === 0) continue;
    const isFree = edits.every(
      (edit) => texts.has(edit.file) && !(taken.get(edit.file) ?? []).some((other) => overlap(edit, other)),
    );
    if (!isFree) continue;
    for (const edit of edits) {
      const list = taken.get(edit.file);
      if (list) list.push(edit);
      else taken.set(edit.file, [edit]);
    }
    mended.push(problem);
  }
  const changed = new Map<string, string>();
  for (const [file, edits] of [...taken].toSorted(([a], [b]) => compareText(a, b))) {
    const before = texts.get(file) as string;
    let after = '';
    let at = 0;
    for (const { start, end, text } of edits.toSorted((a, b) => a.start - b.start)) {
      after += before.slice(at, start) + text;
      at = end;
    }
    after += before.slice(at);
    if (after !== before) changed.set(file, after);
  }
  return { texts: changed, mended };
}

function overlap(a: Edit, b: Edit): boolean {
  return (a.start < b.end && b.start < a.end) || a.start === b.start;
}

/**
 * Mends until nothing changes any more, or for ten rounds: one fix may make another possible.
 *
 * @param find - the problems of a workspace with these texts.
 */
export function fixAll(
  texts: ReadonlyMap<string, string>,
  find: (texts: ReadonlyMap<string, string>) => readonly Problem[],
): { readonly texts: ReadonlyMap<string, string>; readonly mended: number } {
  let current = texts;
  let mended = 0;
  const changed = new Map<string, string>();
  for (let round = 0; round < 10; round += 1) {
    const result = applyFixes(find(current), current);
    if (result.texts.size === 0) break;
    mended += result.mended.length;
    current = new Map([...current, ...result.texts]);
    for (const [file, text] of result.texts) {
      if (texts.get(file) === text) changed.delete(file);
      else changed.set(file, text);
    }
  }
  return { texts: changed, mended };
}
