import type { Policy } from '../assistant/index.js';
import { compareText } from '../problem.js';
import { costsOf, DEFAULT_TIER, OUT_OF_SCOPE, type Tier } from '../workspace/index.js';
import type { CustomerNumbers, SimulatedCustomer } from './customers.js';
import { shareOf, type Share } from '../interval.js';
import { shareOut, type Simulator } from './simulator.js';

/** The customers of one kind, or all of them. */
export interface GroupFigures {
  readonly customers: number;
  readonly turns: number;
  /** Customers who got an answer from the service alone: `deflection` is their share. */
  readonly answered: number;
  /** Customers who got a person, to check an answer or to take over. */
  readonly handedOff: number;
  /** Of these, those for whom a person checks the service's draft. */
  readonly assisted: number;
  /** Customers who were asked back at least once. */
  readonly clarified: number;
  /** Customers who left with neither. */
  readonly abandoned: number;
  /** Customers who were answered at least once what they had not asked. */
  readonly wronglyAnswered: number;
  readonly meanTurns: number | null;
  readonly rates: Readonly<
    Record<'deflection' | 'handOff' | 'clarification' | 'abandonment' | 'wrongAnswer' | 'handled', Share>
  >;
}

export interface PopulationFigures extends GroupFigures {
  readonly by: Readonly<
    Record<
      'segment' | 'channel' | 'language' | 'intent' | 'tier',
      readonly (GroupFigures & { readonly name: string })[]
    >
  >;
  /** The mean cost of a customer, by `routing.costs`. */
  readonly meanCost: number | null;
}

/** Simulates so many customers on the simulators; they come in the order of their numbers. */
export async function* simulatePopulation(
  customers: number,
  simulators: readonly Simulator[],
): AsyncGenerator<SimulatedCustomer> {
  const parts = shareOut(rangesOf(customers), simulators, (simulator, numbers) => simulator.customers(numbers));
  for await (const part of parts) yield* part;
}

/** Customers that a simulator gets at once. */
const RANGE = 1024;

function* rangesOf(customers: number): Generator<CustomerNumbers> {
  for (let from = 0; from < customers; from += RANGE) yield { from, to: Math.min(customers, from + RANGE) };
}

interface Tally {
  customers: number;
  turns: number;
  answered: number;
  assisted: number;
  handedOff: number;
  clarified: number;
  abandoned: number;
  wronglyAnswered: number;
}

/** Counts simulated customers. Only whole numbers are added up, so that the order cannot matter. */
export class PopulationCount {
  readonly #all = emptyTally();
  readonly #by = new Map<string, Map<string, Tally>>();
  /** What costs something, by what it costs: a tier or a segment may have its own `routing.costs`. */
  readonly #costly = new Map<string, Costly>();
  readonly #policy: Policy;

  constructor(policy: Policy) {
    this.#policy = policy;
  }

  add(customer: SimulatedCustomer): void {
    const tier: Costly['tier'] =
      customer.intent === null ? OUT_OF_SCOPE : (this.#policy.intents.get(customer.intent)?.tier ?? DEFAULT_TIER);
    const dimensions = {
      segment: customer.segment,
      channel: customer.channel,
      language: customer.language,
      intent: customer.intent ?? OUT_OF_SCOPE,
      tier,
    };
    tally(this.#all, customer);
    for (const [dimension, name] of Object.entries(dimensions)) {
      if (name === undefined) continue;
      let groups = this.#by.get(dimension);
      if (!groups) this.#by.set(dimension, (groups = new Map()));
      let group = groups.get(name);
      if (!group) groups.set(name, (group = emptyTally()));
      tally(group, customer);
    }
    const price = JSON.stringify([tier, customer.segment ?? null]);
    const costly = this.#costly.get(price) ?? { tier, segment: customer.segment, ...NO_COST };
    costly.wrong += customer.wrongAnswers;
    costly.needless += Number(customer.outcome === 'handedOff' && tier === 'simple');
    costly.clarified += Number(customer.clarified);
    this.#costly.set(price, costly);
  }

  figures(): PopulationFigures {
    const group = (dimension: string): readonly (GroupFigures & { name: string })[] =>
      [...(this.#by.get(dimension) ?? [])]
        .map(([name, counted]) => ({ name, ...figuresOf(counted) }))
        .toSorted((a, b) => compareText(a.name, b.name));
    const { customers } = this.#all;
    return {
      ...figuresOf(this.#all),
      meanCost: customers === 0 ? null : this.#cost() / customers,
      by: {
        segment: group('segment'),
        channel: group('channel'),
        language: group('language'),
        intent: group('intent'),
        tier: group('tier'),
      },
    };
  }

  #cost(): number {
    const { costs } = this.#policy.settings.routing;
    const sorted = [...this.#costly].toSorted(([a], [b]) => compareText(a, b));
    return sorted.reduce((sum, [, { tier, segment, wrong, needless, clarified }]) => {
      const price = costsOf(costs, { tier: tier === OUT_OF_SCOPE ? undefined : tier, segment });
      return sum + wrong * price.wrong_answer + needless * price.needless_handoff + clarified * price.clarification;
    }, 0);
  }
}

const NO_COST = { wrong: 0, needless: 0, clarified: 0 };

interface Costly {
  readonly tier: Tier | typeof OUT_OF_SCOPE;
  readonly segment: string | undefined;
  wrong: number;
  needless: number;
  clarified: number;
}

function emptyTally(): Tally {
  return {
    customers: 0,
    turns: 0,
    answered: 0,
    assisted: 0,
    handedOff: 0,
    clarified: 0,
    abandoned: 0,
    wronglyAnswered: 0,
  };
}

function tally(into: Tally, { outcome, turns, clarified, wrongAnswers }: SimulatedCustomer): void {
  into.customers += 1;
  into.turns += turns;
  into.answered += Number(outcome === 'answered');
  into.assisted += Number(outcome === 'assisted');
  into.handedOff += Number(outcome === 'handedOff' || outcome === 'assisted');
  into.clarified += Number(clarified);
  into.abandoned += Number(outcome === 'abandoned');
  into.wronglyAnswered += Number(wrongAnswers > 0);
}

function figuresOf(counted: Tally): GroupFigures {
  const { customers, turns, answered, handedOff, clarified, abandoned, wronglyAnswered } = counted;
  return {
    ...counted,
    meanTurns: customers === 0 ? null : turns / customers,
    rates: {
      deflection: shareOf(answered, customers),
      handOff: shareOf(handedOff, customers),
      clarification: shareOf(clarified, customers),
      abandonment: shareOf(abandoned, customers),
      wrongAnswer: shareOf(wronglyAnswered, customers),
      handled: shareOf(answered + handedOff, customers),
    },
  };
}
