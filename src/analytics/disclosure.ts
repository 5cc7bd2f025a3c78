import {
  BASES,
  CONCEALED,
  NOTHING,
  type Base,
  type Dimension,
  type Figures,
  type Group,
  type Share,
  type Spread,
} from './figures.js';
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
  const wholes = wholesOf(dimension, groups, topics, (part) => hiddenOf(part, groups, topics, least));
  return suppress(cells, wholes, least);
}

/** Of which groups what is measured on a part of their conversations must go, so that no small group's can be computed. */
export function hiddenBases(
  dimension: Dimension,
  groups: Groups,
  topics: readonly Topic[],
  least: number,
): ReadonlyMap<Base, ReadonlySet<string>> {
  return new Map(BASES.map((base) => [base, hiddenOfBase(base, dimension, groups, topics, least)]));
}

function hiddenOfBase(
  base: Base,
  dimension: Dimension,
  groups: Groups,
  topics: readonly Topic[],
  least: number,
): Set<string> {
  const cells = groups[dimension].map((group) => ({ key: keyOf(group), people: group.peopleOf[base] }));
  // A tier that is shown may hide this base of it: then its intents add up to nothing that is shown.
  const wholes = wholesOf(dimension, groups, topics, (part) => hiddenOfBase(base, part, groups, topics, least));
  return suppress(cells, wholes, least, hiddenOf(dimension, groups, topics, least));
}

/**
 * Intents also add up to their tiers and articles where those are shown, and to the rest of all where those are not.
 *
 * @param hiddenParts - which tiers, or articles, are not shown.
 */
function wholesOf(
  dimension: Dimension,
  groups: Groups,
  topics: readonly Topic[],
  hiddenParts: (field: 'tier' | 'article') => ReadonlySet<string>,
): readonly (readonly string[])[] {
  const keys = groups[dimension].map(keyOf);
  if (dimension !== 'intent') return [keys];
  // The parts before all: what must go for a part may serve for all, too.
  return [
    ...(['tier', 'article'] as const).flatMap((field) => {
      const parts = new Map<string | null, string[]>();
      const fieldOf = new Map(topics.map((topic) => [JSON.stringify(topic.name), topic[field]]));
      for (const key of keys) {
        const part = fieldOf.get(key) ?? null;
        parts.set(part, [...(parts.get(part) ?? []), key]);
      }
      const gone = hiddenParts(field);
      const isGone = ([name]: readonly [string | null, readonly string[]]): boolean => gone.has(keyOf({ name }));
      const rest = [...parts].filter(isGone).flatMap(([, some]) => some);
      return [...[...parts].filter((part) => !isGone(part)).map(([, some]) => some), rest];
    }),
    keys,
  ];
}

/**
 * A group's figures without what was measured on fewer than `least`: people, or times.
 *
 * @param isHidden - which bases are hidden anyway, since they could be computed from other groups.
 */
export function conceal(
  { figures, peopleOf }: Group,
  least: number,
  isHidden: (base: Base) => boolean = () => false,
): Figures {
  const isGone = (base: Base): boolean => {
    const people = peopleOf[base];
    return people > 0 && (people < least || isHidden(base));
  };
  const share = (one: Share, base: Base): Share => (isGone(base) ? CONCEALED : one);
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
