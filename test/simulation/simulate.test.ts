import { expect, test } from 'vitest';
import { makePolicy } from '../../src/assistant/index.js';
import {
  checkScenarios,
  coverageOf,
  simulate,
  simulatorHere,
  type ScenarioResult,
} from '../../src/simulation/index.js';
import type { Workspace } from '../../src/workspace/index.js';
import { byKeyWords, shopWith, thresholds } from '../assistant/shop.js';

async function run(workspace: Workspace, options: { seed?: number; bail?: boolean } = {}): Promise<ScenarioResult> {
  const policy = makePolicy(workspace, thresholds);
  const here = simulatorHere(workspace, policy, byKeyWords, { seed: 1, traffic: {}, ...options });
  return simulate(workspace.scenarios, workspace.settings, [here], options);
}

const parcel = `
scenario: Where is it, and my money back
customer: { segment: returning, language: en }
channel: email
facts: { order_number: '48213', order_status: shipped }
turns:
  - customer: where is my order
    expect: { intent: order.track, action: answer, article: orders/track, task: 1, tier: simple }
  - customer: now i want my money back
    expect: { intent: refund.request, action: assist, packet: { known: [order_status], intents: [order.track] } }
`;

test('a scenario passes when all is as expected', async () => {
  const result = await run(shopWith({ 'scenarios/parcel.yaml': parcel }));

  expect(result).toMatchObject({ scenarios: { total: 1, passed: 1 }, turns: 2, failures: [] });
});

test('a failure tells expected against actual, the reasons, and the line of the turn', async () => {
  const wrong = parcel.replace(
    'action: assist, packet',
    'action: answer, reply: { contains: 60 days, lacks: 30 days }, packet',
  );

  const { failures, scenarios } = await run(shopWith({ 'scenarios/parcel.yaml': wrong }));

  expect(scenarios).toEqual({ total: 1, passed: 0 });
  expect(failures).toHaveLength(1);
  expect(failures[0]).toMatchObject({ file: 'scenarios/parcel.yaml', line: 9, turn: 2 });
  expect(failures[0]?.mismatches).toEqual([
    { what: 'action', expected: 'answer', actual: 'assist' },
    { what: 'reply.contains', expected: '60 days', actual: 'We refund within 30 days.' },
    { what: 'reply.lacks', expected: 'not: 30 days', actual: 'We refund within 30 days.' },
  ]);
  expect(failures[0]?.reasons.at(-1)).toBe('its tier is medium: a person checks the answer');
});

test('a matrix replays every combination, and a VIP is treated as one in it', async () => {
  const matrix = parcel
    .replace('turns:', 'matrix: { segments: all, channels: [chat, email] }\nturns:')
    .replace('action: assist, packet', 'action: handoff, packet');

  const { scenarios, failures } = await run(shopWith({ 'scenarios/parcel.yaml': matrix }));

  expect(scenarios).toEqual({ total: 6, passed: 2 });
  expect(failures.map(({ name }) => name)).toEqual([
    'scenarios/parcel.yaml [new, chat, en]',
    'scenarios/parcel.yaml [new, email, en]',
    'scenarios/parcel.yaml [returning, chat, en]',
    'scenarios/parcel.yaml [returning, email, en]',
  ]);
});

test('variations are a figure of robustness and fail nothing', async () => {
  const varied = `${parcel}variations: [casing, politeness]\n`;

  const { scenarios, variations, turns } = await run(shopWith({ 'scenarios/parcel.yaml': varied }));

  expect(scenarios).toEqual({ total: 1, passed: 1 });
  expect(turns).toBe(6);
  expect(variations).toMatchObject([
    { name: 'casing', replays: 1, total: 2 },
    { name: 'politeness', replays: 1, count: 2, total: 2, share: 1 },
  ]);
});

test('a drawn turn says a held-out utterance, the same for the same seed', async () => {
  const drawn = 'scenario: Drawn\nturns:\n  - customer: { intent: order.track }\n    expect: { intent: order.track }\n';
  const workspace = shopWith({
    'heldout/order.track.md': '---\nintent: order.track\n---\n## en\n- where could my parcel be\n- any order news\n',
    'scenarios/drawn.yaml': drawn,
  });

  expect(checkScenarios(workspace)).toEqual([]);
  expect((await run(workspace)).scenarios.passed).toBe(1);
  expect(await run(workspace, { seed: 3 })).toEqual(await run(workspace, { seed: 3 }));
});

test('coverage is of what the replay did, with and without the weight of the traffic', async () => {
  const workspace = shopWith({ 'scenarios/parcel.yaml': parcel });
  const { met } = await run(workspace);

  const coverage = coverageOf(met, makePolicy(workspace, thresholds), {
    intents: new Map([
      ['order.track', 60],
      ['refund.request', 20],
      ['delivery.time', 20],
    ]),
  });

  expect(coverage.intents).toEqual({
    covered: 2,
    total: 5,
    weighted: 0.8,
    missing: ['delivery.time', 'account.hacked', 'trade.prices'],
  });
  expect(coverage.tasks).toMatchObject({ covered: 1, total: 3, weighted: null });
  expect(coverage.segments).toMatchObject({ covered: 1, missing: ['new', 'vip'] });
  expect(coverage.transitions).toMatchObject({ covered: 1, total: null });
});

test('bail stops at the first scenario that fails', async () => {
  const failing = 'scenario: Fails\nturns:\n  - { customer: where, expect: { action: handoff } }\n';
  const workspace = shopWith({ 'scenarios/a.yaml': failing, 'scenarios/b.yaml': failing });

  expect(await run(workspace, { bail: true })).toMatchObject({ scenarios: { total: 1 }, stoppedEarly: true });
  expect(await run(workspace)).toMatchObject({ scenarios: { total: 2 }, stoppedEarly: false });
});

test('all that is wrong with scenarios is told at once, with places and nearest names', () => {
  const problems = checkScenarios(
    shopWith({
      'scenarios/wrong.yaml': `
scenario: Wrong
customer: { segment: vips }
channel: mail
facts: { order_state: lost, order_status: gone }
turns:
  - customer: { intent: order.trak }
    expect: { intent: refund.requests, article: orders/trak, packet: { missing: [order_numbr] } }
`,
      'scenarios/nothing.yaml': 'scenario: Nothing expected\nturns:\n  - customer: hello\n',
    }),
  );

  expect(problems.map(({ code, line }) => [code, line])).toEqual([
    ['scn/no-expectation', 3],
    ['scn/unknown-name', 3],
    ['scn/unknown-name', 4],
    ['scn/unknown-name', 5],
    ['scn/fact-value', 5],
    ['scn/unknown-name', 7],
    ['scn/unknown-name', 8],
    ['scn/unknown-name', 8],
    ['scn/unknown-name', 8],
  ]);
  expect(problems[1]?.hint).toBe('did you mean "vip"?');
});

test('an endless matrix is refused with its size', () => {
  const many = (prefix: string): string => Array.from({ length: 40 }, (_, index) => `${prefix}${index}`).join(', ');
  const channels = Array.from({ length: 40 }, (_, index) => `c${index}: {}`).join(', ');
  const problems = checkScenarios(
    shopWith({
      'kb.yaml': `segments: [${many('s')}]\nchannels: { ${channels} }\nfacts: { order_number: { type: string }, order_status: { type: enum, values: [shipped, delivered, lost] } }\n`,
      'scenarios/all.yaml':
        'scenario: All\nmatrix: { segments: all, channels: all }\nturns:\n  - { customer: hi, expect: { action: clarify } }\n',
    }),
  );

  expect(problems).toMatchObject([{ code: 'scn/endless-matrix', message: expect.stringContaining('1,600') as string }]);
});

test('with `clarify: choose` the customer picks the expected option, and the turn is held against what follows', async () => {
  const unsure = `
scenario: Unsure
clarify: choose
turns:
  - customer: perhaps my money back
    expect: { intent: refund.request, action: assist, clarifications: 1 }
`;

  expect(await run(shopWith({ 'scenarios/unsure.yaml': unsure }))).toMatchObject({
    scenarios: { passed: 1 },
    turns: 2,
  });
  const strict = shopWith({ 'scenarios/unsure.yaml': unsure.replace('clarify: choose\n', '') });
  expect((await run(strict)).failures[0]?.mismatches[0]).toMatchObject({ expected: 'assist', actual: 'clarify' });
});
