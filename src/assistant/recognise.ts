import { answersFrom, type Recognition } from '../classifier/index.js';
import { foldForComparison, isUnspaced, tokenise, withoutCourtesy } from '../text/index.js';
import { correctionIn, isFollowUp, isRefusal, namesNothing, pickedOption, yesOrNo } from './cues.js';
import { answerTo } from './facts.js';
import type { Conversation, Facts, Policy, Question, Reading, Turn, TurnRecognition } from './types.js';

/** What recognises a text out of context: the model, or a user's own encoder. */
export type Recogniser = (text: string) => Recognition | Promise<Recognition>;

/** The part of a reading that depends on how the text was taken. */
interface Read extends Recognition {
  readonly reading: Reading;
  readonly refused?: readonly string[];
  readonly facts?: Facts;
}

/**
 * Understands a customer's turn in the light of the turns before: an answer to the bot's own question, a correction, a
 * follow-up, or a message that stands for itself.
 */
export async function recognise(
  recogniser: Recogniser,
  text: string,
  conversation: Conversation,
): Promise<TurnRecognition> {
  const { policy, customer } = conversation;
  const { language: written, cues, facts } = policy.read(text);
  const language = written ?? customer.language ?? languageSoFar(conversation) ?? policy.settings.languages[0] ?? 'en';
  const told = Object.entries(facts).filter(([name]) => !Object.hasOwn(conversation.facts, name));
  const read = await readInContext((words) => recogniseRequest(recogniser, words), text, conversation);
  return {
    text,
    language,
    intent: read.intent,
    confidence: read.confidence,
    alternatives: read.alternatives,
    reading: read.reading,
    refused: read.refused ?? [],
    facts: { ...Object.fromEntries(told), ...read.facts },
    cues,
  };
}

/** With the greetings and thanks around it, which can be what is meant, and without, which make a request look less like one. */
async function recogniseRequest(recogniser: Recogniser, text: string): Promise<Recognition> {
  const request = withoutCourtesy(text);
  const whole = await recogniser(text);
  if (request === text) return whole;
  const bare = await recogniser(request);
  return bare.confidence > whole.confidence ? bare : whole;
}

function languageSoFar({ policy, turns }: Conversation): string | undefined {
  const last = turns.findLast(({ role }) => role === 'customer');
  return last && policy.read(last.text).language;
}

async function readInContext(recogniser: Recogniser, text: string, conversation: Conversation): Promise<Read> {
  const { policy, asked, turns, customer } = conversation;
  const { thresholds } = policy;
  const alone = await recogniser(text);
  if (asked) {
    const answer = readAnswer(text, asked, alone, conversation);
    if (answer) return answer;
  }
  const previous = turns.findLast(({ role }) => role === 'customer');
  if (!previous) return { ...alone, reading: 'alone' };
  if (isRefusal(text)) {
    return { ...NOTHING, reading: 'as a refusal', refused: lastIntents(previous, asked) };
  }
  const corrected = correctionIn(text);
  if (corrected !== undefined && tokenise(corrected).length > 0) {
    const rest = await recogniser(corrected);
    return { ...(rest.confidence >= alone.confidence ? rest : alone), reading: 'as a correction' };
  }
  if (!isFollowUp(text)) return { ...alone, reading: 'alone' };
  const topic = namesNothing(text) ? (previous.intent ?? undefined) : undefined;
  const sure = alone.confidence >= answersFrom(thresholds, alone.intent, customer.segment);
  if (sure && topic === undefined) return { ...alone, reading: 'alone' };
  const together = await recogniser(`${withoutCourtesy(previous.text)} ${text}`);
  if (topic !== undefined) return pointedBack(alone, together, topic, policy);
  // Both messages together must make it clearer, and what goes on may be the topic before only where the message by itself
  // names none: "and can you add a towel?" is no longer about the address.
  const clearer = together.confidence > alone.confidence && together.confidence >= thresholds.recognised;
  const overruled = alone.intent !== null && together.intent === previous.intent && alone.intent !== previous.intent;
  return clearer && !overruled ? { ...together, reading: 'with the turn before' } : { ...alone, reading: 'alone' };
}

/**
 * A follow-up that names no topic is about the one before, and both messages together say what it wants to know of it. Where
 * they only say what the new words say alone ("how long does it take" sounds like delivery), it stays open which is meant:
 * the topic before is recognised, and no more than that.
 */
function pointedBack(alone: Recognition, together: Recognition, before: string, { thresholds }: Policy): Read {
  if (alone.intent === before) return { ...alone, reading: 'alone' };
  if (together.intent !== null && together.intent !== alone.intent)
    return { ...together, reading: 'with the turn before' };
  const confidence = thresholds.recognised;
  const others = alone.alternatives.filter(({ intent }) => intent !== before);
  return {
    intent: before,
    confidence,
    alternatives: [{ intent: before, confidence }, ...others],
    reading: 'as pointing back',
  };
}

function lastIntents(previous: Turn, asked: Question | undefined): readonly string[] {
  if (asked?.kind === 'choice') return asked.intents;
  return typeof previous.intent === 'string' ? [previous.intent] : [];
}

const NOTHING: Recognition = { intent: null, confidence: 0, alternatives: [] };

/** More words than these beside the value, and the message says something of its own. */
const WORDS_BESIDE_VALUE = 4;

function readAnswer(text: string, asked: Question, alone: Recognition, conversation: Conversation): Read | undefined {
  const { policy, turns } = conversation;
  if (asked.kind === 'fact') {
    const fact = policy.settings.facts[asked.fact];
    const value = fact && answerTo(fact, text);
    const saysMore = tokenise(text).length > WORDS_BESIDE_VALUE && alone.confidence >= policy.thresholds.recognised;
    if (value === undefined || (saysMore && alone.intent !== asked.intent)) return undefined;
    const confidence = turns.findLast(({ intent }) => intent === asked.intent)?.confidence ?? alone.confidence;
    const alternatives = [{ intent: asked.intent, confidence }];
    return { intent: asked.intent, confidence, alternatives, reading: 'as an answer', facts: { [asked.fact]: value } };
  }
  if (asked.kind === 'rephrase') return undefined;
  const position = pickedOption(text, asked.intents.length);
  const [only, ...others] = asked.intents;
  const confirmed = others.length === 0 && tokenise(text).length <= WORDS_BESIDE_VALUE ? yesOrNo(text) : undefined;
  if (confirmed === false) return { ...NOTHING, reading: 'as a refusal', refused: asked.intents };
  const chosen = confirmed
    ? only
    : position === undefined
      ? optionNamed(text, asked.intents, conversation)
      : asked.intents[position];
  if (chosen !== undefined) {
    return { intent: chosen, confidence: 1, alternatives: [{ intent: chosen, confidence: 1 }], reading: 'as a choice' };
  }
  if (others.length === 0) return undefined;
  // In other words: between the options offered only, since that is what was asked.
  const offered = alone.alternatives.filter(({ intent }) => asked.intents.includes(intent));
  const [best] = offered;
  if (!best || best.intent !== alone.alternatives[0]?.intent || alone.intent === null) return undefined;
  const confidence = best.confidence / offered.reduce((sum, option) => sum + option.confidence, 0);
  return confidence <= alone.confidence
    ? undefined
    : { intent: best.intent, confidence, alternatives: offered, reading: 'as a choice' };
}

/** The one option whose title holds all of the message's words, when it has at least two. */
function optionNamed(text: string, intents: readonly string[], { policy }: Conversation): string | undefined {
  const words = wordsOf(text);
  if (words.length < 2) return undefined;
  const named = intents.filter((intent) => {
    const title = new Set(wordsOf(`${policy.intents.get(intent)?.title ?? ''} ${intent}`));
    return words.every((word) => title.has(word));
  });
  return named.length === 1 ? named[0] : undefined;
}

function wordsOf(text: string): string[] {
  return tokenise(foldForComparison(text)).flatMap((token) => (isUnspaced(token) ? Array.from(token) : [token]));
}
