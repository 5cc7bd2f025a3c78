import { answersFrom, type Alternative } from '../classifier/index.js';
import type { ConditionValues, Tier } from '../workspace/index.js';
import { makePacket } from './packet.js';
import { translationFor } from './policy.js';
import { fitText, phrasesIn } from './reply.js';
import type {
  Action,
  Conversation,
  DecidedTask,
  Decision,
  Facts,
  Policy,
  PreparedArticle,
  Priority,
  Question,
  TurnRecognition,
} from './types.js';

export interface DecideOptions {
  readonly packet?: boolean;
}

/** What the rules below settle; `decide` words the reply and fills the packet. */
interface Verdict {
  readonly action: Action;
  readonly found?: Found;
  readonly task?: DecidedTask;
  readonly asks?: Question;
  /** Whether a person has the conversation already. */
  readonly waiting?: boolean;
}

/** An article that may be shown to this customer here. */
interface Found {
  readonly id: string;
  readonly prepared: PreparedArticle;
}

interface Situation {
  readonly recognition: TurnRecognition;
  readonly conversation: Conversation;
  readonly policy: Policy;
  /** All that is known, what this turn tells included. */
  readonly facts: Facts;
  readonly tier: Tier;
  readonly priority: Priority;
  readonly say: (reason: string) => void;
}

/** The segment that never waits behind others. */
const VIP = 'vip';
/** The segment that is led through. */
const NEW = 'new';
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
  // Without a tier the cautious middle: a person sees the answer first.
  const tier = intent === null ? undefined : (policy.intents.get(intent)?.tier ?? 'medium');
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
    tier: tier ?? 'medium',
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
      return { action: 'handoff', ...draftFor(situation) };
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
    return { action: 'handoff', ...draftFor(situation) };
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
    return { action: 'handoff', ...draftFor(situation) };
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
  const found = findArticle(situation) ?? findBySearch(situation);
  if (!found) {
    say('there is nothing to answer from: it goes to a person');
    return { action: 'handoff' };
  }
  const task = chooseTask(found, situation);
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
  const draft = draftFor(situation);
  if (draft.task?.do === HANDOFF) {
    situation.say('that task goes to a person');
    return { action: 'handoff', ...draft };
  }
  if (draft.found) return { action: 'assist', ...draft };
  situation.say('there is nothing to draft from: it goes to a person');
  return { action: 'handoff' };
}

const HANDOFF = 'handoff';

/** The article and task that a person may start from. */
function draftFor(situation: Situation): Pick<Verdict, 'found' | 'task'> {
  const found = findArticle(situation) ?? findBySearch(situation);
  if (!found) return {};
  const task = chooseTask(found, situation);
  return { found, ...(task && { task }) };
}

/**
 * The article that the workspace names for the intent. Of several, the one that the question's own words fit best, if
 * they tell: a sure topic with an unsure answer is not answered (RasaHQ/rasa#9751).
 */
function findArticle({ recognition, conversation, policy, say }: Situation): Found | undefined {
  const { intent, language } = recognition;
  const { customer, channel } = conversation;
  const reader = {
    language,
    ...(customer.segment !== undefined && { segment: customer.segment }),
    ...(channel !== undefined && { channel }),
  };
  const usable: Found[] = [];
  for (const id of intent === null ? [] : (policy.articlesOf.get(intent) ?? [])) {
    const result = translationFor(policy, id, reader);
    if ('refused' in result) say(result.refused);
    else usable.push({ id, prepared: result });
  }
  if (usable.length < 2) {
    if (usable[0]) sayLanguage(usable[0], language, say);
    return usable[0];
  }
  const hits = policy.search(recognition.text).filter(({ id }) => usable.some((found) => found.id === id));
  const [best] = hits;
  const second = hits.find(({ id }) => id !== best?.id);
  if (!best || (second && second.score * CLEARLY > best.score)) {
    say(`${usable.length} articles answer this intent, and the question does not tell which`);
    return undefined;
  }
  const found = usable.find(({ id }) => id === best.id);
  if (found) sayLanguage(found, language, say);
  return found;
}

/** One article beats another when its score is this many times as high. */
const CLEARLY = 1.2;
/** A single shared word is no evidence. */
const FEWEST_MATCHED = 2;

function findBySearch({ recognition, conversation, policy, say }: Situation): Found | undefined {
  const { customer, channel } = conversation;
  const { language, text } = recognition;
  const { search_threshold: threshold } = policy.settings.routing;
  const [best] = policy.search(text);
  if (!best || best.coverage < threshold || best.matched < FEWEST_MATCHED) return undefined;
  const result = translationFor(policy, best.id, {
    language,
    ...(customer.segment !== undefined && { segment: customer.segment }),
    ...(channel !== undefined && { channel }),
  });
  if ('refused' in result) {
    say(result.refused);
    return undefined;
  }
  say(
    `the search found "${best.id}", which covers ${Math.round(best.coverage * 100)} % of the question (at least ${Math.round(threshold * 100)} % is needed)`,
  );
  const found = { id: best.id, prepared: result };
  sayLanguage(found, language, say);
  return found;
}

function sayLanguage({ id, prepared }: Found, language: string, say: (reason: string) => void): void {
  const { language: written } = prepared.article;
  if (written !== language)
    say(`the article "${id}" has no ${language} version: the ${written} one is shown, and the reply says so`);
}

/** The first task whose trigger holds. One whose facts are not known is passed over, and the reasons say so. */
function chooseTask({ prepared }: Found, { facts, say }: Situation): DecidedTask | undefined {
  const unknown = new Set<string>();
  for (const [index, task] of prepared.tasks.entries()) {
    const holds = task.when === undefined || task.when.evaluate(facts);
    if (holds === true) {
      say(task.when ? `task ${index + 1} applies: ${task.when.source}` : `task ${index + 1} applies always`);
      return { index, do: task.do, ...(task.when && { when: task.when.source }) };
    }
    if (holds === undefined)
      for (const name of task.when?.names ?? []) if (!Object.hasOwn(facts, name)) unknown.add(name);
  }
  if (unknown.size > 0) say(`which task applies depends on what is not known: ${[...unknown].join(', ')}`);
  else if (prepared.tasks.length > 0) say("no task's trigger applies: the article's own text is the answer");
  return undefined;
}

/** What the customer reads: the question or the answer, in the form for the segment, within the channel's length. */
function wordReply({ recognition, conversation, policy }: Situation, verdict: Verdict): string {
  const phrases = phrasesIn(recognition.language);
  const { action, found, asks } = verdict;
  if (action === 'handoff') return verdict.waiting ? phrases.stillWaiting : phrases.handOver;
  if (action === 'clarify') {
    return asks?.kind === 'choice'
      ? phrases.choose(asks.intents.map((intent) => titleOf(intent, policy, recognition.language)))
      : phrases.rephrase;
  }
  if (!found) return phrases.assisted;
  const { rendered, article } = found.prepared;
  const limit =
    conversation.channel === undefined ? undefined : policy.settings.channels[conversation.channel]?.max_answer;
  const before = article.language === recognition.language ? '' : `${phrases.otherLanguage(article.language)} `;
  const after = asks?.kind === 'fact' ? `\n\n${phrases.ask(asks.fact)}` : '';
  const form = conversation.customer.segment === NEW ? rendered.guided : rendered.short;
  const room = limit === undefined ? undefined : Math.max(0, limit - Array.from(before + after).length);
  return `${before}${fitText(form, room)}${after}`;
}

/** How a customer would recognise an intent: its article's title in the language, its own title, its name. */
function titleOf(intent: string, policy: Policy, language: string): string {
  const [id] = policy.articlesOf.get(intent) ?? [];
  const translated = id === undefined ? undefined : policy.articles.get(id)?.get(language)?.article.title;
  return translated ?? policy.intents.get(intent)?.title ?? intent;
}
