import type { Settings } from '../workspace/index.js';
import type { Coverage } from './coverage.js';
import type { ScenarioResult } from './simulate.js';

/** One goal of kb.yaml held against what was measured. */
export interface SimulateGoal {
  /** Its path in kb.yaml, `simulate.intent_coverage`. */
  readonly goal: string;
  readonly target: number;
  readonly value: number | null;
  /** `null`: not measured, since there are no data for it. That is no failure. */
  readonly met: boolean | null;
}

/** What the goals are held against. What was not simulated is absent. */
export interface Measured {
  readonly result: ScenarioResult;
  readonly coverage: Coverage;
  /** The share of simulated customers who got an answer or a person. */
  readonly handled?: number | null;
  /** The 90th percentile of the waiting time by segment, `all` among them, in seconds. */
  readonly waitP90?: Readonly<Record<string, number | null>>;
}

/** Holds the goals under `goals.simulate` against a simulation, in the order of the schema. */
export function judgeSimulateGoals(goals: Settings['goals']['simulate'], measured: Measured): readonly SimulateGoal[] {
  const { result, coverage, handled, waitP90 } = measured;
  const { intents } = coverage;
  const ratio = (part: number, whole: number | null): number | null => (whole ? part / whole : null);
  const held = result.variations.reduce((sum, { count }) => sum + count, 0);
  const varied = result.variations.reduce((sum, { total }) => sum + total, 0);
  const { total, passed } = result.scenarios;
  const atLeast: readonly (readonly [string, number | undefined, number | null])[] = [
    ['intent_coverage', goals.intent_coverage, total === 0 ? null : ratio(intents.covered, intents.total)],
    ['handled', goals.handled, handled ?? null],
    ['scenarios_passed', goals.scenarios_passed, ratio(passed, total)],
    ['robustness', goals.robustness, ratio(held, varied)],
  ];
  return [
    ...atLeast.flatMap(([name, target, value]) =>
      target === undefined
        ? []
        : [{ goal: `simulate.${name}`, target, value, met: value === null ? null : value >= target }],
    ),
    ...Object.entries(goals.wait_p90_seconds ?? {}).map(([segment, target]) => {
      const value = waitP90?.[segment] ?? null;
      return {
        goal: `simulate.wait_p90_seconds.${segment}`,
        target,
        value,
        met: value === null ? null : value <= target,
      };
    }),
  ];
}
