import type { MinedCluster, MiningReport } from '../../src/mining/index.js';

/** A topic of these texts, each said once; the first in conversation c-1, the second in c-2, … */
export function topic(id: string, texts: readonly string[], more: Partial<MinedCluster> = {}): MinedCluster {
  return {
    id,
    name: id,
    phrases: [],
    size: texts.length,
    conversations: texts.length,
    customers: texts.length,
    typical: texts.slice(0, 1),
    different: [],
    trend: [],
    growth: null,
    channels: [],
    segments: [],
    languages: [],
    reasons: [],
    afterwards: { handedOver: 0, abandoned: 0, resolved: 0 },
    costPerWeek: null,
    suggestion: { kind: 'new-intent', evidence: 'no intent comes near' },
    utterances: texts.map((text, index) => ({
      text,
      language: 'en',
      messages: 1,
      first: `c-${index + 1}#0`,
      customer: `c_000000000000000${index + 1}`,
      day: '2026-11-02',
    })),
    ...more,
  };
}

export function reportOf(...clusters: readonly MinedCluster[]): MiningReport {
  const unrecognised = clusters.reduce((sum, { size }) => sum + size, 0);
  return {
    today: '2026-11-23',
    conversations: unrecognised,
    days: null,
    turns: {
      total: unrecognised,
      unrecognised,
      excluded: { answer: 0, greeting: 0, ignored: 0, empty: 0 },
      reasons: {
        abstained: unrecognised,
        unsure: 0,
        fallback: 0,
        'failed-clarification': 0,
        'handed-over': 0,
        'bad-rating': 0,
        'said-again': 0,
      },
    },
    clusters,
    singles: { count: 0, utterances: [] },
  };
}
