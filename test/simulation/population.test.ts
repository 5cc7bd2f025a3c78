import { expect, test } from 'vitest';
import { makePolicy } from '../../src/assistant/index.js';
import {
  PopulationCount,
  simulateCustomers,
  WaitingRoom,
  type PopulationFigures,
  type SimulatedCustomer,
  type WaitingFigures,
} from '../../src/simulation/index.js';
import { byKeyWords, shopWith, thresholds } from '../assistant/shop.js';

const heldout = (intent: string, ...texts: string[]): string =>
  `---\nintent: ${intent}\n---\n## en\n${texts.map((text) => `- ${text}\n`).join('')}`;
const workspace = shopWith({
  'heldout/order.track.md': heldout('order.track', 'where could my parcel be', 'any order news'),
  'heldout/refund.request.md': heldout('refund.request', 'give me my money back', 'a refund please'),
  'heldout/account.hacked.md': heldout('account.hacked', 'i was hacked'),
  'heldout/out-of-scope.md': heldout('out-of-scope', 'what is the weather', 'tell me a joke'),
});
const policy = makePolicy(workspace, thresholds);

async function customers(from: number, to: number, seed = 1): Promise<readonly SimulatedCustomer[]> {
  return simulateCustomers({ from, to }, workspace, policy, byKeyWords, {}, seed);
}

function count(list: readonly SimulatedCustomer[]): PopulationFigures {
  const population = new PopulationCount(policy);
  for (const customer of list) population.add(customer);
  return population.figures();
}

test('every customer ends with an answer, a person, or leaves', async () => {
  const figures = count(await customers(0, 2000));

  expect(figures.customers).toBe(2000);
  expect(figures.answered + figures.handedOff + figures.abandoned).toBe(2000);
  expect(figures.answered).toBeGreaterThan(0);
  expect(figures.abandoned).toBeGreaterThan(0);
  expect(figures.rates.handled.share).toBeCloseTo(1 - figures.abandoned / 2000, 10);
  expect(figures.by.segment.map(({ name }) => name)).toEqual(['new', 'returning', 'vip']);
});

test('a customer costs what routing.costs says of the tier, and first of the segment', () => {
  const costs = {
    wrong_answer: 20,
    needless_handoff: 3,
    clarification: 1,
    tiers: { simple: { wrong_answer: 10, clarification: 2 } },
    segments: { vip: { wrong_answer: 60 } },
  };
  const { settings } = workspace;
  const dear = makePolicy(
    { ...workspace, settings: { ...settings, routing: { ...settings.routing, costs } } },
    thresholds,
  );
  const population = new PopulationCount(dear);
  const common = {
    language: 'en',
    turns: 1,
    clarified: false,
    wrongAnswers: 0,
    priority: 'normal',
    tier: 'simple',
  } as const;
  // order.track is simple, account.hacked complex.
  population.add({ ...common, intent: 'order.track', outcome: 'answered', clarified: true, wrongAnswers: 1 });
  population.add({ ...common, intent: 'order.track', outcome: 'answered', segment: 'vip', wrongAnswers: 1 });
  population.add({ ...common, intent: 'order.track', outcome: 'handedOff' });
  population.add({ ...common, intent: 'account.hacked', outcome: 'answered', wrongAnswers: 2 });
  population.add({ ...common, intent: null, outcome: 'abandoned', clarified: true });
  expect(population.figures().meanCost).toBeCloseTo((10 + 2 + 60 + 3 + 2 * 20 + 1) / 5, 12);
});

test('the same seed brings the same customers, however they are shared out', async () => {
  const whole = await customers(0, 300);
  const parts = [...(await customers(150, 300)), ...(await customers(0, 150))];

  expect(count(parts)).toEqual(count(whole));
  expect(count(await customers(0, 300, 2))).not.toEqual(count(whole));
});

test('a VIP waits less than the others, and the fewest agents that meet the goal are found', async () => {
  const staff = { arrivalsPerHour: 60, serviceMinutes: { simple: 3, medium: 5, complex: 10 } };
  const list = await customers(0, 3000);

  const wait = (agents: number): WaitingFigures => {
    const room = new WaitingRoom({ ...staff, agents }, 1);
    for (const customer of list) room.add(customer);
    return room.figures({ all: 120 });
  };

  const { waits, agentsNeeded } = wait(4);
  const p90 = Object.fromEntries(waits.map((each) => [each.segment, each.p90 ?? 0]));

  expect(p90['vip']).toBeLessThan(p90['returning'] ?? 0);
  const enough = wait(agentsNeeded ?? 0).waits.at(-1)?.p90;
  const tooFew = wait((agentsNeeded ?? 0) - 1).waits.at(-1)?.p90;
  expect(enough).toBeLessThanOrEqual(120);
  expect(tooFew).toBeGreaterThan(120);
});
