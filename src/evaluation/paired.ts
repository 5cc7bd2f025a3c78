import { Z } from '../interval.js';
import { seededRandom } from '../text/index.js';

/** Whether an utterance was right before and after, and the group that moves with it: its intent. */
export interface PairedRow {
  readonly group: string | null;
  readonly before: boolean;
  readonly after: boolean;
}

/** The difference of two shares of right outcomes on the same utterances, with its uncertainty. */
export interface PairedDifference {
  readonly interval: readonly [low: number, high: number];
  /** The part of the interval's half width that more utterances would narrow. */
  readonly byUtterances: number;
  /** The part that they would not: other training utterances would have made another difference. */
  readonly byTraining: number;
}

/** What is known of the two trainings. */
export interface Trainings {
  /** The share of the training utterances that both have, in [0, 1]. */
  readonly shared: number;
  /** The part of the difference that may be chance as a whole: the interval holds with it and without it. */
  readonly drift: number;
}

const RESAMPLES = 2000;
/**
 * The standard deviation of the difference in an intent's accuracy between two trainings is at most this: what was measured
 * with five utterances an intent (docs/evaluation.md). With few intents their own spread would say more than there can be.
 */
const MOST_SPREAD = 0.3;
/** The same between two trainings on the same utterances, or all but a few: networks start, and end, elsewhere. */
const RETRAINED_SPREAD = 0.045;

/**
 * The 95 % interval of the difference of two models' shares of right outcomes.
 *
 * Two models that learned from other utterances of the same kind differ by more than the chance of the held-out set: some
 * intents were lucky in the draw, and all their utterances move together. McNemar's test takes each utterance for itself,
 * and calls that a real difference far too often. So one paired bootstrap resamples utterances, another one whole intents.
 * What the second one is wider is the part of the training. It counts as far as the trainings differ, in proportion to the
 * utterances that they do not share, and on top of that as far as two trainings on the very same utterances may. So an edit
 * of a few lines that ruins an intent is not taken for the luck of a draw, and the noise of training again not for a loss.
 * The interval is never narrower than what can be known where hardly anything changed.
 *
 * @param rows - in an order that does not depend on the files.
 * @returns `null` without rows.
 * @see Efron & Tibshirani 1993, ch. 8, for resampling the units that vary together; Hanley & MacGibbon 2006 for Poisson
 * weights; Agresti & Min 2005 for the least width.
 */
export function paired(
  rows: readonly PairedRow[],
  seed: number,
  { shared, drift }: Trainings,
): PairedDifference | null {
  const total = rows.length;
  if (total === 0) return null;
  const groups = groupsOf(rows);
  const better = sum(groups, (group) => group.better);
  const worse = sum(groups, (group) => group.worse);
  const difference = (better - worse) / total;

  const utterances = middle(seed, 'utterances', ({ next }) => (drawn(better, next) - drawn(worse, next)) / total);
  const least = (Z * Math.sqrt(better + worse + 1 - (better - worse) ** 2 / (total + 2))) / (total + 2);
  const byUtterances = Math.max((utterances[1] - utterances[0]) / 2, least);

  // Resamples of k groups vary by (k - 1) / k of what the groups do; and how much these do is only known from k of them:
  // Student's t instead of the normal distribution (Hill 1970's first term).
  const free = groups.length - 1;
  const stretch = free > 0 ? Math.sqrt(groups.length / free) * (1 + (Z ** 2 + 1) / (4 * free)) : 1;
  const intents = middle(seed, 'intents', ({ below }) => {
    let [gain, count] = [0, 0];
    for (let i = 0; i < groups.length; i += 1) {
      const group = groups[below(groups.length)] as Group;
      gain += group.better - group.worse;
      count += group.total;
    }
    return difference + stretch * (gain / count - difference);
  });
  // Where each intent's accuracy has this spread, intents' sizes say how far their mean goes.
  const widest = (spread: number): number => ((Z * spread) / total) ** 2 * sum(groups, ({ total: size }) => size ** 2);
  /** How far the interval goes to one side of the difference. */
  const reach = (byIntents: number, own: number): number => {
    const together = Math.max(byIntents ** 2 - own ** 2, 0);
    const drawnAnew = (1 - shared) * Math.min(together, widest(MOST_SPREAD));
    return Math.sqrt(own ** 2 + Math.min(together, drawnAnew + widest(RETRAINED_SPREAD)));
  };
  const below = reach(difference - intents[0], Math.max(difference - utterances[0], least)) + Math.max(drift, 0);
  const above = reach(intents[1] - difference, Math.max(utterances[1] - difference, least)) + Math.max(-drift, 0);
  return {
    interval: [Math.max(difference - below, -1), Math.min(difference + above, 1)],
    byUtterances,
    byTraining: Math.sqrt(Math.max(0, Math.max(below, above) ** 2 - byUtterances ** 2)),
  };
}

interface Group {
  total: number;
  better: number;
  worse: number;
}

function groupsOf(rows: readonly PairedRow[]): readonly Group[] {
  const groups = new Map<string | null, Group>();
  for (const { group: name, before, after } of rows) {
    let group = groups.get(name);
    if (!group) groups.set(name, (group = { total: 0, better: 0, worse: 0 }));
    group.total += 1;
    if (after && !before) group.better += 1;
    if (before && !after) group.worse += 1;
  }
  return [...groups.values()];
}

function sum(groups: readonly Group[], of: (group: Group) => number): number {
  return groups.reduce((total, group) => total + of(group), 0);
}

/** The middle 95 % of a figure over resamples. */
function middle(
  seed: number,
  part: string,
  draw: (random: { next: () => number; below: (limit: number) => number }) => number,
): readonly [number, number] {
  const random = seededRandom('paired', seed, part);
  const values = Float64Array.from({ length: RESAMPLES }, () => draw(random)).toSorted();
  const at = (share: number): number => values[Math.round(share * (RESAMPLES - 1))] as number;
  return [at(0.025), at(0.975)];
}

/** How often some of many utterances are drawn in a resample: each as often as a Poisson variable of mean 1 says. */
function drawn(some: number, next: () => number): number {
  let times = 0;
  for (let i = 0; i < some; i += 1) for (let left = next(); left > 1 / Math.E; left *= next()) times += 1;
  return times;
}
