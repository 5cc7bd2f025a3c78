import { lint, rules } from '../lint/index.js';
import { count, lintReporters, lintSummary, ruleListReporters } from '../reporting/index.js';
import { findWorkspace, readWorkspace } from '../workspace/index.js';
import type { Context, Outcome } from './context.js';

export interface LintFlags {
  readonly format: 'table' | 'json';
  readonly listRules?: boolean;
}

export async function runLint(context: Context, flags: LintFlags): Promise<Outcome> {
  if (flags.listRules === true) return { output: ruleListReporters[flags.format](rules, context), exitCode: 0 };
  const root = await findWorkspace(context.cwd, context.workspace);
  const result = lint(await readWorkspace(root), { today: context.today });
  const { errors } = lintSummary(result);
  const output = lintReporters[flags.format](result, context);
  if (result.unreadable) return { output, exitCode: 2, reason: 'lint: there are files that cannot be read' };
  if (errors > 0) return { output, exitCode: 1, reason: `lint: ${count(errors, 'error')}, none allowed` };
  return { output, exitCode: 0 };
}
