import type { Example, Recognition } from '../classifier/index.js';
import { compareText } from '../problem.js';
import type { Label } from './metrics.js';
import type { NextEdit } from './next.js';
import {
  bestOf,
  counted,
  DOUBTFUL,
  groupBy,
  isRight,
  suspectsFrom,
  tryAgain,
  type Baseline,
  type Train,
} from './next-trial.js';

/** Intents that are tried. */
const CANDIDATES = 5;
/** An intent is tried where at least so many of its utterances are taken for others. */
const FEWEST_CONFUSED = 3;
/** Either part of an intent has at least so many lines, and this share of them. */
const LEAST_PART = { lines: 10, share: 0.2 };
/** A split stands where it gained so many standard errors; many are tried, and most gain nothing but by chance. */
const BEYOND_CHANCE = 2;

/** Makes two intents of one whose lines lie between different others. */
export async function trySplits(baseline: Baseline, train: Train): Promise<readonly NextEdit[]> {
  const { examples, recognitions } = baseline;
  const aside = new Set(suspectsFrom(baseline, DOUBTFUL).map(({ index }) => index));
  const splits = splittable(baseline, aside);
  if (splits.length === 0) return [];
  const second = new Map(splits.flatMap(({ intent, parts }) => (parts[1] ?? []).map((i) => [i, partOf(intent)])));
  const whole = new Map<Label, Label>(splits.map(({ intent }) => [partOf(intent), intent]));
  const nameOf = (intent: Label): Label => whole.get(intent) ?? intent;
  const labelled = examples.map((example, i): Example => ({ ...example, intent: second.get(i) ?? example.intent }));
  const rows = (await tryAgain(baseline, labelled, train)).filter(([i]) => !aside.has(i));
  return splits.flatMap(({ intent, parts }): NextEdit[] => {
    // What was or is taken for it counts as well: a part may draw what the whole did not.
    const own = rows.filter(([i, after]) =>
      [examples[i]?.intent, bestOf(recognitions[i]), nameOf(bestOf(after))].includes(intent),
    );
    const { tried, changed } = counted(baseline, own, nameOf);
    const gained = tried.after - tried.before;
    if (gained < BEYOND_CHANCE * Math.sqrt(changed)) return [];
    const gain = (1000 * gained) / Math.max(rows.length, 1);
    return [{ kind: 'split', intents: [intent], gain, tried, lines: [], parts, cost: null, write: 0 }];
  });
}

/** The second part's name while it is tried; no intent is called so, since a name has one line. */
function partOf(intent: string): string {
  return `${intent}\n2`;
}

interface Split {
  readonly intent: string;
  /** Places among the examples; the larger part first. */
  readonly parts: readonly (readonly number[])[];
}

/** Intents with most errors whose lines fall into two parts; none that is taken for another of them, as they would mix. */
function splittable({ examples, recognitions }: Baseline, aside: ReadonlySet<number>): readonly Split[] {
  const groups = groupBy(
    [...examples.keys()].filter((i) => !aside.has(i)),
    (i) => examples[i]?.intent ?? null,
  );
  const errors = [...groups].flatMap(([intent, own]) => {
    const wrong = own.filter((i) => !isRight(intent, recognitions[i] as Recognition));
    const takenFor = new Set(wrong.map((i) => bestOf(recognitions[i])));
    return intent === null || wrong.length < FEWEST_CONFUSED ? [] : [{ intent, own, wrong: wrong.length, takenFor }];
  });
  const chosen: (Split & { readonly takenFor: ReadonlySet<Label> })[] = [];
  for (const { intent, own, takenFor } of errors.toSorted(
    (a, b) => b.wrong - a.wrong || compareText(a.intent, b.intent),
  )) {
    if (chosen.length === CANDIDATES) break;
    if (chosen.some((other) => takenFor.has(other.intent) || other.takenFor.has(intent))) continue;
    const sorted = own.toSorted((a, b) => compareText(examples[a]?.text ?? '', examples[b]?.text ?? ''));
    const parts = inTwo(sorted.map((i) => profile(recognitions[i] as Recognition, intent)))
      .map((part) => part.map((at) => sorted[at] as number))
      .toSorted((a, b) => b.length - a.length);
    const least = Math.max(LEAST_PART.lines, LEAST_PART.share * own.length);
    if ((parts[1]?.length ?? 0) >= least) chosen.push({ intent, parts, takenFor });
  }
  return chosen;
}

/** Which other intents an utterance lies near, of length 1: whatever its language, like ones lie near the same. */
type Profile = ReadonlyMap<string, number>;

function profile({ alternatives }: Recognition, own: string): Profile {
  const others = alternatives.filter(({ intent }) => intent !== own);
  const length = Math.sqrt(others.reduce((sum, { confidence }) => sum + confidence, 0));
  return new Map(others.map(({ intent, confidence }) => [intent, length > 0 ? Math.sqrt(confidence) / length : 0]));
}

const ROUNDS = 20;

/**
 * Spherical 2-means. It starts from two that are unlike each other, so that nothing is drawn.
 *
 * @see Dhillon & Modha 2001, "Concept decompositions for large sparse text data using clustering".
 */
function inTwo(profiles: readonly Profile[]): readonly (readonly number[])[] {
  const all = [...profiles.keys()];
  const least = (of: Profile): Profile =>
    profiles.reduce((a, b) => (alike(b, of) < alike(a, of) ? b : a), profiles[0] as Profile);
  const first = least(meanOf(profiles));
  let centres: readonly [Profile, Profile] = [first, least(first)];
  let parts: readonly (readonly number[])[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const isFirst = profiles.map((one) => alike(one, centres[0]) >= alike(one, centres[1]));
    const next = [all.filter((i) => isFirst[i]), all.filter((i) => !isFirst[i])] as const;
    if (parts[0]?.length === next[0].length && next[0].every((i, at) => parts[0]?.[at] === i)) break;
    parts = next;
    const centreOf = (part: readonly number[]): Profile => meanOf(part.map((i) => profiles[i] as Profile));
    centres = [centreOf(next[0]), centreOf(next[1])];
  }
  return parts;
}

function meanOf(profiles: readonly Profile[]): Profile {
  const sum = new Map<string, number>();
  for (const one of profiles) for (const [intent, value] of one) sum.set(intent, (sum.get(intent) ?? 0) + value);
  const length = Math.hypot(...sum.values());
  return new Map([...sum].map(([intent, value]) => [intent, length > 0 ? value / length : 0]));
}

function alike(a: Profile, b: Profile): number {
  let product = 0;
  for (const [intent, value] of a) product += value * (b.get(intent) ?? 0);
  return product;
}
