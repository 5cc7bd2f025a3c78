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
/** Between models of the same utterances but a few, trainings differ by at least this share of what others do. */
const LEAST_CHANGED = 0.05;
/**
 * The standard deviation of an intent's accuracy between two trainings is at most this: what was measured with five
 * utterances an intent (docs/evaluation.md). With few intents their own spread would say more than there can be.
 */
const MOST_SPREAD = 0.3;

/**
 * The 95 % interval of the difference of two models' shares of right outcomes.
 *
 * Two models that learned from other utterances of the same kind differ by more than the chance of the held-out set: some
 * intents were lucky in the draw, and all their utterances move together. McNemar's test takes each utterance for itself,
 * and calls that a real difference far too often. So one paired bootstrap resamples utterances, another one whole intents.
 * What the second one is wider is the part of the training, and counts as far as the trainings differ: its variance is
 * proportional to the utterances that they do not share. The interval is never narrower than what can be known where hardly
 * anything changed.
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
  const better = groups.reduce((sum, group) => sum + group.better, 0);
  const worse = groups.reduce((sum, group) => sum + group.worse, 0);
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
  const most = (Z * MOST_SPREAD * Math.sqrt(groups.reduce((sum, group) => sum + group.total ** 2, 0))) / total;
  const changed = Math.max(1 - shared, LEAST_CHANGED);
  /** How far the interval goes to one side of the difference. */
  const reach = (byIntents: number, own: number): number =>
    Math.sqrt(own ** 2 + changed * Math.min(Math.max(byIntents ** 2 - own ** 2, 0), most ** 2));
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
