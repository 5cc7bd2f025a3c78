import type { Decision, Policy } from '../assistant/index.js';
import { compareText } from '../problem.js';
import type { Settings } from '../workspace/index.js';

/** How much of something the replay met. */
export interface Covered {
  readonly covered: number;
  /** `null` where nobody can say how many there are: transitions between intents without a log. */
  readonly total: number | null;
  /** The share of the traffic that it stands for, in [0, 1]; `null` without figures of the traffic. */
  readonly weighted: number | null;
  /** What was not met, the heaviest first. */
  readonly missing: readonly string[];
}

export type Dimension =
  'intents' | 'articles' | 'tasks' | 'tiers' | 'actions' | 'segments' | 'channels' | 'languages' | 'transitions';

export type Coverage = Readonly<Record<Dimension, Covered>>;

/** How often each occurs, in any unit. A dimension without figures is absent. */
export type Traffic = Readonly<
  Partial<Record<'intents' | 'segments' | 'channels' | 'languages' | 'transitions', Weights>>
>;
export type Weights = ReadonlyMap<string, number>;

/** What a replay did, by name. */
export type Met = Readonly<Record<Dimension, Set<string>>>;

export function nothingMet(): Met {
  return {
    intents: new Set(),
    articles: new Set(),
    tasks: new Set(),
    tiers: new Set(),
    actions: new Set(),
    segments: new Set(),
    channels: new Set(),
    languages: new Set(),
    transitions: new Set(),
  };
}

/** Notes what one decision did. */
export function meet(
  met: Met,
  decision: Decision,
  where: { readonly segment?: string; readonly channel?: string; readonly before: string | null },
): void {
  const { intent, article, task, tier, action, language } = decision;
  if (intent !== null) met.intents.add(intent);
  if (article !== undefined) met.articles.add(article);
  if (article !== undefined && task) met.tasks.add(taskName(article, task.index));
  if (tier) met.tiers.add(tier);
  met.actions.add(action);
  if (where.segment !== undefined) met.segments.add(where.segment);
  if (where.channel !== undefined) met.channels.add(where.channel);
  met.languages.add(language);
  if (where.before !== null && intent !== null && where.before !== intent) {
    met.transitions.add(transitionName(where.before, intent));
  }
}

function taskName(article: string, index: number): string {
  return `${article}#${index + 1}`;
}

export function transitionName(from: string, to: string): string {
  return `${from} → ${to}`;
}

/** What the replay met of all there is, plain and by the traffic that it stands for. */
export function coverageOf(met: Met, policy: Policy, traffic: Traffic): Coverage {
  const { settings, intents, articles, articlesOf } = policy;
  const tiers = [...new Set([...intents.values()].flatMap(({ tier }) => tier ?? []))];
  const tasks = [...articles].flatMap(([id, translations]) => {
    const [first] = translations.values();
    return (first?.tasks ?? []).map((_, index) => taskName(id, index));
  });
  const perArticle = new Map<string, number>();
  const perTier = new Map<string, number>();
  for (const [intent, weight] of traffic.intents ?? []) {
    const tier = intents.get(intent)?.tier;
    if (tier) perTier.set(tier, (perTier.get(tier) ?? 0) + weight);
    const ids = articlesOf.get(intent) ?? [];
    for (const id of ids) perArticle.set(id, (perArticle.get(id) ?? 0) + weight / ids.length);
  }
  const known = traffic.intents !== undefined;
  return {
    intents: cover(met.intents, [...intents.keys()], traffic.intents),
    articles: cover(met.articles, [...articles.keys()], known ? perArticle : undefined),
    tasks: cover(met.tasks, tasks, undefined),
    tiers: cover(met.tiers, tiers, known ? perTier : undefined),
    actions: cover(met.actions, ['answer', 'assist', 'clarify', 'handoff'], undefined),
    segments: cover(met.segments, settings.segments, traffic.segments),
    channels: cover(met.channels, Object.keys(settings.channels), traffic.channels),
    languages: cover(met.languages, settings.languages, traffic.languages),
    transitions: traffic.transitions
      ? cover(met.transitions, [...traffic.transitions.keys()], traffic.transitions)
      : { covered: met.transitions.size, total: null, weighted: null, missing: [] },
  };
}

function cover(met: ReadonlySet<string>, all: readonly string[], weights: Weights | undefined): Covered {
  const weigh = (names: readonly string[]): number => names.reduce((sum, name) => sum + (weights?.get(name) ?? 0), 0);
  const missing = all.filter((name) => !met.has(name));
  const whole = weights ? [...weights.values()].reduce((sum, weight) => sum + weight, 0) : 0;
  return {
    covered: all.length - missing.length,
    total: all.length,
    weighted: whole === 0 ? null : weigh(all.filter((name) => met.has(name))) / whole,
    missing: missing.toSorted((a, b) => (weights?.get(b) ?? 0) - (weights?.get(a) ?? 0) || compareText(a, b)),
  };
}

/** The traffic that kb.yaml states. */
export function statedTraffic({ traffic }: Settings): Traffic {
  const weights = (record: Readonly<Record<string, number>> | undefined): Weights | undefined =>
    record && Object.keys(record).length > 0 ? new Map(Object.entries(record)) : undefined;
  const stated = {
    intents: weights(traffic.intents),
    segments: weights(traffic.segments),
    channels: weights(traffic.channels),
    languages: weights(traffic.languages),
  };
  return Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== undefined));
}
