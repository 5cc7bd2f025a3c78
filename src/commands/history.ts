import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { acceptedRunOf, readHistory } from '../evaluation/index.js';
import { KbError } from '../problem.js';
import { historyReporters, pages, type EvalReport } from '../reporting/index.js';
import { checkLimits, unreadable, withLock, type Workspace, writeFiles } from '../workspace/index.js';
import { note, type Context, type Outcome } from './context.js';
import type { EvalFlags } from './eval.js';

const METRICS_FILE = 'metrics.jsonl';

/** `kb eval --history`: what was accepted, the oldest run first. */
export async function runHistory(
  context: Context,
  root: string,
  { format }: Pick<EvalFlags, 'format'>,
): Promise<Outcome> {
  const { runs, badLines } = readHistory(await metricsText(root));
  if (badLines.length > 0) {
    throw new KbError(
      badLines.map((line) => ({
        code: 'eval/history',
        severity: 'error' as const,
        message: 'not the figures of an accepted run',
        hint: 'take the line out, or restore it from git',
        file: METRICS_FILE,
        line,
      })),
    );
  }
  const output = format === 'html' ? await pages.history(runs) : historyReporters[format](runs, context);
  return { output, exitCode: 0 };
}

/** `kb eval --accept`: a line more in `metrics.jsonl`, unless a gate failed or the last line says the same. */
export async function accept(
  context: Context,
  workspace: Workspace,
  report: EvalReport,
  passed: boolean,
): Promise<void> {
  if (!passed) {
    note(context, `not accepted: ${METRICS_FILE} stays as it is`);
    return;
  }
  const run = acceptedRunOf(report, context.today, report.model.hash);
  await withLock(workspace.root, async () => {
    const before = await metricsText(workspace.root);
    const last = readHistory(before).runs.at(-1);
    if (last && JSON.stringify({ ...last, date: run.date }) === JSON.stringify(run)) {
      note(context, `${METRICS_FILE} has these figures as its last line already`);
      return;
    }
    const text = `${before}${before === '' || before.endsWith('\n') ? '' : '\n'}${JSON.stringify(run)}\n`;
    const problem = checkLimits(text, METRICS_FILE);
    if (problem) throw new KbError(problem);
    await writeFiles(workspace.root, new Map([[METRICS_FILE, text]]));
    note(context, `accepted: a line more in ${METRICS_FILE}`);
  });
}

/** The file's text; none is no run. */
async function metricsText(root: string): Promise<string> {
  try {
    return await readFile(path.join(root, METRICS_FILE), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw new KbError(unreadable(METRICS_FILE, error), { cause: error });
  }
}
