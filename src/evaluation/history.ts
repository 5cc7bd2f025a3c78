import { z } from 'zod';
import type { Evaluation } from './evaluate.js';

const figure = z.number().nullable();

/** One accepted run: a line of `metrics.jsonl`. */
const acceptedRun = z.object({
  date: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  /** The first twelve digits of the model's hash; `null` for a cross-validation. */
  model: z.string().nullable(),
  utterances: z.number().int().nonnegative(),
  jointAccuracy: figure,
  inScopeAccuracy: figure,
  accuracyWithoutThreshold: figure,
  macroF1: figure,
  outOfScopeRecall: figure,
  answerPrecision: figure,
  answerCoverage: figure,
  calibrationError: figure,
});

export type AcceptedRun = z.output<typeof acceptedRun>;

/** What is kept of an evaluation; figures have four decimals, so that a diff of lines can be read. */
export function acceptedRunOf({ summary }: Evaluation, date: string, modelHash: string | null): AcceptedRun {
  const short = (value: number | null): number | null => (value === null ? null : Math.round(value * 1e4) / 1e4);
  const { inScope, outOfScope, joint, answer, calibration, utterances } = summary;
  return {
    date,
    model: modelHash?.slice(0, 12) ?? null,
    utterances,
    jointAccuracy: short(joint.accuracy),
    inScopeAccuracy: short(inScope.accuracy),
    accuracyWithoutThreshold: short(inScope.accuracyWithoutThreshold),
    macroF1: short(inScope.macroF1),
    outOfScopeRecall: short(outOfScope.recall),
    answerPrecision: short(answer.precision),
    answerCoverage: short(answer.coverage),
    calibrationError: short(calibration.ece),
  };
}

/**
 * Reads `metrics.jsonl`. Blank lines are passed over, so that a merge by hand leaves no trap.
 *
 * @returns The runs in the order of the file, and the numbers of the lines that cannot be read, from 1.
 */
export function readHistory(text: string): {
  readonly runs: readonly AcceptedRun[];
  readonly badLines: readonly number[];
} {
  const runs: AcceptedRun[] = [];
  const badLines: number[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const read = acceptedRun.safeParse(parse(line));
    if (read.success) runs.push(read.data);
    else badLines.push(index + 1);
  }
  return { runs, badLines };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
