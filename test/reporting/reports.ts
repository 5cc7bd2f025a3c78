import type { NamedFigures, Share, Spread } from '../../src/analytics/index.js';
import { makePolicy } from '../../src/assistant/index.js';
import {
  acceptedRunOf,
  compareOutcomes,
  evaluate,
  outcomesOf,
  type EvaluatedUtterance,
} from '../../src/evaluation/index.js';
import { shareOf } from '../../src/interval.js';
import type { LintResult } from '../../src/lint/index.js';
import {
  caseReporters,
  pages,
  type EvalReport,
  type LearningCurveReport,
  type SimulationReport,
  type StatsReport,
} from '../../src/reporting/index.js';
import type { MiningReport } from '../../src/mining/index.js';
import {
  coverageOf,
  PopulationCount,
  simulate,
  simulatePopulation,
  simulatorHere,
  statedTraffic,
  stubsFor,
  WaitingRoom,
} from '../../src/simulation/index.js';
import { byKeyWords, shopWith, thresholds } from '../assistant/shop.js';
import { reportOf, topic } from '../review/mined.js';
import { lintTexts, minimal } from '../lint/workspaces.js';

/** What must come out as text wherever it goes in. */
export const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</style><script>alert(1)</script><!--',
  'right \u202eto left\u202c, bell \u0007, escape \u001b[31m',
  '&lt;b&gt; is no tag, \ud800 no character',
] as const;

/** Sentences of so many intents, every fifth taken for another intent, every seventh not recognised; some hostile. */
function evaluated(intents: number, each: number): readonly EvaluatedUtterance[] {
  const nameOf = (index: number): string => `area${index % 12}.intent_with_a_long_name_${index % intents}`;
  return Array.from({ length: intents * each }, (_, index) => {
    const expected = index % 11 === 0 ? null : nameOf(index);
    const best = index % 5 === 0 ? nameOf(index * 7 + 1) : nameOf(index);
    const confidence = ((index * 37) % 100) / 100;
    const hostile = index % 5 === 0 ? HOSTILE[(index / 5) % 40] : undefined;
    return {
      text: hostile ?? `a sentence number ${index} as customers write it, not too short`,
      language: index % 3 === 0 ? 'zh' : 'en',
      expected,
      recognition: {
        intent: index % 7 === 0 ? null : best,
        confidence,
        alternatives: [{ intent: best, confidence }],
      },
    };
  });
}

export function evalReport(intents: number, each = 4, compared = true): EvalReport {
  const rows = evaluated(intents, each);
  const evaluation = evaluate(rows, { recognised: 0.3, answer: 0.8 });
  const pairs = rows.map(({ text, language, expected, recognition }, index) => {
    const after = { intent: recognition.intent, best: recognition.intent, confidence: recognition.confidence };
    return { text, language, expected, after, before: index % 4 === 0 ? { ...after, intent: expected } : after };
  });
  const comparison = {
    ...compareOutcomes(pairs, { thresholds: { before: 0.3, after: 0.3 }, shared: 0 }),
    against: { kind: 'revision', revision: '<main>', commit: '0123456789abcdef' },
    unpaired: 2,
    trainings: 3,
  } as const;
  return {
    ...evaluation,
    model: { hash: 'abcdef0123456789' },
    method: { kind: 'heldout' },
    leaks: 1,
    goals: [
      { goal: 'eval.in_scope_accuracy', target: 0.9, value: evaluation.summary.inScope.accuracy, met: false },
      { goal: 'eval.intents.<b>.recall', target: 0.5, value: null, met: null },
    ],
    outcomes: outcomesOf(rows),
    ...(compared && { comparison }),
  };
}

const heldout = (intent: string, ...texts: readonly string[]): string =>
  `---\nintent: ${intent}\n---\n## en\n${texts.map((text) => `- ${text}\n`).join('')}`;

/** A small shop's simulation with hostile scenarios, failures, customers and a queue. */
async function simulationReport(): Promise<SimulationReport> {
  const workspace = shopWith({
    'heldout/order.track.md': heldout('order.track', 'where could my parcel be', 'any order news'),
    'heldout/out-of-scope.md': heldout('out-of-scope', 'what is the weather'),
    'scenarios/hostile.yaml': JSON.stringify({
      scenario: HOSTILE[0],
      turns: HOSTILE.map((customer) => ({ customer, expect: { action: 'answer', reply: { contains: customer } } })),
    }),
    'scenarios/parcel.yaml': JSON.stringify({
      scenario: 'A parcel',
      facts: { order_number: '48213', order_status: 'shipped' },
      turns: [{ customer: 'where is my order', expect: { action: 'answer' } }],
      variations: ['typos', 'politeness'],
    }),
  });
  const policy = makePolicy(workspace, thresholds);
  const rows: string[] = [];
  const render = caseReporters.html;
  const here = simulatorHere(workspace, policy, byKeyWords, { seed: 1, traffic: {}, ...(render && { render }) });
  const result = await simulate(workspace.scenarios, workspace.settings, [here], {
    onRows: (some) => rows.push(...some),
  });
  const counted = new PopulationCount(policy);
  const room = new WaitingRoom(
    { agents: 1, arrivalsPerHour: 60, serviceMinutes: { simple: 5, medium: 5, complex: 10 } },
    1,
  );
  for await (const customer of simulatePopulation(60, [here])) {
    counted.add(customer);
    room.add(customer);
  }
  const coverage = coverageOf(result.met, policy, statedTraffic(workspace.settings));
  return {
    name: HOSTILE[1],
    seed: 1,
    result,
    coverage,
    stubs: stubsFor(coverage, workspace),
    population: counted.figures(),
    waiting: room.figures({ all: 60 }),
    goals: [{ goal: 'simulate.wait_p90_seconds.<all>', target: 60, value: 90, met: false }],
    rows: (async function* () {
      yield* rows;
    })(),
  };
}

/** Findings with hostile files, messages and hints. */
export const lintResult: LintResult = {
  ...lintTexts(minimal),
  problems: HOSTILE.flatMap((text, index) =>
    (['error', 'warning', 'info'] as const).map((severity) => ({
      code: `utt/hostile-${index % 3}` as const,
      severity,
      message: text,
      hint: text,
      file: `intents/${text}.md`,
      line: index + 1,
      related: [{ file: text, line: 2, message: text }],
    })),
  ),
};

const learningCurveReport: LearningCurveReport = {
  method: { kind: 'heldout' },
  tested: 200,
  points: [0.25, 0.5, 0.75, 1].map((share) => ({
    share,
    utterances: 1000 * share,
    accuracyWithoutThreshold: 0.6 + 0.3 * share,
    accuracy: 0.5 + 0.3 * share,
    outOfScopeRecall: 0.7,
    jointAccuracy: 0.55 + 0.3 * share,
  })),
  expected: { accuracyWithoutThreshold: 0.93, exponent: 0.4 },
  byIntent: [...HOSTILE].map((intent) => ({
    intent,
    utterances: 20,
    tested: 9,
    accuracyWithoutThreshold: [0.4, 0.5, null, 0.7],
    expected: { accuracyWithoutThreshold: 0.8, exponent: 0.4 },
  })),
};

const share = (part: number, total: number): Share => shareOf(part, total);
const spread = (median: number): Spread => ({
  measured: 90,
  median,
  medianInterval: [median - 1, median + 1],
  p90: 3 * median,
  p90Interval: [2 * median, null],
});
const named = (name: string | null, conversations = 90): NamedFigures => ({
  name,
  conversations,
  customers: 80,
  unknownCustomers: 2,
  questions: conversations + 10,
  messages: 3 * conversations,
  resolution: share(40, 80),
  containment: share(50, 80),
  handOff: share(30, 80),
  abandonment: share(10, 80),
  firstResponse: spread(3),
  wait: spread(400),
  resolutionTime: spread(4000),
  messagesToSolution: spread(2),
  repeatContact: share(9, 70),
  satisfaction: { ratings: 30, mean: 3.9, interval: [3.5, 4.2], satisfied: share(20, 30) },
});
const weeks = ['2026-10-05', '2026-10-12', '2026-10-19', '2026-10-26'];
const groupsOf = (names: readonly (string | null)[]): readonly NamedFigures[] => names.map((name) => named(name));
const weeklyOf = (intent: string | null): StatsReport['weekly']['byIntent'][number] => ({
  intent,
  counts: [3, null, 5, 9],
  next: { expected: 7.4, interval: [2, 14] },
});

const statsReport: StatsReport = {
  name: HOSTILE[0],
  today: '2026-11-23',
  window: { channels: [HOSTILE[1]] },
  from: '2026-10-05',
  to: '2026-11-01',
  minimumGroup: 5,
  repeatWithinDays: 7,
  reopenAfterHours: 24,
  overall: named('all', 300),
  silent: 0,
  reopened: share(3, 300),
  resolvedFrom: { stated: 30, assumed: 50 },
  coverage: share(60, 100),
  recognised: { logged: 50, byModel: 10, none: 40, read: 10 },
  by: {
    intent: groupsOf([...HOSTILE, null]),
    tier: groupsOf(['simple', null]),
    article: groupsOf([HOSTILE[1]]),
    channel: groupsOf([HOSTILE[2], 'chat']),
    segment: groupsOf(['vip']),
    language: groupsOf(['en', 'zh']),
    servedBy: groupsOf(['bot', 'person']),
    week: weeks.map((week, index) => named(week, 60 + 10 * index)),
  },
  hidden: { intent: 2, tier: 0, article: 0, channel: 0, segment: 1, language: 0, servedBy: 0, week: 0 },
  dropOff: [
    { from: 1, to: 1, reached: 80, left: share(8, 80) },
    { from: 2, to: null, reached: 40, left: share(2, 40) },
  ],
  leaving: [...HOSTILE, null].map((intent) => ({
    intent,
    left: share(8, 80),
    messages: named('all').messagesToSolution,
  })),
  hurts: HOSTILE.map((text, index) => ({
    intent: index === 0 ? null : text,
    hurt: 'left' as const,
    count: 9,
    customers: 8,
    questions: 30,
    cost: 180,
    advice: text,
    examples: [{ conversation: text, turns: ['customer', 'bot'].map((role) => ({ role, text })) }],
  })),
  nextQuestions: [
    { intent: HOSTILE[0], questions: 30, nothing: share(20, 30), next: [{ intent: HOSTILE[1], share: share(5, 30) }] },
  ],
  articles: [
    {
      article: HOSTILE[1],
      answered: 30,
      handOff: share(9, 30),
      badRating: share(3, 30),
      anotherQuestion: share(4, 30),
      sameAgain: share(2, 30),
      trouble: share(12, 30),
      isWorse: true,
    },
  ],
  weekly: { weeks, nextWeek: '2026-11-02', all: weeklyOf(null), byIntent: HOSTILE.map(weeklyOf) },
  emerging: [
    {
      intent: HOSTILE[0],
      kind: 'burst',
      lastWeek: 9,
      before: 3.5,
      ratio: 2.5,
      ratioInterval: [1.2, null],
      pValue: 0.0004,
      qValue: 0.01,
    },
  ],
  goals: [{ goal: 'stats.satisfaction', target: 4.2, value: 3.9, met: false }],
};

const trend = weeks.map((week, index) => ({ week, messages: 1 + index * index }));
const counted = HOSTILE.map((name) => ({ name, messages: 3 }));
const miningReport: MiningReport = {
  ...reportOf(
    ...HOSTILE.map((text, index) =>
      topic(text, [text, `${text} and again`], {
        trend,
        growth: 0.4 - index / 10,
        phrases: [text],
        channels: counted,
        segments: counted,
        agentReply: { text, replies: 2 },
        costPerWeek: 3.2,
        suggestion: { kind: 'add-to-intent', intent: text, evidence: text },
      }),
    ),
  ),
  days: { from: '2026-10-05', to: '2026-11-01' },
  singles: { count: 1, utterances: topic('single', [HOSTILE[1]]).utterances },
};

const suspects = HOSTILE.map((text, index) => ({
  text,
  language: 'en',
  intent: index === 0 ? null : text,
  suggested: text,
  probability: 0.8,
  ownProbability: 0.1,
  times: 8,
  file: `intents/${text}.md`,
  line: 12,
  belongs: null,
}));
const edits = (['move', 'add', 'merge', 'out-of-scope', 'split', 'thresholds'] as const).map((kind, index) => ({
  kind,
  intents: [HOSTILE[0], HOSTILE[1]],
  gain: index === 3 || index === 5 ? null : 4.2 - index,
  tried: { utterances: 90, before: 60, after: 64 },
  lines: kind === 'move' ? suspects : [],
  parts: kind === 'split' ? [suspects, suspects] : [],
  cost: kind === 'thresholds' ? { before: 2.1, after: 1.9 } : null,
  write: 20,
}));

const cost = { cost: 1.9, answered: 0.4, wrong: 0.01, handedOver: 0.5 };
const tuningReport = {
  current: { recognised: 0.4, answer: 0.7, intents: { [HOSTILE[0]]: 0.6 } },
  thresholds: {
    answer: 0.8,
    intents: { [HOSTILE[0]]: 0.61, [HOSTILE[1]]: 0.9, constructor: 0.7 },
    segments: { [HOSTILE[1]]: 0.93 },
  },
  messages: 900,
  now: { ...cost, cost: 2.1 },
  single: cost,
  tuned: cost,
  byIntent: { gain: 0.02, standardError: 0.01, kept: true },
};
const logReplay = {
  conversations: 40,
  turns: 90,
  badLines: 2,
  actions: { answer: 40, assist: 10, clarify: 20, handoff: 20 },
  intents: HOSTILE.map((intent) => ({ intent, turns: 20 })),
  unrecognised: 30,
  labelled: { turns: 0, agreed: 0 },
  answeredAlone: 10,
  withoutReason: 0,
};

/** Every page there is, by name. */
export async function allPages(): Promise<Readonly<Record<string, string>>> {
  const simulation = await simulationReport();
  // Small: its parts are those of the other pages.
  const lint = { ...lintResult, problems: lintResult.problems.slice(0, 4) };
  const check = { name: HOSTILE[0], today: '2026-11-23', lint, passed: false } as const;
  const runs = Array.from({ length: 4 }, (_, index) =>
    acceptedRunOf(
      evaluate(evaluated(8 + index, 20), { recognised: 0.3, answer: 0.8 }),
      `2026-11-0${index + 1}`,
      HOSTILE[0],
    ),
  );
  return {
    eval: await pages.eval(evalReport(12)),
    learningCurve: await pages.learningCurve(learningCurveReport),
    history: await pages.history(runs),
    lint: await pages.lint(lintResult),
    mining: await pages.mining(miningReport),
    stats: await pages.stats(statsReport),
    next: await pages.next({ utterances: 900, edits }),
    suspects: await pages.suspects({ utterances: 900, suspects }),
    simulation: await pages.simulation(simulation),
    tuning: await pages.tuning(tuningReport),
    logReplay: await pages.logReplay(logReplay),
    check: await pages.check({
      ...check,
      model: { intents: 12, utterances: 48, trained: true },
      evaluation: evalReport(4, 5, false),
      simulation,
    }),
  };
}
