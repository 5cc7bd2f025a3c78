import { createHash } from 'node:crypto';
import { z } from 'zod';
import { compareText, KbError, type Problem } from '../problem.js';
import { foldWhitespace } from '../text/index.js';
import type { Files } from './texts.js';

/** The file of old findings, in the workspace and in git. */
export const BASELINE_FILE = 'lint-baseline.json';

const baselineSchema = z.strictObject({
  schema: z.literal('kb.lint-baseline/1'),
  findings: z.array(
    z.strictObject({
      file: z.string(),
      code: z.string(),
      fingerprint: z.string(),
      count: z.number().int().positive(),
      message: z.string(),
    }),
  ),
});

export type Baseline = z.output<typeof baselineSchema>;

/**
 * What a finding is about, without where it stands: its rule, file and the text of its line. It stays the same while
 * lines above it come and go.
 */
export function fingerprintOf({ code, file, line, message }: Problem, files: Files): string {
  const text = file === undefined ? undefined : files.get(file)?.text;
  const content = text === undefined || line === undefined ? message : lineOf(text, line);
  return createHash('sha256')
    .update(JSON.stringify([code, file ?? '', foldWhitespace(content)]))
    .digest('hex')
    .slice(0, 16);
}

function lineOf(text: string, line: number): string {
  let start = 0;
  for (let at = 1; at < line; at += 1) {
    const next = text.indexOf('\n', start);
    if (next === -1) return '';
    start = next + 1;
  }
  const end = text.indexOf('\n', start);
  return text.slice(start, end === -1 ? text.length : end);
}

/** @throws {KbError} `cfg/baseline` where it is not one. */
export function readBaseline(text: string): Baseline {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw invalid((error as Error).message);
  }
  const checked = baselineSchema.safeParse(data);
  if (!checked.success) throw invalid(checked.error.issues[0]?.message ?? 'wrong shape');
  return checked.data;
}

function invalid(message: string): KbError {
  return new KbError({
    code: 'cfg/baseline',
    severity: 'error',
    message: `not a baseline: ${message}`,
    hint: 'write it anew with `kb lint --update-baseline`',
    file: BASELINE_FILE,
  });
}

/** The baseline that holds all these findings. */
function baselineOf(problems: readonly Problem[], files: Files): Baseline {
  const entries = new Map<string, Baseline['findings'][number]>();
  for (const problem of problems) {
    const fingerprint = fingerprintOf(problem, files);
    const count = (entries.get(fingerprint)?.count ?? 0) + 1;
    const { file = '', code, message } = problem;
    entries.set(fingerprint, { file, code, fingerprint, count, message: entries.get(fingerprint)?.message ?? message });
  }
  const findings = [...entries.values()].toSorted(
    (a, b) => compareText(a.file, b.file) || compareText(a.code, b.code) || compareText(a.fingerprint, b.fingerprint),
  );
  return { schema: 'kb.lint-baseline/1', findings };
}

/** The same as the text of its file. */
export function writeBaseline(problems: readonly Problem[], files: Files): string {
  return `${JSON.stringify(baselineOf(problems, files), null, 2)}\n`;
}

interface Found {
  readonly problems: readonly Problem[];
  readonly texts: Files;
}

/** What is found now and was not before, or did not count as much; findings are known again as by a baseline. */
export function newFindings(now: Found, before: Found): readonly Problem[] {
  return (['error', 'warning', 'info'] as const).flatMap((level) => {
    const old = before.problems.filter(({ severity }) => severity === level);
    const found = now.problems.filter(({ severity }) => severity === level);
    return applyBaseline(found, baselineOf(old, before.texts), now.texts, new Set()).kept;
  });
}

/** Takes out the findings that the baseline knows, and reports its entries that no longer occur. */
export function applyBaseline(
  problems: readonly Problem[],
  baseline: Baseline,
  files: Files,
  ran: ReadonlySet<string>,
): { readonly kept: readonly Problem[]; readonly hidden: number; readonly found: readonly Problem[] } {
  const left = new Map(baseline.findings.map(({ fingerprint, count }) => [fingerprint, count]));
  const kept = problems.filter((problem) => {
    const fingerprint = fingerprintOf(problem, files);
    const count = left.get(fingerprint) ?? 0;
    if (count === 0) return true;
    left.set(fingerprint, count - 1);
    return false;
  });
  const found = baseline.findings
    .filter(({ fingerprint, code }) => (left.get(fingerprint) ?? 0) > 0 && ran.has(code))
    .map(({ file, code, message }): Problem => ({
      code: 'cfg/unused-baseline',
      severity: 'warning',
      message: `${code} no longer occurs in ${file}: ${message}`,
      hint: '`kb lint --update-baseline` takes it out',
      file: BASELINE_FILE,
      line: 1,
      column: 1,
    }));
  return { kept, hidden: problems.length - kept.length, found };
}
