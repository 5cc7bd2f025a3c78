import type { Settings } from './settings.js';
import type { Tier } from './intent.js';

/** What `routing.costs` says a wrong answer, a needless hand-off and a question back cost. */
export interface Costs {
  readonly wrong_answer: number;
  readonly needless_handoff: number;
  readonly clarification: number;
}

/** The costs of an intent's tier and a customer's segment: the segment's own, else the tier's own, else those of all. */
export function costsOf(
  costs: Settings['routing']['costs'],
  { tier, segment }: { readonly tier?: Tier | undefined; readonly segment?: string | undefined },
): Costs {
  const ofTier = tier === undefined ? undefined : costs.tiers?.[tier];
  const segments = new Map(Object.entries(costs.segments ?? {}));
  const ofSegment = segment === undefined ? undefined : segments.get(segment);
  const cost = (what: keyof Costs): number => ofSegment?.[what] ?? ofTier?.[what] ?? costs[what];
  return {
    wrong_answer: cost('wrong_answer'),
    needless_handoff: cost('needless_handoff'),
    clarification: cost('clarification'),
  };
}
