import type { Recognition, Thresholds } from '../classifier/index.js';
import { quote } from '../reporting/index.js';
import { printable } from '../text/index.js';
import { findWorkspace, openWorkspace, type Workspace } from '../workspace/index.js';
import type { Context, Outcome } from './context.js';
import { currentModel } from './model.js';

export interface AskFlags {
  readonly format: 'table' | 'json';
}

export async function runAsk(context: Context, text: string, { format }: AskFlags): Promise<Outcome> {
  const workspace = await openWorkspace(await findWorkspace(context.cwd, context.workspace));
  const { model } = await currentModel(context, workspace);
  const recognition = model.recognise(text);
  const output =
    format === 'json'
      ? `${JSON.stringify({ schema: 'kb.ask/1', text, ...recognition, thresholds: model.thresholds }, null, 2)}\n`
      : inWords(workspace, text, recognition, model.thresholds, context.width);
  return { output, exitCode: 0 };
}

function inWords(
  workspace: Workspace,
  text: string,
  { intent, confidence, alternatives }: Recognition,
  thresholds: Thresholds,
  width: number,
): string {
  const sure = confidence >= thresholds.answer;
  const file = workspace.intents.find((candidate) => candidate.intent === intent);
  const lines = [
    quote(text, width - 2),
    intent === null
      ? `not recognised: ${confidence.toFixed(2)} is below ${thresholds.recognised.toFixed(2)}`
      : `${printable(intent)}, ${sure ? 'sure enough to answer' : 'but not sure enough to answer'}: ` +
        `${confidence.toFixed(2)} against ${thresholds.answer.toFixed(2)}`,
    ...(file
      ? [`  tier ${file.tier ?? 'missing'}${file.article === undefined ? '' : `, article ${file.article}`}`]
      : []),
    ...alternatives.slice(0, 3).map((other) => `  ${other.confidence.toFixed(2)}  ${printable(other.intent)}`),
  ];
  return `${lines.join('\n')}\n`;
}
