import type { Readable, Writable } from 'node:stream';

/** What a verb knows of the world outside: nothing else reads the clock, the environment or the terminal. */
export interface Context {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The current folder; paths on the command line are relative to it. */
  readonly cwd: string;
  /** `-C DIR`. */
  readonly workspace: string | undefined;
  /** Today, `2026-10-01`, unless `--today` says otherwise. */
  readonly today: string;
  /** Whether questions can be asked: standard input and output are terminals. */
  readonly interactive: boolean;
  /** Whether progress may be drawn: standard error is a terminal. */
  readonly progress: boolean;
  readonly color: boolean;
  /** Columns of the terminal, 100 where there is none. */
  readonly width: number;
}

/** What a verb hands back: its result as text, in pieces where it may be long, and whether a gate failed. */
export interface Outcome {
  readonly output: string | AsyncIterable<string>;
  readonly exitCode: 0 | 1 | 2;
  /** Why the exit code is not 0, in one line: the gate, the value, the limit. */
  readonly reason?: string;
}

/** A line for standard error: progress, timing, what was done on the way. */
export function note(context: Context, line: string): void {
  context.stderr.write(`${line}\n`);
}
