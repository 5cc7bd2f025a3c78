import type { Problem } from '../problem.js';

/** One row of an utterance set as its file has it, before any check. */
export interface RawRow {
  readonly line: number;
  readonly text: unknown;
  /** `null`: out of scope. */
  readonly intent: unknown;
  readonly language: unknown;
}

/** One format of labelled utterances. To add one: a file that exports such an object, and a line in `formats`. */
export interface UtteranceFormat {
  readonly name: string;
  readonly extensions: readonly string[];
  /** Takes a file's text apart; a line that cannot be understood is a problem, without its file. */
  read(text: string): { readonly rows: readonly RawRow[]; readonly problems: readonly Problem[] };
}
