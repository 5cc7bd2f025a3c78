import type { LoggedConversation, LoggedTurn } from '../conversations/index.js';
import type { Recognition } from '../classifier/index.js';
import {
  asksForAnswer,
  isClarification,
  isDenial,
  isEmpty,
  isFallback,
  isPleasantry,
  isRequest,
  isTransfer,
} from './cues.js';
import type { Tier } from '../workspace/index.js';
import type { Exclusion, Reason } from './types.js';
import { contentWords } from './words.js';

/** A rating up to this one, of 5, is bad. */
const BAD_RATING = 2;
/** The share of the fewer content words that two turns have in common when the second says the first again. */
const SAME_WORDS = 0.5;

/** A customer's turn before anybody looks at what it says. */
export interface CustomerTurn {
  /** Its place among all turns of the conversation, from 0. */
  readonly index: number;
  readonly turn: LoggedTurn;
  /** Why it is not asked about. */
  readonly excluded: Exclusion | undefined;
}

/** The customer's turns of a conversation. */
export function customerTurns(
  { turns }: LoggedConversation,
  isIgnored: (text: string) => boolean,
): readonly CustomerTurn[] {
  return turns.flatMap((turn, index): CustomerTurn[] =>
    turn.role === 'customer' ? [{ index, turn, excluded: exclusionOf(turn.text, turns, index, isIgnored) }] : [],
  );
}

function exclusionOf(
  text: string,
  turns: readonly LoggedTurn[],
  index: number,
  isIgnored: (text: string) => boolean,
): Exclusion | undefined {
  if (isEmpty(text)) return 'empty';
  if (isIgnored(text)) return 'ignored';
  if (isPleasantry(text)) return 'greeting';
  return isAnswer(text, turns, index) ? 'answer' : undefined;
}

/** Whether a turn only gives what the service asked for just before it. */
function isAnswer(text: string, turns: readonly LoggedTurn[], index: number): boolean {
  const before = turns[index - 1];
  if (before?.role !== 'bot' || isFallback(before.text)) return false;
  return (isClarification(before.text) || asksForAnswer(before.text)) && !isRequest(text);
}

/** What the service of the log did with a customer's turn. */
interface Reaction {
  /** What it took it for, where the log says it. */
  readonly intent: string | undefined;
  /** It said that it did not understand. */
  readonly fallback: boolean;
  /** It asked what was meant, and that led nowhere. */
  readonly failedClarification: boolean;
  /** A person took over, right away or after the answer. */
  readonly handedOver: boolean;
  /** It gave an answer of its own. */
  readonly answered: boolean;
}

/** What today's service does with what it recognises. */
export interface Today {
  /** The confidence from which on it answers; below, it asks back. */
  readonly answersFrom: number;
  /** The confidence below which what it recognises may be something unknown; see `Doubtful`. */
  readonly doubtful: number;
  /** An intent's tier: where a person has a part in it, a hand-off is what was meant, and no failure. */
  readonly tierOf: (intent: string) => Tier;
}

const UNSURE_OF_NOTHING: Today = { answersFrom: 1, doubtful: 0, tierOf: () => 'simple' };

/**
 * Why a customer's turn counts as unrecognised; nothing where it does not.
 *
 * What the service of the log did not understand was its model's failure, which the model of today may no longer have:
 * it judges. What went wrong after an answer, or after asking back, counts where today's model would do the same.
 *
 * @param all - the customer's turns of the conversation, this one among them.
 * @param recognise - what today's model says; `undefined` without a model.
 */
export function reasonsOf(
  conversation: LoggedConversation,
  all: readonly CustomerTurn[],
  own: CustomerTurn,
  recognise: (text: string) => Recognition | undefined,
  { answersFrom, doubtful, tierOf }: Today = UNSURE_OF_NOTHING,
): readonly Reason[] {
  const recognition = recognise(own.turn.text);
  const reaction = reactionTo(conversation.turns, own.index);
  const best = recognition?.intent ?? null;
  const abstained = best === null;
  const tier = abstained ? 'simple' : tierOf(best);
  const sameIntent = reaction.intent === undefined || reaction.intent === best;
  const asksBack = !abstained && tier !== 'complex' && sameIntent && (recognition?.confidence ?? 0) < answersFrom;
  const reasons: Reason[] = [];
  const unsure = !abstained && (recognition?.confidence ?? 0) < doubtful;
  if (unsure) reasons.push('unsure');
  if (abstained) {
    reasons.push('abstained');
    if (reaction.fallback) reasons.push('fallback');
  }
  const failedAgain = reaction.failedClarification && (abstained || asksBack);
  if (failedAgain) reasons.push('failed-clarification');
  if (abstained || failedAgain || (reaction.answered && sameIntent)) {
    if (reaction.handedOver && tier === 'simple') reasons.push('handed-over');
    if ((conversation.feedback?.rating ?? Infinity) <= BAD_RATING && isLastRequest(all, own))
      reasons.push('bad-rating');
    if (isSaidAgain(all, own, recognise)) reasons.push('said-again');
  }
  return reasons;
}

function reactionTo(turns: readonly LoggedTurn[], index: number): Reaction {
  const own = turns[index]?.action;
  let intent = turns[index]?.intent;
  let [fallback, clarified, handedOver, answered] = [
    own === 'fallback',
    own === 'clarify',
    own === 'handoff',
    own === 'answer',
  ];
  let at = index + 1;
  for (; at < turns.length && turns[at]?.role !== 'customer'; at += 1) {
    const { role, text, action, intent: taken } = turns[at] as LoggedTurn;
    if (role === 'bot') intent ??= taken;
    if (role === 'agent' || action === 'handoff' || isTransfer(text)) handedOver = true;
    else if (role === 'bot') {
      if (action === 'fallback' || (action === undefined && isFallback(text))) fallback = true;
      else if (action === 'clarify' || (action === undefined && isClarification(text))) clarified = true;
      else answered ||= !handedOver;
    }
  }
  // What was asked back failed when it was something else, and the next turn brought no answer either. A yes may lead to
  // a person by design.
  const reply = clarified ? turns[at] : undefined;
  const failedClarification =
    reply !== undefined && (isDenial(reply.text) || isRequest(reply.text)) && !reactionTo(turns, at).answered;
  return { intent, fallback, failedClarification, handedOver, answered };
}

/** A rating judges how it ended: the last turn that asked for something. */
function isLastRequest(all: readonly CustomerTurn[], own: CustomerTurn): boolean {
  return all.findLast(({ excluded }) => excluded === undefined) === own;
}

function isSaidAgain(
  all: readonly CustomerTurn[],
  own: CustomerTurn,
  recognise: (text: string) => Recognition | undefined,
): boolean {
  const next = all[all.indexOf(own) + 1];
  if (!next || next.excluded !== undefined) return false;
  const best = recognise(own.turn.text)?.intent ?? null;
  if (best !== null && recognise(next.turn.text)?.intent === best) return true;
  const [first, second] = [contentWords(own.turn.text), contentWords(next.turn.text)];
  const fewer = Math.min(first.size, second.size);
  if (fewer < 2) return false;
  let shared = 0;
  for (const word of first) if (second.has(word)) shared += 1;
  return shared / fewer >= SAME_WORDS;
}
