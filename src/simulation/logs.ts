import {
  decide,
  recognise,
  startConversation,
  type Action,
  type Conversation,
  type Policy,
  type Recogniser,
  type Turn,
} from '../assistant/index.js';
import type { BadLine, LoggedConversation } from '../conversations/index.js';
import { compareText } from '../problem.js';
import { transitionName, type Traffic } from './coverage.js';

/** How often what occurs in a log, weighed for `coverageOf` and for drawing customers. */
export interface LogTraffic {
  readonly traffic: Traffic;
  readonly conversations: number;
  readonly badLines: number;
}

/** Counts a log's traffic. A turn's own label is taken where it names an intent of the workspace, else the model's. */
export async function trafficOf(
  log: AsyncIterable<LoggedConversation | BadLine>,
  policy: Policy,
  recogniser: Recogniser,
): Promise<LogTraffic> {
  const counts = {
    intents: new Map(),
    segments: new Map(),
    channels: new Map(),
    languages: new Map(),
    transitions: new Map(),
  } satisfies Record<string, Map<string, number>>;
  const add = (into: Map<string, number>, name: string | null | undefined): void => {
    if (typeof name === 'string') into.set(name, (into.get(name) ?? 0) + 1);
  };
  let conversations = 0;
  let badLines = 0;
  for await (const entry of log) {
    if ('error' in entry) {
      badLines += 1;
      continue;
    }
    conversations += 1;
    add(counts.segments, entry.customer?.segment);
    add(counts.channels, entry.channel);
    let before: string | null = null;
    let language = entry.language;
    for (const { role, text, intent } of entry.turns) {
      if (role !== 'customer') continue;
      language ??= policy.read(text).language;
      const labelled = intent !== undefined && policy.intents.has(intent);
      const meant: string | null = labelled ? intent : (await recogniser(text)).intent;
      add(counts.intents, meant);
      if (meant !== null && before !== null && meant !== before) add(counts.transitions, transitionName(before, meant));
      before = meant ?? before;
    }
    add(counts.languages, language);
  }
  const known = Object.entries(counts).filter(([, weights]) => weights.size > 0);
  return { traffic: Object.fromEntries(known), conversations, badLines };
}

/** What the assistant would have done with a log. */
export interface LogReplay {
  readonly conversations: number;
  readonly turns: number;
  readonly badLines: number;
  readonly actions: Readonly<Record<Action, number>>;
  /** Customers' turns by the intent that was recognised, the most frequent first. */
  readonly intents: readonly { readonly intent: string; readonly turns: number }[];
  readonly unrecognised: number;
  /** Turns whose label is an intent of the workspace, and those of them that were recognised as it. */
  readonly labelled: { readonly turns: number; readonly agreed: number };
  /** Conversations of which the assistant would have answered every turn alone. */
  readonly answeredAlone: number;
  /** Decisions without a reason: a bug of ours, counted so that it can be seen. */
  readonly withoutReason: number;
}

/**
 * Decides every customer's turn of a log, in the light of the turns that really came before it. Each is decided as if nobody
 * had taken over and nothing had been asked back yet: the log's own service did something else.
 */
export async function replayLog(
  log: AsyncIterable<LoggedConversation | BadLine>,
  policy: Policy,
  recogniser: Recogniser,
): Promise<LogReplay> {
  const actions: Record<Action, number> = { answer: 0, assist: 0, clarify: 0, handoff: 0 };
  const intents = new Map<string, number>();
  const total = { conversations: 0, turns: 0, badLines: 0, unrecognised: 0, answeredAlone: 0, withoutReason: 0 };
  const labelled = { turns: 0, agreed: 0 };
  for await (const entry of log) {
    if ('error' in entry) {
      total.badLines += 1;
      continue;
    }
    total.conversations += 1;
    let alone = true;
    const opening = openingOf(entry, policy);
    const turns: Turn[] = [];
    const facts = { ...opening.facts };
    for (const { role, text, intent } of entry.turns) {
      if (role !== 'customer') {
        turns.push({ role, text });
        continue;
      }
      // Not `takeTurn`: it makes a longer list of every turn, and a log can hold a conversation without end.
      const conversation = { ...opening, facts, turns };
      const recognition = await recognise(recogniser, text, conversation);
      const decision = decide(recognition, conversation, { packet: false });
      total.turns += 1;
      total.withoutReason += Number(decision.reasons.length === 0);
      actions[decision.action] += 1;
      alone &&= decision.action === 'answer';
      if (decision.intent === null) total.unrecognised += 1;
      else intents.set(decision.intent, (intents.get(decision.intent) ?? 0) + 1);
      if (intent !== undefined && policy.intents.has(intent)) {
        labelled.turns += 1;
        labelled.agreed += Number(intent === decision.intent);
      }
      Object.assign(facts, recognition.facts);
      // The bot of the log said something else than ours would have: its turns follow by themselves.
      turns.push({ role, text, intent: decision.intent, confidence: decision.confidence, action: decision.action });
    }
    total.answeredAlone += Number(alone && entry.turns.some(({ role }) => role === 'customer'));
  }
  return {
    ...total,
    actions,
    labelled,
    intents: [...intents]
      .map(([intent, turns]) => ({ intent, turns }))
      .toSorted((a, b) => b.turns - a.turns || compareText(a.intent, b.intent)),
  };
}

/** A conversation of the log's customer, as far as the workspace knows the segment, the channel and the language. */
function openingOf({ customer, channel, language }: LoggedConversation, policy: Policy): Conversation {
  const { segments, channels, languages } = policy.settings;
  const segment = customer?.segment;
  return startConversation(policy, {
    customer: {
      ...(segment !== undefined && segments.includes(segment) && { segment }),
      ...(language !== undefined && languages.includes(language) && { language }),
    },
    ...(channel !== undefined && Object.hasOwn(channels, channel) && { channel }),
  });
}
