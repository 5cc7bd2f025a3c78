import {
  isValueOf,
  startConversation,
  takeTurn,
  type Decision,
  type Facts,
  type Policy,
  type Priority,
  type Recogniser,
} from '../assistant/index.js';
import { perturbationNames, seededRandom, vary, type Random } from '../text/index.js';
import {
  DEFAULT_TIER,
  OUT_OF_SCOPE,
  type Fact,
  type FactValue,
  type Tier,
  type Workspace,
} from '../workspace/index.js';
import { drawable } from './cases.js';
import type { Traffic, Weights } from './coverage.js';

/** How a simulated customer's conversation ended. */
export type Outcome = 'answered' | 'assisted' | 'handedOff' | 'abandoned';

/** One simulated customer, from the first message to the end. */
export interface SimulatedCustomer {
  readonly segment?: string;
  readonly channel?: string;
  readonly language: string;
  /** What the customer wants; `null`: nothing that the service is for. */
  readonly intent: string | null;
  readonly outcome: Outcome;
  readonly turns: number;
  readonly clarified: boolean;
  readonly wrongAnswers: number;
  /** Of the decision that ended it: how the customer stands in the queue of the people behind the service. */
  readonly priority: Priority;
  readonly tier: Tier;
}

/** Which customers, as a range: `from` included, `to` not. */
export interface CustomerNumbers {
  readonly from: number;
  readonly to: number;
}

/** What the mix of customers is drawn from. */
interface Mix {
  readonly segments: Drawer;
  readonly channels: Drawer;
  readonly languages: Drawer;
  readonly intents: Drawer;
}

type Drawer = (random: Random) => string | undefined;

/**
 * Simulates customers who talk to the service until they are answered, have a person, or leave.
 *
 * Customers say held-out utterances and variations of them, never a sentence that was trained on. Each is drawn from the
 * seed and the own number alone: the same customers come whatever their order, and on any number of simulators.
 */
export async function simulateCustomers(
  { from, to }: CustomerNumbers,
  workspace: Workspace,
  policy: Policy,
  recogniser: Recogniser,
  traffic: Traffic,
  seed: number,
): Promise<readonly SimulatedCustomer[]> {
  const mix = mixOf(workspace, traffic);
  const all: SimulatedCustomer[] = [];
  for (let first = from; first < to; first += TOGETHER) {
    const group = Array.from({ length: Math.min(TOGETHER, to - first) }, (_, index) =>
      simulateCustomer(seededRandom(seed, 'customer', first + index), mix, workspace, policy, recogniser),
    );
    all.push(...(await Promise.all(group)));
  }
  return all;
}

/** As many converse at the same time, so that the recogniser gets many texts at once. */
const TOGETHER = 256;

function mixOf(workspace: Workspace, traffic: Traffic): Mix {
  const { settings } = workspace;
  const heldout = workspace.heldout.filter(({ utterances }) => utterances.length > 0).map(({ intent }) => intent);
  const { out_of_scope_share: share } = settings.routing;
  const inScope = heldout.filter((intent) => intent !== OUT_OF_SCOPE);
  const even = new Map([
    ...inScope.map((intent): [string, number] => [intent, (1 - share) / inScope.length]),
    ...(heldout.includes(OUT_OF_SCOPE) ? [[OUT_OF_SCOPE, share] as [string, number]] : []),
  ]);
  const stated = traffic.intents && new Map([...traffic.intents].filter(([intent]) => heldout.includes(intent)));
  return {
    segments: drawer(settings.segments, traffic.segments),
    channels: drawer(Object.keys(settings.channels), traffic.channels),
    languages: drawer(settings.languages, traffic.languages),
    intents: drawer(heldout, stated && stated.size > 0 ? stated : even),
  };
}

/** Draws by weight; evenly without weights. */
function drawer(names: readonly string[], weights: Weights | undefined): Drawer {
  if (!weights) return (random) => random.pick(names);
  const known = names.filter((name) => (weights.get(name) ?? 0) > 0);
  const whole = known.reduce((sum, name) => sum + (weights.get(name) ?? 0), 0);
  return (random) => {
    let left = random.next() * whole;
    for (const name of known) {
      left -= weights.get(name) ?? 0;
      if (left < 0) return name;
    }
    return known.at(-1);
  };
}

/** Chances of how people behave. Round guesses, stated here so that they can be argued about. */
const PLAIN_SPEAKER = 0.6;
const KNOWS_FACT = 0.7;
const CASE_FACT_KNOWN = 0.8;
const PICKS_OPTION = 0.9;
const NOTICES_WRONG_ANSWER = 0.7;
/** Turns without progress that a customer bears: 1 to 4. */
const MOST_PATIENCE = 4;

async function simulateCustomer(
  random: Random,
  mix: Mix,
  workspace: Workspace,
  policy: Policy,
  recogniser: Recogniser,
): Promise<SimulatedCustomer> {
  const segment = mix.segments(random);
  const channel = mix.channels(random);
  const language = mix.languages(random) ?? 'en';
  const wanted = mix.intents(random) ?? OUT_OF_SCOPE;
  const intent = wanted === OUT_OF_SCOPE ? null : wanted;
  const manner = random.next() < PLAIN_SPEAKER ? undefined : random.pick(perturbationNames);
  const utterances = drawable(workspace, wanted, language);
  const speak = (): string => {
    const text = random.pick(utterances) ?? '';
    return manner === undefined ? text : vary(text, manner, language, random);
  };

  let patience = 1 + random.below(MOST_PATIENCE);
  let conversation = startConversation(policy, {
    customer: { ...(segment !== undefined && { segment }), language },
    ...(channel !== undefined && { channel }),
    facts: drawFacts(intent, policy, random),
  });
  let clarified = false;
  let wrongAnswers = 0;
  let turns = 0;
  let text = speak();
  for (;;) {
    const taken = await takeTurn(recogniser, conversation, text, { packet: false });
    ({ conversation } = taken);
    const { decision } = taken;
    turns += 1;
    const end = (outcome: Outcome): SimulatedCustomer => ({
      ...(segment !== undefined && { segment }),
      ...(channel !== undefined && { channel }),
      language,
      intent,
      outcome,
      turns,
      clarified,
      wrongAnswers,
      priority: decision.priority,
      tier: decision.tier ?? DEFAULT_TIER,
    });
    switch (decision.action) {
      case 'handoff':
        return end('handedOff');
      case 'assist':
        return end('assisted');
      case 'answer': {
        if (decision.intent === intent) {
          const told = decision.asks?.kind === 'fact' ? tellFact(decision.asks.fact, policy, random) : undefined;
          if (told === undefined) return end('answered');
          text = told;
          continue;
        }
        wrongAnswers += 1;
        patience -= 1;
        if (patience <= 0 || random.next() >= NOTICES_WRONG_ANSWER) return end('abandoned');
        text = speak();
        continue;
      }
      case 'clarify':
        clarified = true;
        patience -= 1;
        if (patience <= 0) return end('abandoned');
        text = answerBack(decision, intent, random) ?? speak();
    }
  }
}

/** The number of the right option, when it is offered and the customer reads it. */
function answerBack({ asks }: Decision, intent: string | null, random: Random): string | undefined {
  if (asks?.kind !== 'choice' || intent === null) return undefined;
  const position = asks.intents.indexOf(intent);
  return position !== -1 && random.next() < PICKS_OPTION ? String(position + 1) : undefined;
}

/** What the shop's own systems know of the case: the facts that the conditions of the intent's articles read. */
function drawFacts(intent: string | null, policy: Policy, random: Random): Facts {
  const facts: Record<string, FactValue> = {};
  for (const id of intent === null ? [] : (policy.articlesOf.get(intent) ?? [])) {
    const [prepared] = policy.articles.get(id)?.values() ?? [];
    for (const name of (prepared?.tasks ?? []).flatMap(({ when }) => when?.names ?? [])) {
      const fact = policy.settings.facts[name];
      if (Object.hasOwn(facts, name) || !fact || random.next() >= CASE_FACT_KNOWN) continue;
      const value = drawValue(fact, random);
      if (value !== undefined) facts[name] = value;
    }
  }
  return facts;
}

function drawValue(fact: Fact, random: Random): FactValue | undefined {
  switch (fact.type) {
    case 'enum':
      return random.pick(fact.values);
    case 'number':
      return random.below(40);
    case 'boolean':
      return random.next() < 0.5;
    case 'date':
      return `2026-${String(1 + random.below(12)).padStart(2, '0')}-${String(1 + random.below(28)).padStart(2, '0')}`;
    case 'string': {
      const candidates = [String(10_000 + random.below(90_000)), 'rowan@example.com', 'AB-1234'];
      return candidates.find((candidate) => isValueOf(fact, candidate));
    }
  }
}

function tellFact(name: string, policy: Policy, random: Random): string | undefined {
  const fact = policy.settings.facts[name];
  if (!fact || random.next() >= KNOWS_FACT) return undefined;
  const value = drawValue(fact, random);
  return value === undefined
    ? undefined
    : typeof value === 'boolean'
      ? value
        ? 'yes'
        : 'no'
      : String(value).replaceAll('_', ' ');
}
