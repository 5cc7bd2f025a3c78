import { makePolicy } from '../../src/assistant/index.js';
import {
  acceptedRunOf,
  compareOutcomes,
  evaluate,
  outcomesOf,
  type EvaluatedUtterance,
} from '../../src/evaluation/index.js';
import type { LintResult } from '../../src/lint/index.js';
import {
  caseReporters,
  pages,
  type EvalReport,
  type LearningCurveReport,
  type SimulationReport,
} from '../../src/reporting/index.js';
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

/** Every page there is, by name. */
export async function allPages(): Promise<Readonly<Record<string, string>>> {
  const simulation = await simulationReport();
  const check = { name: HOSTILE[0], today: '2026-11-23', lint: lintResult, passed: false } as const;
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
    simulation: await pages.simulation(simulation),
    check: await pages.check({
      ...check,
      model: { intents: 12, utterances: 48, trained: true },
      evaluation: evalReport(12),
      simulation,
    }),
  };
}
