import { compareText } from '../problem.js';
import { paired, type PairedDifference } from './paired.js';
import { ratio, type Label } from './metrics.js';
import { mcnemarMidP } from './mcnemar.js';

/** What a model made of an utterance. */
export interface Recognised {
  /** `null`: abstained. */
  readonly intent: Label;
  /** The best intent, even where it abstained; `null`: none is known. */
  readonly best: Label;
  /** `null`: the system that made it tells none. */
  readonly confidence: number | null;
}

/** One held-out utterance with what was recognised before and after a change. */
export interface PairedOutcome {
  readonly text: string;
  readonly language: string;
  /** `null`: out of scope. */
  readonly expected: Label;
  readonly before: Recognised;
  readonly after: Recognised;
}

/** An utterance that changed its outcome; `null`: out of scope, or abstained. */
export interface Flip {
  readonly text: string;
  readonly language: string;
  readonly expected: Label;
  readonly before: Label;
  readonly after: Label;
  /** `neither`: one wrong outcome became another. */
  readonly effect: 'better' | 'worse' | 'neither';
}

/** How one intent fared; `null`: out of scope. */
export interface IntentChange {
  readonly intent: Label;
  readonly utterances: number;
  readonly better: number;
  readonly worse: number;
  /** Mid-p of McNemar's test on this intent alone, corrected for the number of intents that changed (Holm 1979). */
  readonly pValue: number;
}

export type Verdict = 'better' | 'worse' | 'no-difference' | 'too-little-data';

/** One figure before and after. */
export interface FigureChange {
  readonly figure: 'joint accuracy' | 'best intent';
  readonly verdict: Verdict;
  readonly utterances: number;
  readonly before: number | null;
  readonly after: number | null;
  /** After less before. */
  readonly difference: number | null;
  /** 95 %, with the difference that other training utterances of the same kind make. */
  readonly interval: readonly [low: number, high: number] | null;
  /** McNemar's test, mid-p: of these utterances alone, whatever the training. */
  readonly pValue: number | null;
  readonly better: number;
  readonly worse: number;
  /** Held-out utterances in all that would tell; `null` where none are needed, or none would. */
  readonly needed: number | null;
}

/** Whether a change made the recognition better, on the same utterances. The figure that decided comes first. */
export interface Comparison extends FigureChange {
  readonly figures: readonly FigureChange[];
  /** The ones that changed most first. */
  readonly byIntent: readonly IntentChange[];
  /** Worse ones first, then by intent and text. */
  readonly flips: readonly Flip[];
}

/** What is known of the two models. */
export interface ComparedModels {
  /** From which confidence on an intent counted as recognised; `null`: unknown. */
  readonly thresholds: { readonly before: number | null; readonly after: number | null };
  /** The share of training utterances that both have, in [0, 1]; see `sharedTraining`. 0 where it is not known. */
  readonly shared: number;
}

/** A difference that matters: an interval within it says that there is none. */
const MATTERS = 0.02;
/** One in so many verdicts may be wrong. */
const LEVEL = 0.05;

/**
 * Compares two models on the same utterances: the joint accuracy (the right intent when in scope, abstained when not), and
 * whether the best intent is right, threshold aside.
 *
 * A verdict needs McNemar's test at 5 % as well as an interval that takes the training into account; see `paired`. Joint
 * accuracy decides, and the best intent where that is open. Without anything out of scope to hold it against, the threshold
 * cannot be judged: then the best intent decides, and joint accuracy where that is open.
 */
export function compareOutcomes(pairs: readonly PairedOutcome[], models: ComparedModels, seed = 1): Comparison {
  const sorted = pairs.toSorted(
    (a, b) =>
      Number(a.expected === null) - Number(b.expected === null) ||
      compareText(a.expected ?? '', b.expected ?? '') ||
      compareText(a.text, b.text) ||
      compareText(a.language, b.language),
  );
  const inScope = sorted.filter(({ expected }) => expected !== null);
  const joint = figureChange('joint accuracy', sorted, ({ intent }) => intent, models, seed);
  const best = figureChange('best intent', inScope, (recognised) => recognised.best, models, seed);
  const figures = inScope.length < sorted.length ? [joint, best] : [best, joint];
  const decided = figures.find(({ verdict }) => verdict === 'worse' || verdict === 'better') ?? figures[0] ?? joint;
  return {
    ...decided,
    figures: figures.toSorted((a, b) => Number(b === decided) - Number(a === decided)),
    byIntent: intentChanges(sorted),
    flips: sorted.flatMap(flipOf).toSorted((a, b) => EFFECTS.indexOf(a.effect) - EFFECTS.indexOf(b.effect)),
  };
}

const EFFECTS = ['worse', 'better', 'neither'] as const;

function flipOf({ text, language, expected, before, after }: PairedOutcome): Flip[] {
  if (before.intent === after.intent) return [];
  const effect = after.intent === expected ? 'better' : before.intent === expected ? 'worse' : 'neither';
  return [{ text, language, expected, before: before.intent, after: after.intent, effect }];
}

function figureChange(
  figure: FigureChange['figure'],
  pairs: readonly PairedOutcome[],
  labelOf: (recognised: Recognised) => Label,
  { shared, thresholds }: ComparedModels,
  seed: number,
): FigureChange {
  const rows = pairs.map(({ expected, before, after }) => ({
    group: expected,
    before: labelOf(before) === expected,
    after: labelOf(after) === expected,
  }));
  const nothingChanged = pairs.every(isUnchanged);
  const better = rows.filter(({ before, after }) => after && !before).length;
  const worse = rows.filter(({ before, after }) => before && !after).length;
  const right = rows.filter(({ before }) => before).length;
  const known = paired(rows, seed, {
    shared,
    drift: figure === 'joint accuracy' ? thresholdDrift(pairs, thresholds) : 0,
  });
  const pValue = rows.length === 0 ? null : mcnemarMidP(better, worse);
  return {
    figure,
    ...(nothingChanged && rows.length > 0 ? UNCHANGED : judge(rows.length, better, worse, known, pValue)),
    utterances: rows.length,
    before: ratio(right, rows.length),
    after: ratio(right + better - worse, rows.length),
    difference: ratio(better - worse, rows.length),
    interval: nothingChanged && known ? [0, 0] : (known?.interval ?? null),
    pValue,
    better,
    worse,
  };
}

const UNCHANGED = { verdict: 'no-difference', needed: null } as const;

/** Not two models of the same kind, but the same one: no two trainings give the same confidences. One that tells none may be any. */
function isUnchanged({ before, after }: PairedOutcome): boolean {
  return (
    before.intent === after.intent &&
    before.best === after.best &&
    before.confidence !== null &&
    before.confidence === after.confidence
  );
}

/**
 * Two trainings on halves of the same utterances end up with thresholds that differ by 0.06 on average; hardly any differ by more
 * than this (measured on public sets, docs/evaluation.md).
 */
const SAME_THRESHOLD = 0.2;

/**
 * The part of the difference in joint accuracy that a threshold makes which came out a little higher or lower: what the
 * model of now would lose or gain with the threshold of before. One that is quite another is no chance.
 */
function thresholdDrift(pairs: readonly PairedOutcome[], { before, after }: ComparedModels['thresholds']): number {
  if (before === null || after === null || Math.abs(after - before) > SAME_THRESHOLD) return 0;
  let drift = 0;
  for (const { expected, after: now } of pairs) {
    if (now.confidence === null) continue;
    // Between the two thresholds, an utterance is recognised with one of them only.
    const [low, high] = [Math.min(before, after), Math.max(before, after)];
    if (now.confidence < low || now.confidence >= high) continue;
    const gain = expected === null ? -1 : Number(now.best === expected);
    drift += after < before ? gain : -gain;
  }
  return drift / pairs.length;
}

function judge(
  total: number,
  better: number,
  worse: number,
  known: PairedDifference | null,
  pValue: number | null,
): Pick<FigureChange, 'verdict' | 'needed'> {
  if (!known || pValue === null) return { verdict: 'too-little-data', needed: null };
  const [low, high] = known.interval;
  if (pValue < LEVEL && low > 0) return { verdict: 'better', needed: null };
  if (pValue < LEVEL && high < 0) return { verdict: 'worse', needed: null };
  if (low > -MATTERS && high < MATTERS) return { verdict: 'no-difference', needed: null };
  // More utterances narrow their own part of the interval, not the part that comes from the training.
  const room = Math.max(Math.abs(better - worse) / total, MATTERS) ** 2 - known.byTraining ** 2;
  const needed = room <= 0 ? null : Math.max(total + 1, Math.ceil((total * known.byUtterances ** 2) / room));
  return { verdict: 'too-little-data', needed };
}

function intentChanges(pairs: readonly PairedOutcome[]): readonly IntentChange[] {
  const groups = new Map<Label, { intent: Label; utterances: number; better: number; worse: number }>();
  for (const pair of pairs) {
    let group = groups.get(pair.expected);
    if (!group) groups.set(pair.expected, (group = { intent: pair.expected, utterances: 0, better: 0, worse: 0 }));
    group.utterances += 1;
    const [flip] = flipOf(pair);
    if (flip?.effect === 'better') group.better += 1;
    if (flip?.effect === 'worse') group.worse += 1;
  }
  const changed = [...groups.values()]
    .filter(({ better, worse }) => better + worse > 0)
    .map((group) => ({ ...group, p: mcnemarMidP(group.better, group.worse) }))
    .toSorted((a, b) => a.p - b.p);
  // Holm's step-down: the smallest counts as often as there are tests, the next once less, and none less than before.
  let highest = 0;
  return changed
    .map(({ p, ...group }, rank) => {
      highest = Math.max(highest, Math.min(1, p * (changed.length - rank)));
      return { ...group, pValue: highest };
    })
    .toSorted(
      (a, b) =>
        Math.abs(b.better - b.worse) - Math.abs(a.better - a.worse) ||
        b.better + b.worse - a.better - a.worse ||
        compareText(a.intent ?? '', b.intent ?? ''),
    );
}
