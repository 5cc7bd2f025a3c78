import type { Thresholds } from './types.js';

/** Answer thresholds that a team sets itself, `routing.thresholds` of kb.yaml; what is not named stays as learned. */
export interface OwnThresholds {
  readonly answer?: number | undefined;
  readonly intents?: Readonly<Record<string, number>> | undefined;
  readonly segments?: Readonly<Record<string, number>> | undefined;
}

/** The learned thresholds with the team's own in their place. */
export function withOwnThresholds(learned: Thresholds, own: OwnThresholds | undefined): Thresholds {
  if (!own) return learned;
  const { answer = learned.answer, intents, segments } = own;
  return {
    recognised: learned.recognised,
    answer: Math.max(answer, learned.recognised),
    ...(intents && { intents }),
    ...(segments && { segments }),
  };
}

/**
 * From which confidence on this intent may be answered to a customer of this segment: the intent's own threshold or the
 * segment's, the higher of them where there are both, else the one of all. An intent that is not recognised is never
 * answered.
 */
export function answersFrom(thresholds: Thresholds, intent: string | null, segment?: string): number {
  const { recognised, answer, intents = {}, segments = {} } = thresholds;
  const own = intent !== null && Object.hasOwn(intents, intent) ? intents[intent] : undefined;
  const theirs = segment !== undefined && Object.hasOwn(segments, segment) ? segments[segment] : undefined;
  const chosen = own === undefined && theirs === undefined ? answer : Math.max(own ?? 0, theirs ?? 0);
  return Math.max(chosen, recognised);
}
