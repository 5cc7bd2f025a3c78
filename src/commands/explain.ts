import { explain } from '../evaluation/index.js';
import { rules } from '../lint/index.js';
import { KbError } from '../problem.js';
import { explainReporters, figureMeanings, figureReporters, ruleReporters } from '../reporting/index.js';
import { findWorkspace, nearestName, openWorkspace } from '../workspace/index.js';
import type { Context, Outcome } from './context.js';
import { currentModel } from './model.js';

export interface ExplainFlags {
  readonly format: 'table' | 'json';
}

/** A rule's id, `utt/duplicate`, and a figure's, `metric/ece`, are explained as such; anything else is what a customer says. */
export async function runExplain(context: Context, subject: string, { format }: ExplainFlags): Promise<Outcome> {
  const rule = rules.find(({ meta }) => meta.id === subject);
  if (rule) return { output: ruleReporters[format](rule, context), exitCode: 0 };
  const figure = figureMeanings.find(({ id }) => id === subject);
  if (figure) return { output: figureReporters[format](figure, context), exitCode: 0 };
  if (subject.startsWith('metric/')) {
    const known = figureMeanings.map(({ id }) => id);
    throw new KbError({
      code: 'usage/unknown-metric',
      severity: 'error',
      message: `there is no figure "${subject}"`,
      hint: didYouMean(nearestName(subject, known)) ?? `there are: ${known.join(', ')}`,
    });
  }
  if (looksLikeRule(subject)) {
    const ids = rules.map(({ meta }) => meta.id);
    throw new KbError({
      code: 'usage/unknown-rule',
      severity: 'error',
      message: `there is no rule "${subject}"`,
      hint: didYouMean(nearestName(subject, ids)) ?? '`kb lint --list-rules` lists them',
    });
  }
  const workspace = await openWorkspace(await findWorkspace(context.cwd, context.workspace));
  const { model } = await currentModel(context, workspace);
  return { output: explainReporters[format](explain(model, workspace, subject), context), exitCode: 0 };
}

function didYouMean(near: string | undefined): string | undefined {
  return near === undefined ? undefined : `did you mean ${near}?`;
}

function looksLikeRule(subject: string): boolean {
  return /^[a-z]+\/[a-z-]+$/.test(subject) && rules.some(({ meta }) => meta.id.split('/')[0] === subject.split('/')[0]);
}
