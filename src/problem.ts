/** A position that a person can open. `line` and `column` count from 1, as editors do; columns count UTF-16 units. */
export interface Place {
  /** Path relative to the workspace, with `/`; a path as the user gave it where the file is not part of a workspace. */
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

export type Severity = 'error' | 'warning' | 'info';

/** Replaces `[start, end)` of a file's text (UTF-16 offsets) by `text`. */
export interface Edit {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** One thing that a person should change: a lint finding, an invalid file, a wrong flag. */
export interface Problem extends Place {
  /** `area/what`, stable: scripts and suppressions rely on it. */
  readonly code: `${string}/${string}`;
  readonly severity: Severity;
  /** What is wrong, with the value that is wrong. */
  readonly message: string;
  /** What to do next: a command or an edit. */
  readonly hint?: string;
  /** Other places that belong to the problem: the other duplicate, the first definition. */
  readonly related?: readonly (Place & { readonly message: string })[];
  /** Edits that are safe to make without asking. */
  readonly fix?: readonly Edit[];
  /** Edits that are likely right; a person is asked first. */
  readonly suggestion?: readonly Edit[];
}

/**
 * Thrown when the work cannot go on. A problem that leaves it possible is returned in the result instead.
 * Anything else that is thrown is a bug of ours.
 */
export class KbError extends Error {
  override readonly name = 'KbError';
  readonly problems: readonly Problem[];

  constructor(problems: Problem | readonly Problem[], options?: ErrorOptions) {
    const list = 'code' in problems ? [problems] : problems;
    super(list.map((problem) => problem.message).join('\n'), options);
    this.problems = list;
  }
}

/** Orders problems by file, line, column, code and message, so that reports compare equal between runs. */
export function compareProblems(a: Problem, b: Problem): number {
  return (
    compareText(a.file ?? '', b.file ?? '') ||
    (a.line ?? 0) - (b.line ?? 0) ||
    (a.column ?? 0) - (b.column ?? 0) ||
    compareText(a.code, b.code) ||
    compareText(a.message, b.message)
  );
}

/** Orders texts by UTF-16 code units: the same on every machine, unlike `localeCompare`. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
