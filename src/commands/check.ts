import { lint } from '../lint/index.js';
import { checkReporters, count, lintSummary } from '../reporting/index.js';
import { findWorkspace, readWorkspace } from '../workspace/index.js';
import type { Context, Outcome } from './context.js';
import { measure, missedInWords } from './eval.js';
import { runLint } from './lint.js';
import { currentModel } from './model.js';

export interface CheckFlags {
  readonly format: 'table' | 'json';
}

export async function runCheck(context: Context, { format }: CheckFlags): Promise<Outcome> {
  const read = await readWorkspace(await findWorkspace(context.cwd, context.workspace));
  const { workspace } = read;
  const linted = lint(read, { today: context.today });
  // Figures of a workspace that is read in part would be figures of another workspace.
  if (linted.unreadable) return runLint(context, { format });
  const { model, trained } = await currentModel(context, workspace);
  const evaluation = await measure(context, workspace);
  const { errors } = lintSummary(linted);
  const missed = evaluation.goals.filter(({ met }) => met === false);
  const passed = errors === 0 && missed.length === 0;
  const reasons = [
    ...(errors > 0 ? [`lint: ${count(errors, 'error')}, none allowed`] : []),
    ...(missed.length > 0 ? [missedInWords(missed)] : []),
  ];
  const report = {
    name: workspace.settings.name,
    lint: linted,
    model: { intents: model.intents.length, utterances: model.trainedOn.utterances, trained: trained !== undefined },
    evaluation,
    passed,
  };
  return {
    output: checkReporters[format](report, context),
    exitCode: passed ? 0 : 1,
    ...(reasons.length > 0 && { reason: reasons.join('; ') }),
  };
}
