import {
  makePolicy,
  packetMarkdown,
  startConversation,
  takeTurn,
  type Decision,
  type Policy,
} from '../assistant/index.js';
import { jsonText, quote } from '../reporting/index.js';
import { printable } from '../text/index.js';
import { findWorkspace, openWorkspace } from '../workspace/index.js';
import type { Context, Outcome } from './context.js';
import { currentModel } from './model.js';
import { openingFrom, type SpeakerFlags } from './speaker.js';

export interface AskFlags extends SpeakerFlags {
  readonly format: 'table' | 'json' | 'markdown';
}

export async function runAsk(context: Context, text: string, flags: AskFlags): Promise<Outcome> {
  const workspace = await openWorkspace(await findWorkspace(context.cwd, context.workspace));
  const opening = openingFrom(flags, workspace.settings);
  const { model } = await currentModel(context, workspace);
  const policy = makePolicy(workspace, model.thresholds);
  const conversation = startConversation(policy, opening);
  const { decision } = await takeTurn((words) => model.recognise(words), conversation, text);
  const { customer, channel } = opening;
  const output = {
    json: () => {
      const answer = { schema: 'kb.ask/1', text, customer, channel, ...decision, thresholds: policy.thresholds };
      return jsonText(answer);
    },
    markdown: () =>
      decision.packet
        ? packetMarkdown(decision.packet)
        : `${(decision.reply ?? '').split('\n').map(printable).join('\n')}\n`,
    table: () => `${quote(text, context.width - 2)}\n${decisionLines(decision, policy).join('\n')}\n`,
  }[flags.format]();
  return { output, exitCode: 0 };
}

/** A decision with its reasons, for people. */
export function decisionLines(decision: Decision, policy: Policy): readonly string[] {
  const { action, intent, confidence, alternatives, article, articleLanguage, task, priority, reasons, reply } =
    decision;
  const { recognised, answer } = policy.thresholds;
  return [
    `${action}${priority === 'high' ? ', high priority' : ''}: ${intent === null ? 'no intent' : printable(intent)}, ` +
      `confidence ${confidence.toFixed(2)} (recognised from ${recognised.toFixed(2)}, answered from ${answer.toFixed(2)})`,
    ...alternatives
      .filter((other) => other.intent !== intent)
      .slice(0, 3)
      .map((other) => `  else ${printable(other.intent)} ${other.confidence.toFixed(2)}`),
    ...(article === undefined ? [] : [`article ${printable(article)} (${articleLanguage})`]),
    ...(task ? [`task ${task.index + 1}: ${printable(task.do)}`] : []),
    'because',
    ...reasons.map((reason) => `  ${printable(reason)}`),
    ...(reply === undefined ? [] : ['', ...reply.split('\n').map((line) => `> ${printable(line)}`.trimEnd())]),
  ];
}
