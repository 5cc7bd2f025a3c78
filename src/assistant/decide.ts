import { answersFrom, type Alternative } from '../classifier/index.js';
import { DEFAULT_TIER, type ConditionValues, type Tier } from '../workspace/index.js';
import { findAnswer, findBySearch } from './find.js';
import { makePacket } from './packet.js';
import { fitText } from './reply.js';
import type { Situation, Verdict } from './situation.js';
import type { Conversation, Decision, Facts, Policy, Priority, Question, TurnRecognition } from './types.js';
import { wordReply } from './word-reply.js';

export interface DecideOptions {
  readonly packet?: boolean;
}

/** The segment that never waits behind others. */
const VIP = 'vip';
/** After this many answers to one intent, another one will not help. */
const ANSWERS_ENOUGH = 2;
/** The customer's last turns, which a message may repeat: a log can hold a conversation without end. */
const MOST_COMPARED = 100;

/**
 * Decides what the service does with a turn. Pure and synchronous: the same recognition in the same conversation always
 * gives the same decision.
 *
 * The rules apply in this order, the first that decides wins: a person has it already; the customer asks for a person, is
 * angry, or repeats himself; `routing.rules`; the thresholds; the intent's tier; the article, its audience, channel and
 * tasks.
 *
 * @param packet - `false` where nobody reads the packet, which holds the whole transcript.
 */
export function decide(
  recognition: TurnRecognition,
  conversation: Conversation,
  { packet = true }: DecideOptions = {},
): Decision {
  const { policy, customer, channel } = conversation;
  const { intent, confidence, alternatives, language } = recognition;
  const reasons: string[] = [];
  const facts = { ...conversation.facts, ...recognition.facts };
  const tier = intent === null ? undefined : (policy.intents.get(intent)?.tier ?? DEFAULT_TIER);
  const rules = matchRules(recognition, conversation, facts, tier);
  const priority: Priority =
    customer.segment === VIP || conversation.priority === 'high' || rules.some((rule) => rule.priority === 'high')
      ? 'high'
      : 'normal';
  const situation: Situation = {
    recognition,
    conversation,
    policy,
    facts,
    tier: tier ?? DEFAULT_TIER,
    priority,
    say: (reason) => reasons.push(reason),
  };
  explainReading(situation);
  const verdict = handedOver(situation) ?? byCues(situation) ?? byRules(situation, rules) ?? byConfidence(situation);

  const reply = wordReply(situation, verdict);
  const decision = {
    action: verdict.action,
    intent,
    confidence,
    alternatives,
    ...(tier && { tier }),
    ...(verdict.found && {
      article: verdict.found.id,
      articleLanguage: verdict.found.prepared.article.language,
    }),
    ...(verdict.task && { task: verdict.task }),
    reply: fitText(reply, channel === undefined ? undefined : policy.settings.channels[channel]?.max_answer),
    ...(verdict.asks && { asks: verdict.asks }),
    language,
    priority,
    reasons,
  };
  return packet && (verdict.action === 'handoff' || verdict.action === 'assist')
    ? { ...decision, packet: makePacket(decision, recognition.text, facts, conversation) }
    : decision;
}

function explainReading({ recognition, conversation, say }: Situation): void {
  const { intent, confidence, reading } = recognition;
  if (conversation.handedOverAt !== undefined) return;
  const taken: Partial<Record<typeof reading, string>> = {
    'with the turn before': 'read together with the turn before, as a follow-up',
    'as pointing back': 'read as about the topic before: it names none of its own',
    'as a correction': 'read as a correction of the turn before',
    'as an answer': "read as the answer to the service's own question",
    'as a choice': 'read as the choice among the intents that the service offered',
    'as a refusal': 'the customer says that the service was wrong, and not what is right',
  };
  const how = taken[reading];
  if (how !== undefined) say(how);
  if (intent !== null) say(`recognised as ${intent} with confidence ${confidence.toFixed(2)}`);
}

function handedOver({ conversation, say }: Situation): Verdict | undefined {
  if (conversation.handedOverAt === undefined) return undefined;
  say(`a person has had the conversation since turn ${conversation.handedOverAt}`);
  return { action: 'handoff', waiting: true };
}

function byCues({ recognition, conversation, say }: Situation): Verdict | undefined {
  const { cues, intent, text, reading } = recognition;
  const { read } = conversation.policy;
  if (cues.wantsPerson) {
    say('the customer asks for a person');
    return { action: 'handoff' };
  }
  if (cues.angry) {
    say('the customer is angry');
    return { action: 'handoff' };
  }
  if (reading === 'as an answer' || reading === 'as a choice') return undefined;
  const recent = lastOwnTurns(conversation.turns);
  const repeated = recent.find((place) => read(conversation.turns[place]?.text ?? '').folded === read(text).folded);
  if (repeated !== undefined) {
    const number = countOwn(conversation.turns.slice(0, repeated + 1));
    say(`the customer repeats turn ${number} word for word: what was done then did not help`);
    return { action: 'handoff' };
  }
  const answered = recent.filter((place) => {
    const turn = conversation.turns[place];
    return turn?.intent === intent && turn?.action === 'answer';
  }).length;
  if (intent !== null && answered >= ANSWERS_ENOUGH) {
    say('the customer asks the same again, and two answers did not help');
    return { action: 'handoff' };
  }
  return undefined;
}

/** Where the customer's last turns stand, in their order: as many as a message may repeat. */
function lastOwnTurns(turns: Conversation['turns']): readonly number[] {
  const places: number[] = [];
  for (let place = turns.length - 1; place >= 0 && places.length < MOST_COMPARED; place -= 1) {
    if (turns[place]?.role === 'customer') places.unshift(place);
  }
  return places;
}

function countOwn(turns: Conversation['turns']): number {
  return turns.filter(({ role }) => role === 'customer').length;
}

function matchRules(
  { intent, confidence, language }: TurnRecognition,
  { policy, customer, channel, turns }: Conversation,
  facts: Facts,
  tier: Tier | undefined,
): Policy['rules'] {
  if (policy.rules.length === 0) return [];
  const values: ConditionValues = {
    ...facts,
    customer: { ...(customer.segment !== undefined && { segment: customer.segment }), language },
    ...(channel !== undefined && { channel }),
    ...(intent !== null && { intent: { name: intent, ...(tier && { tier }) } }),
    confidence,
    turn: countOwn(turns) + 1,
  };
  return policy.rules.filter(({ when }) => when.evaluate(values) === true);
}

/** The first rule with an action decides, within what the thresholds allow: no rule makes an unsure answer a sure one. */
function byRules(situation: Situation, rules: Policy['rules']): Verdict | undefined {
  const { recognition, say } = situation;
  const rule = rules.find(({ action }) => action !== undefined);
  if (!rule) return undefined;
  const because = `the rule "${rule.when.source}" applies`;
  switch (rule.action) {
    case 'handoff':
      say(`${because}: it goes to a person`);
      return { action: 'handoff', ...findAnswer(situation) };
    case 'assist': {
      say(`${because}: a person checks the answer`);
      return assist(situation);
    }
    case 'clarify': {
      const asked = clarify(situation);
      if (asked) say(`${because}: the service asks back`);
      return asked;
    }
    case 'answer':
      if (recognition.intent === null || recognition.confidence < answerThreshold(situation)) {
        say(`${because}, but the intent is not sure enough to answer`);
        return undefined;
      }
      say(`${because}: it is answered`);
      return answer(situation);
    case undefined:
      return undefined;
  }
}

function byConfidence(situation: Situation): Verdict {
  const { recognition, policy, tier, say } = situation;
  const { intent, confidence } = recognition;
  const { thresholds } = policy;
  if (intent === null) return unrecognised(situation);
  if (tier === 'complex') {
    say('its tier is complex: it goes to a person at once');
    return { action: 'handoff', ...findAnswer(situation) };
  }
  const enough = answerThreshold(situation);
  if (confidence < enough) {
    say(
      `that is enough to recognise it (${thresholds.recognised.toFixed(2)}) and too little to answer (${enough.toFixed(2)})`,
    );
    const asked = clarify(situation);
    if (asked) {
      const one = asked.asks?.kind === 'choice' && asked.asks.intents.length === 1;
      say(one ? 'the service asks whether that is meant' : 'the service asks which of the likeliest intents is meant');
      return asked;
    }
    say(`it has asked back ${clarifications(situation)} already: it goes to a person`);
    return { action: 'handoff', ...findAnswer(situation) };
  }
  if (tier === 'medium') {
    const known = policy.intents.get(intent)?.tier !== undefined;
    say(known ? 'its tier is medium: a person checks the answer' : 'it has no tier: a person checks the answer');
    return assist(situation);
  }
  say('its tier is simple: it is answered from the article');
  return answer(situation);
}

/** From which confidence on the recognised intent may be answered to this customer. */
function answerThreshold({ recognition, conversation, policy }: Situation): number {
  return answersFrom(policy.thresholds, recognition.intent, conversation.customer.segment);
}

function clarifications({ conversation }: Situation): string {
  return conversation.clarifications === 1 ? 'once' : `${conversation.clarifications} times`;
}

function unrecognised(situation: Situation): Verdict {
  const { recognition, policy, say } = situation;
  const { confidence, reading } = recognition;
  if (reading !== 'as a refusal') {
    say(
      `no intent is recognised: confidence ${confidence.toFixed(2)}, ${policy.thresholds.recognised.toFixed(2)} is needed`,
    );
    const found = findBySearch(situation);
    if (found) return { action: 'assist', found };
  }
  const asked = clarify(situation);
  if (asked) {
    say('the service asks once to say it differently');
    return asked;
  }
  const { max_clarifications: most } = policy.settings.routing;
  say(
    most === 0
      ? 'it never asks back: it goes to a person'
      : `it has asked back ${clarifications(situation)} already: it goes to a person`,
  );
  return { action: 'handoff' };
}

/** An intent less likely than this is not worth offering: a silly option makes the service look silly. */
const LEAST_LIKELY_OPTION = 0.05;

/** A question back, as long as there may be one: which of the two best intents, whether the only likely one, or to say it differently. */
function clarify({ recognition, conversation, policy }: Situation): Verdict | undefined {
  if (conversation.clarifications >= policy.settings.routing.max_clarifications) return undefined;
  const options = recognition.alternatives
    .filter(({ intent }: Alternative) => !recognition.refused.includes(intent) && policy.intents.has(intent))
    .filter(({ intent, confidence }) => intent === recognition.intent || confidence >= LEAST_LIKELY_OPTION)
    .slice(0, 2)
    .map(({ intent }) => intent);
  return recognition.intent === null || options.length === 0
    ? { action: 'clarify', asks: { kind: 'rephrase' } }
    : { action: 'clarify', asks: { kind: 'choice', intents: options } };
}

/** `answer` of a simple intent, as far as an article allows it. */
function answer(situation: Situation): Verdict {
  const { conversation, facts, recognition, say } = situation;
  const { found, task } = findAnswer(situation);
  if (!found) {
    say('there is nothing to answer from: it goes to a person');
    return { action: 'handoff' };
  }
  if (task?.do === HANDOFF) {
    say('that task goes to a person');
    return { action: 'handoff', found, task };
  }
  const missing = found.prepared.article.requires.find(
    (fact) => !Object.hasOwn(facts, fact) && !conversation.askedFacts.includes(fact),
  );
  if (missing === undefined || recognition.intent === null) return { action: 'answer', found, ...(task && { task }) };
  say(`the article needs ${missing}, which is not known: the service asks for it`);
  const asks: Question = { kind: 'fact', fact: missing, intent: recognition.intent };
  return { action: 'answer', found, ...(task && { task }), asks };
}

function assist(situation: Situation): Verdict {
  const draft = findAnswer(situation);
  if (draft.task?.do === HANDOFF) {
    situation.say('that task goes to a person');
    return { action: 'handoff', ...draft };
  }
  if (draft.found) return { action: 'assist', ...draft };
  situation.say('there is nothing to draft from: it goes to a person');
  return { action: 'handoff' };
}

const HANDOFF = 'handoff';
