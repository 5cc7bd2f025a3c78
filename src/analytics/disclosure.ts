import { NOTHING, type Dimension, type Figures, type Group, type Share, type Spread } from './figures.js';
import type { Topic } from './prepare.js';
import { suppress } from './suppress.js';

/** A group's name as a key, `null` included. */
export function keyOf({ name }: { readonly name: string | null }): string {
  return JSON.stringify(name);
}

type Groups = Readonly<Record<Dimension, readonly Group[]>>;

/** Which groups of a dimension have too few people to be shown, or would tell of such a one. */
export function hiddenOf(dimension: Dimension, groups: Groups, topics: readonly Topic[], least: number): Set<string> {
  const cells = groups[dimension].map((group) => ({ key: keyOf(group), people: group.people }));
  return suppress(cells, wholesOf(dimension, groups, topics, least), least);
}

/** Of which groups what is measured on a part of their conversations must go, so that no small group's can be computed. */
export function hiddenBases(
  dimension: Dimension,
  groups: Groups,
  topics: readonly Topic[],
  gone: ReadonlySet<string>,
  least: number,
): ReadonlyMap<Base, ReadonlySet<string>> {
  const wholes = wholesOf(dimension, groups, topics, least);
  return new Map(
    BASES.map((base) => {
      const cells = groups[dimension].map((group) => ({ key: keyOf(group), people: baseOf(group.figures, base) }));
      return [base, suppress(cells, wholes, least, gone)];
    }),
  );
}

/** Intents also add up to their tiers and articles where those are shown, and to the rest of all where those are not. */
function wholesOf(
  dimension: Dimension,
  groups: Groups,
  topics: readonly Topic[],
  least: number,
): readonly (readonly string[])[] {
  const keys = groups[dimension].map(keyOf);
  if (dimension !== 'intent') return [keys];
  return [
    keys,
    ...(['tier', 'article'] as const).flatMap((field) => {
      const parts = new Map<string | null, string[]>();
      const fieldOf = new Map(topics.map((topic) => [JSON.stringify(topic.name), topic[field]]));
      for (const key of keys) {
        const part = fieldOf.get(key) ?? null;
        parts.set(part, [...(parts.get(part) ?? []), key]);
      }
      const gone = hiddenOf(field, groups, topics, least);
      const isGone = ([name]: readonly [string | null, readonly string[]]): boolean => gone.has(keyOf({ name }));
      const rest = [...parts].filter(isGone).flatMap(([, some]) => some);
      return [...[...parts].filter((part) => !isGone(part)).map(([, some]) => some), rest];
    }),
  ];
}

/** What shares and means are of. They add up: that of one group is the difference between all and the others. */
const BASES = ['automated', 'followed', 'ratings'] as const;
type Base = (typeof BASES)[number];

/** How many a group's figures of a base are of. */
function baseOf({ resolution, repeatContact, satisfaction }: Figures, base: Base): number {
  const counts = { automated: resolution.total, followed: repeatContact.total, ratings: satisfaction.ratings };
  return counts[base] ?? 0;
}

/**
 * The same without what was measured on fewer than `least`.
 *
 * @param isHidden - which bases are hidden anyway, since they could be computed from other groups.
 */
export function conceal(figures: Figures, least: number, isHidden: (base: Base) => boolean = () => false): Figures {
  const isGone = (base: Base): boolean => {
    const of = baseOf(figures, base);
    return of > 0 && (of < least || isHidden(base));
  };
  const share = (one: Share, base: Base): Share =>
    isGone(base) ? { count: null, total: null, share: null, interval: null } : one;
  const spread = (one: Spread): Spread =>
    one.measured !== null && one.measured > 0 && one.measured < least ? { ...NOTHING, measured: null } : one;
  const { satisfaction } = figures;
  return {
    ...figures,
    resolution: share(figures.resolution, 'automated'),
    containment: share(figures.containment, 'automated'),
    handOff: share(figures.handOff, 'automated'),
    abandonment: share(figures.abandonment, 'automated'),
    firstResponse: spread(figures.firstResponse),
    wait: spread(figures.wait),
    resolutionTime: spread(figures.resolutionTime),
    messagesToSolution: spread(figures.messagesToSolution),
    repeatContact: share(figures.repeatContact, 'followed'),
    satisfaction: {
      ...(isGone('ratings') ? { ratings: null, mean: null, interval: null } : satisfaction),
      satisfied: share(satisfaction.satisfied, 'ratings'),
    },
  };
}
