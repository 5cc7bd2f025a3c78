import { foldOf, withOwnThresholds, type Example, type Thresholds, type UnseenExample } from '../classifier/index.js';
import { compareText } from '../problem.js';
import type { Workspace } from '../workspace/index.js';
import type { Label } from './metrics.js';
import { tryMerges } from './next-merges.js';
import { MOVE_TRAININGS, tryMoves } from './next-moves.js';
import { ENOUGH_OUT_OF_SCOPE, tryFewer } from './next-more.js';
import { trySplits } from './next-splits.js';
import { recogniseFold, type Baseline, type Train } from './next-trial.js';
import type { Suspect } from './suspects.js';
import { tuneThresholds } from './tuning.js';

/** One thing to do next, with what it is expected to bring. */
export interface NextEdit {
  /** Move lines to where they belong; write more lines; make one intent of two, or two of one; write what is out of scope. */
  readonly kind: 'move' | 'add' | 'merge' | 'split' | 'out-of-scope' | 'thresholds';
  /** The intents that it is about; `null`: out of scope. */
  readonly intents: readonly Label[];
  /** More messages treated rightly, of a thousand like the training utterances; `null`: it could not be tried, or is a cost. */
  readonly gain: number | null;
  /** What was tried: how many utterances, not trained on, were right before and after. */
  readonly tried: { readonly utterances: number; readonly before: number; readonly after: number };
  /** The lines to move, the most certain first. */
  readonly lines: readonly Suspect[];
  /** The lines of each part of an intent to split, as places among the examples. */
  readonly parts: readonly (readonly number[])[];
  /** What a message costs now and with other answer thresholds; see `tuneThresholds`. */
  readonly cost: { readonly before: number; readonly after: number } | null;
  /** Lines to write. */
  readonly write: number;
}

/**
 * The most promising edits. Lines to move come first, since a mistake is mended without writing anything, and what is learned
 * from wrong lines misleads; then what has to be written or decided, the edit that gains most first; thresholds last.
 */
export interface NextEdits {
  readonly utterances: number;
  readonly edits: readonly NextEdit[];
}

export interface NextOptions {
  /** Told as trainings are done. */
  readonly onProgress?: (done: number, total: number) => void;
  /** What wrong answers cost, and the tiers of the intents; without it no thresholds are proposed. */
  readonly workspace?: Pick<Workspace, 'settings' | 'intents'>;
}

const FOLDS = 5;
/** As many of the folds are tried again for each kind of edit. */
const TRIED = 2;
/** How often the model is trained at most: without each fold, for the moves, and for three kinds of edit more. */
export const NEXT_TRAININGS = FOLDS + MOVE_TRAININGS + 3 * TRIED;
const MOST = 10;
/** Other thresholds are proposed where they save at least this share of the cost. */
const WORTH_TUNING = 0.02;

/**
 * Finds what to edit next, and tries it on the model before it is proposed.
 *
 * A cross-validation tells which lines are suspect, which intents are taken for each other and where errors are many. Then
 * each kind of edit is made in the training utterances of two of the folds, all of its kind at once since they hardly
 * touch each other, and the same utterances are recognised again, those aside that the edit itself moves. What an edit
 * gained is what changed among the utterances of its intents. Nothing is tried on the held-out utterances: they stay fit to
 * measure with.
 */
export async function nextEdits(
  examples: readonly Example[],
  train: Train,
  { onProgress = () => undefined, workspace }: NextOptions = {},
): Promise<NextEdits> {
  let done = 0;
  const step: Train = async (some) => {
    onProgress(done, NEXT_TRAININGS);
    const model = await train(some);
    done += 1;
    return model;
  };
  const baseline: Baseline = { examples, folds: foldOf(examples, FOLDS), recognitions: [], tried: TRIED };
  const recognitions: Baseline['recognitions'][number][] = [];
  const thresholds: Thresholds[] = [];
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const recognised = await recogniseFold(baseline, fold, examples, step);
    for (const [i, recognition] of recognised.rows) recognitions[i] = recognition;
    thresholds.push(recognised.thresholds);
  }
  const measured = { ...baseline, recognitions };
  const moves = await tryMoves(measured, step);
  const others = byGain([
    ...(await tryMerges(measured, step)),
    ...(await trySplits(measured, step)),
    ...(await tryFewer(measured, step)),
  ]);
  onProgress(NEXT_TRAININGS, NEXT_TRAININGS);
  const last = workspace ? otherThresholds(measured, thresholds, workspace) : [];
  const most = MOST - moves.length - last.length;
  return { utterances: examples.length, edits: [...moves, ...others.slice(0, most), ...last] };
}

/** Those that gain something, or cannot be tried, the most first. */
function byGain(edits: readonly NextEdit[]): readonly NextEdit[] {
  return edits
    .filter(({ gain }) => gain === null || gain > 0)
    .toSorted(
      (a, b) =>
        (b.gain ?? 0) - (a.gain ?? 0) ||
        compareText(a.kind, b.kind) ||
        compareText(String(a.intents), String(b.intents)),
    );
}

/** Other answer thresholds, where they save enough; what is out of scope must be there to tell. */
function otherThresholds(
  { examples, recognitions }: Baseline,
  learned: readonly Thresholds[],
  workspace: Pick<Workspace, 'settings' | 'intents'>,
): readonly NextEdit[] {
  const { routing } = workspace.settings;
  const outOfScope = examples.filter(({ intent }) => intent === null).length;
  if (outOfScope < ENOUGH_OUT_OF_SCOPE) return [];
  const unseen = examples.flatMap((example, i): UnseenExample[] => {
    const recognition = recognitions[i];
    if (!recognition) return [];
    const share = example.intent === null ? routing.out_of_scope_share : 1 - routing.out_of_scope_share;
    const count = example.intent === null ? outOfScope : examples.length - outOfScope;
    return [{ example, recognition, outOfScope: example.intent === null, weight: share / count }];
  });
  const mean = (pick: (one: Thresholds) => number): number =>
    learned.reduce((sum, one) => sum + pick(one), 0) / learned.length;
  const current = { recognised: mean(({ recognised }) => recognised), answer: mean(({ answer }) => answer) };
  const { messages, now, tuned } = tuneThresholds(unseen, withOwnThresholds(current, routing.thresholds), workspace);
  if (messages === 0 || tuned.cost > now.cost * (1 - WORTH_TUNING)) return [];
  const cost = { before: now.cost, after: tuned.cost };
  const tried = { utterances: messages, before: 0, after: 0 };
  return [{ kind: 'thresholds', intents: [], gain: null, tried, lines: [], parts: [], cost, write: 0 }];
}
