import type { GoalResult } from '../evaluation/index.js';
import type { Settings } from '../workspace/index.js';
import type { Figures, Share } from './figures.js';

/** What `goals.stats` is held against; a group that may not be shown is absent. */
export interface Measured {
  readonly overall: Figures | undefined;
  readonly bySegment: readonly { readonly name: string | null; readonly figures: Figures }[];
  readonly coverage: Share | undefined;
}

/** Holds the goals under `goals.stats` against the figures, in the order of the schema. */
export function judgeStatsGoals(
  goals: Settings['goals']['stats'],
  { overall, bySegment, coverage }: Measured,
): readonly GoalResult[] {
  const result = (name: string, target: number, value: number | null | undefined, atMost: boolean): GoalResult => ({
    goal: `stats.${name}`,
    target,
    value: value ?? null,
    met: value === null || value === undefined ? null : atMost ? value <= target : value >= target,
  });
  const simple: readonly (readonly [string, number | undefined, number | null | undefined, boolean])[] = [
    ['resolution_rate', goals.resolution_rate, overall?.resolution.share, false],
    ['coverage', goals.coverage, coverage?.share, false],
    ['first_response_p90_seconds', goals.first_response_p90_seconds, overall?.firstResponse.p90, true],
    ...Object.entries(goals.wait_p90_seconds ?? {}).map(([segment, target]) => {
      const figures = segment === 'all' ? overall : bySegment.find(({ name }) => name === segment)?.figures;
      return [`wait_p90_seconds.${segment}`, target, figures?.wait.p90, true] as const;
    }),
    ['satisfaction', goals.satisfaction, overall?.satisfaction.mean, false],
  ];
  return simple.flatMap(([name, target, value, atMost]) =>
    target === undefined ? [] : [result(name, target, value, atMost)],
  );
}
