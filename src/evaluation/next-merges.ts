import { compareText } from '../problem.js';
import type { Label } from './metrics.js';
import type { NextEdit } from './next.js';
import { bestOf, counted, DOUBTFUL, suspectsFrom, tryAgain, type Baseline, type Train } from './next-trial.js';

/** Pairs that are tried. */
const CANDIDATES = 5;
/** Two intents are a pair where at least so many utterances are taken for each other, either way. */
const FEWEST_CONFUSED = 3;

/** Makes one intent of two that are often taken for each other. */
export async function tryMerges(baseline: Baseline, train: Train): Promise<readonly NextEdit[]> {
  const { examples } = baseline;
  const aside = new Set(suspectsFrom(baseline, DOUBTFUL).map(({ index }) => index));
  const pairs = confusedPairs(baseline, aside);
  if (pairs.length === 0) return [];
  const merged = new Map<Label, Label>(pairs.map(([a, b]) => [b, a]));
  const nameOf = (intent: Label): Label => merged.get(intent) ?? intent;
  const labelled = examples.map((example) => ({ ...example, intent: nameOf(example.intent) }));
  const rows = await tryAgain(baseline, labelled, train);
  return pairs.map((intents) => {
    const own = rows.filter(([i]) => !aside.has(i) && intents.includes(examples[i]?.intent ?? ''));
    const { tried } = counted(baseline, own, nameOf);
    const gain = (1000 * (tried.after - tried.before)) / Math.max(rows.length, 1);
    return { kind: 'merge', intents, gain, tried, lines: [], parts: [], cost: null, write: 0 };
  });
}

/** Intents that are often taken for each other, the most often first; each in one pair only. */
function confusedPairs(
  { examples, recognitions }: Baseline,
  aside: ReadonlySet<number>,
): readonly (readonly [string, string])[] {
  const pairs = new Map<string, { intents: readonly [string, string]; count: number }>();
  for (const [i, { intent }] of examples.entries()) {
    const best = bestOf(recognitions[i]);
    if (intent === null || best === null || best === intent || aside.has(i)) continue;
    const [a, b] = [intent, best].toSorted(compareText) as [string, string];
    const key = JSON.stringify([a, b]);
    const pair = pairs.get(key);
    if (pair) pair.count += 1;
    else pairs.set(key, { intents: [a, b], count: 1 });
  }
  const chosen: (readonly [string, string])[] = [];
  for (const { intents, count } of [...pairs.values()].toSorted(
    (a, b) => b.count - a.count || compareText(a.intents.join('\n'), b.intents.join('\n')),
  )) {
    if (count < FEWEST_CONFUSED || chosen.length === CANDIDATES) break;
    if (!chosen.flat().some((intent) => intents.includes(intent))) chosen.push(intents);
  }
  return chosen;
}
