import { trainingExamples } from '../evaluation/index.js';
import { lint } from '../lint/index.js';
import { checkReporters, count, lintSummary } from '../reporting/index.js';
import { findWorkspace, readWorkspace } from '../workspace/index.js';
import type { Context, Outcome } from './context.js';
import { measureIfPossible, missedInWords } from './eval.js';
import { currentModel } from './model.js';

export interface CheckFlags {
  readonly format: 'table' | 'json';
}

export async function runCheck(context: Context, { format }: CheckFlags): Promise<Outcome> {
  const read = await readWorkspace(await findWorkspace(context.cwd, context.workspace));
  const { workspace } = read;
  const linted = lint(read, { today: context.today });
  const about = { name: workspace.settings.name, today: context.today, lint: linted };
  if (linted.unreadable) {
    // Figures of a workspace that is read in part would be figures of another workspace.
    const report = { ...about, model: null, evaluation: null, passed: false };
    const reason = 'lint: there are files that cannot be read';
    return { output: checkReporters[format](report, context), exitCode: 2, reason };
  }
  const current = trainingExamples(workspace).length > 0 ? await currentModel(context, workspace) : undefined;
  const evaluation = await measureIfPossible(context, workspace, current?.model);
  const { errors } = lintSummary(linted);
  const missed = evaluation.goals.filter(({ met }) => met === false);
  const passed = errors === 0 && missed.length === 0;
  const reasons = [
    ...(errors > 0 ? [`lint: ${count(errors, 'error')}, none allowed`] : []),
    ...(missed.length > 0 ? [missedInWords(missed)] : []),
  ];
  const model = current && {
    intents: current.model.intents.length,
    utterances: current.model.trainedOn.utterances,
    trained: current.trained !== undefined,
  };
  return {
    output: checkReporters[format]({ ...about, model: model ?? null, evaluation, passed }, context),
    exitCode: passed ? 0 : 1,
    ...(reasons.length > 0 && { reason: reasons.join('; ') }),
  };
}
