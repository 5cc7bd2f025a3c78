/** A group that may have too few people to be shown. */
export interface Cell {
  readonly key: string;
  /** Customers, and conversations whose customer is not known. */
  readonly people: number;
}

/**
 * Which groups to hide, so that no group of fewer than `least` people is shown, nor can be computed as the difference
 * between a whole that is shown and the other groups of it.
 *
 * Small groups are hidden first. Then, in every whole, the hidden ones must be at least two, and of `least` people
 * together: where they are not, the smallest that is still shown goes too (complementary suppression). Groups of nobody are
 * left alone: that nobody is there says nothing of anybody.
 *
 * @param cells - the groups.
 * @param wholes - which groups add up to something that is shown: all of them, those of one tier.
 * @param already - hidden for another reason.
 * @see Willenborg & de Waal 2001, "Elements of Statistical Disclosure Control", chapter 2.
 */
export function suppress(
  cells: readonly Cell[],
  wholes: readonly (readonly string[])[],
  least: number,
  already: ReadonlySet<string> = new Set(),
): Set<string> {
  const people = new Map(cells.map(({ key, people: number }) => [key, number]));
  const isSmall = (number: number): boolean => number > 0 && number < least;
  const hidden = new Set(
    cells.filter(({ key, people: number }) => isSmall(number) || already.has(key)).map(({ key }) => key),
  );
  for (let changed = true; changed;) {
    changed = false;
    for (const whole of wholes) {
      const present = whole.filter((key) => (people.get(key) ?? 0) > 0);
      const gone = present.filter((key) => hidden.has(key));
      if (gone.length === 0) continue;
      const together = gone.reduce((sum, key) => sum + (people.get(key) ?? 0), 0);
      if (gone.length > 1 && together >= least) continue;
      const [next] = present
        .filter((key) => !hidden.has(key))
        .toSorted((a, b) => (people.get(a) ?? 0) - (people.get(b) ?? 0) || (a < b ? -1 : 1));
      if (next === undefined) continue;
      hidden.add(next);
      changed = true;
    }
  }
  return hidden;
}
