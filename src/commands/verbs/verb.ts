import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Readable, Writable } from 'node:stream';
import type { Context, Outcome } from '../context.js';

/** The world as `main` finds it; tests bring another one. */
export interface World {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly now: Date;
}

/** What every verb with a report takes. */
export interface ReportFlags {
  readonly output?: string;
  readonly today?: string;
}

/**
 * What a verb's file gets to register with. Such a file holds the flags and nothing else, and imports the work when the
 * verb runs: the schemas and parsers behind it cost more than twice the start of Node.js, which `kb --help` must not pay.
 */
export interface CommandLine {
  readonly program: Command;
  readonly world: World;
  readonly verb: (name: string, description: string) => Command;
  /** Runs a verb and ends it: writes its result, says why a gate failed. */
  readonly finish: (flags: ReportFlags, run: (context: Context) => Promise<Outcome>) => Promise<void>;
}

/** A verb that reports: in which formats (the first is the default), and where to. */
export function reports(command: Command, formats: readonly string[]): Command {
  return command
    .addOption(new Option('-f, --format <format>', 'how to report').choices(formats).default(formats[0]))
    .option('-o, --output <file>', 'write the report to a file');
}

/** Who speaks, and where. */
export function speaker(command: Command): Command {
  return command
    .option('--as <segment>', 'as a customer of this segment (the first of kb.yaml)')
    .option('--channel <channel>', 'by this channel (the first of kb.yaml)')
    .option('--lang <tag>', "in this language, where the words don't tell")
    .option('--fact <name=value...>', 'what is known of the case');
}

export function today(): Option {
  return new Option('--today <date>', 'hold dates against this day').argParser(parseDay);
}

export function wholeNumber(least: number, most: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (!/^\d+$/.test(value) || number < least || number > most) {
      throw new InvalidArgumentError(`It is a whole number from ${least} to ${most}.`);
    }
    return number;
  };
}

export function parseDay(value: string): string {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(`${value}T00:00:00Z`) : undefined;
  // JavaScript takes 31 February for 3 March.
  if (day === undefined || Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== value) {
    throw new InvalidArgumentError('It is a day such as 2026-10-01.');
  }
  return value;
}
