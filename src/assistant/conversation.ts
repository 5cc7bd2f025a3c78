import { decide, type DecideOptions } from './decide.js';
import { recognise, type Recogniser } from './recognise.js';
import type { Conversation, Customer, Decision, Facts, Policy, TurnRecognition } from './types.js';

/** Who writes, where, and what is known of the case. */
export interface Opening {
  readonly customer?: Customer;
  readonly channel?: string;
  readonly facts?: Facts;
}

export function startConversation(policy: Policy, { customer = {}, channel, facts = {} }: Opening): Conversation {
  return {
    policy,
    customer,
    ...(channel !== undefined && { channel }),
    facts,
    turns: [],
    clarifications: 0,
    askedFacts: [],
    priority: 'normal',
  };
}

export interface TakenTurn {
  readonly recognition: TurnRecognition;
  readonly decision: Decision;
  readonly conversation: Conversation;
}

/** Recognises, decides, and carries the conversation on. */
export async function takeTurn(
  recogniser: Recogniser,
  conversation: Conversation,
  text: string,
  options: DecideOptions = {},
): Promise<TakenTurn> {
  const recognition = await recognise(recogniser, text, conversation);
  const decision = decide(recognition, conversation, options);
  return { recognition, decision, conversation: advance(conversation, recognition, decision) };
}

function advance(conversation: Conversation, recognition: TurnRecognition, decision: Decision): Conversation {
  const { action, intent, confidence, reply, asks } = decision;
  const { asked: _, ...before } = conversation;
  const number = before.turns.filter(({ role }) => role === 'customer').length + 1;
  return {
    ...before,
    facts: { ...before.facts, ...recognition.facts },
    turns: [
      ...before.turns,
      { role: 'customer', text: recognition.text, intent, confidence, action },
      ...(reply === undefined ? [] : [{ role: 'bot' as const, text: reply, action }]),
    ],
    clarifications: before.clarifications + (action === 'clarify' ? 1 : 0),
    ...(asks && { asked: asks }),
    askedFacts: asks?.kind === 'fact' ? [...before.askedFacts, asks.fact] : before.askedFacts,
    ...(action === 'handoff' && before.handedOverAt === undefined && { handedOverAt: number }),
    priority: decision.priority,
  };
}
