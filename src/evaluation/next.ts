import { foldOf, type Example, type Model, type Recognition } from '../classifier/index.js';
import { compareText } from '../problem.js';
import { takeShare } from './learning-curve.js';
import type { Label } from './metrics.js';
import { suspectLabels, type Suspect } from './suspects.js';

/** One thing to do next, with what it is expected to bring. */
export interface NextEdit {
  /** Move lines to where they belong; write more lines; make one intent of two; write what is out of scope. */
  readonly kind: 'move' | 'add' | 'merge' | 'out-of-scope';
  /** The intents that it is about; `null`: out of scope. */
  readonly intents: readonly Label[];
  /** More messages treated rightly, of a thousand like the training utterances; `null`: it could not be tried. */
  readonly gain: number | null;
  /** What was tried: how many utterances, not trained on, were right before and after. */
  readonly tried: { readonly utterances: number; readonly before: number; readonly after: number };
  /** The lines to move. */
  readonly lines: readonly Suspect[];
  /** Lines to write. */
  readonly write: number;
}

/**
 * The most promising edits. Lines to move come first, since a mistake is mended without writing anything, and what is learned
 * from wrong lines misleads; then what has to be written or decided. Each the one that gains most first.
 */
export interface NextEdits {
  readonly utterances: number;
  readonly edits: readonly NextEdit[];
}

/** Learns from examples. */
export type Train = (examples: readonly Example[]) => Promise<Model>;

const FOLDS = 5;
/** As many of the folds are tried again for each kind of edit. */
const TRIED = 2;
const MOST = 10;
/** Edits of other kinds that find a place beside many moves. */
const LEFT_FOR_OTHERS = 3;
/** Intents with most errors, to write more lines for; pairs, to make one of. */
const CANDIDATES = { add: 10, merge: 5 };
/** Two intents are a pair where at least so many utterances are taken for each other, either way. */
const FEWEST_CONFUSED = 3;
/** How many times over the mean of its kind counts against an intent's own trial, which chance changes a good deal. */
const PRIOR = 4;
/** b of the power law error = a · utterances^-b where a trial says nothing (Hestness et al. 2017: 0.07 to 0.35). */
const USUAL_EXPONENT = 0.3;
/** A line is moved where another intent is so many times likelier; from fewer on it says nothing of the intent it has. */
const MISPLACED = 100;
const DOUBTFUL = 10;
/** Enough written out-of-scope utterances for a start. */
const ENOUGH_OUT_OF_SCOPE = 20;

/** Utterances with what a model that lacked them made of each. */
interface Baseline {
  readonly examples: readonly Example[];
  readonly folds: Int32Array;
  readonly recognitions: readonly Recognition[];
}

/**
 * Finds what to edit next, and tries it on the model before it is proposed.
 *
 * A cross-validation tells which lines are suspect, which intents are taken for each other and where errors are many. Then
 * each kind of edit is made in the training utterances of two of the folds, all of its kind at once since they hardly
 * touch each other, and the same utterances are recognised again, those aside that the edit itself moves. What an edit
 * gained is what changed among the utterances of its intents, drawn towards the mean of its kind. Nothing is tried on the
 * held-out utterances: they stay fit to measure with.
 *
 * @param onProgress - told as trainings are done.
 */
export async function nextEdits(
  examples: readonly Example[],
  train: Train,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<NextEdits> {
  const total = FOLDS + 3 * TRIED;
  let done = 0;
  const step: Train = async (some) => {
    onProgress(done, total);
    const model = await train(some);
    done += 1;
    return model;
  };
  const folds = foldOf(examples, FOLDS);
  const recognitions: Recognition[] = [];
  for (let fold = 0; fold < FOLDS; fold += 1) {
    for (const [i, recognition] of await recogniseFold({ examples, folds }, fold, examples, step)) {
      recognitions[i] = recognition;
    }
  }
  const baseline = { examples, folds, recognitions };
  const moves = byGain(await tryMoves(baseline, step));
  const others = byGain([...(await tryMerges(baseline, step)), ...(await tryFewer(baseline, step))]);
  onProgress(total, total);
  const first = moves.slice(0, MOST - Math.min(others.length, LEFT_FOR_OTHERS));
  return { utterances: examples.length, edits: [...first, ...others].slice(0, MOST) };
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

/** Lines under an intent where another one is at least so many times likelier. */
function suspectsFrom({ examples, recognitions }: Baseline, least: number): readonly Suspect[] {
  return suspectLabels(examples, recognitions).filter(({ times }) => times >= least);
}

/** What a model makes of a fold that learned from the rest of other labels, `labelled`, of the same utterances. */
async function recogniseFold(
  { examples, folds }: Pick<Baseline, 'examples' | 'folds'>,
  fold: number,
  labelled: readonly (Example | undefined)[],
  train: Train,
): Promise<readonly (readonly [number, Recognition])[]> {
  const model = await train(labelled.flatMap((example, i) => (example && folds[i] !== fold ? [example] : [])));
  const tested = [...examples.keys()].filter((i) => folds[i] === fold);
  return model
    .recogniseAll(tested.map((i) => (examples[i] as Example).text))
    .map((recognition, at) => [tested[at] as number, recognition]);
}

/** The folds tried again with other labels. */
async function tryAgain(
  baseline: Baseline,
  labelled: readonly (Example | undefined)[],
  train: Train,
): Promise<readonly (readonly [number, Recognition])[]> {
  const rows: (readonly [number, Recognition])[] = [];
  for (let fold = 0; fold < TRIED; fold += 1) rows.push(...(await recogniseFold(baseline, fold, labelled, train)));
  return rows;
}

/** In scope the best intent, threshold aside, since it comes out a little different each time; else whether it abstained. */
function isRight(expected: Label, { intent, alternatives }: Recognition): boolean {
  return expected === null ? intent === null : alternatives[0]?.intent === expected;
}

/** Moves suspect lines, an edit for each intent that has some. */
async function tryMoves(baseline: Baseline, train: Train): Promise<readonly NextEdit[]> {
  const { examples, recognitions } = baseline;
  const suspects = suspectsFrom(baseline, MISPLACED);
  if (suspects.length === 0) return [];
  const moved = new Map(suspects.map((suspect) => [suspect.index, suspect.suggested]));
  const labelled = examples.map((example, i) =>
    moved.has(i) ? { ...example, intent: moved.get(i) ?? null } : example,
  );
  const rows = (await tryAgain(baseline, labelled, train)).filter(([i]) => !moved.has(i));
  const groups = groupBy(suspects, ({ intent }) => intent);
  const trials = [...groups].map(([intent, lines]) => {
    // A misplaced line draws its like from where it belongs to where it stands: what was or is taken for the intent, or is it.
    const own = rows.filter(([i, after]) => {
      const before = (recognitions[i] as Recognition).alternatives[0]?.intent;
      return [examples[i]?.intent, before, after.alternatives[0]?.intent].includes(intent ?? undefined);
    });
    return { intents: [intent], lines, size: lines.length, ...counted(baseline, own) };
  });
  return shrunk(trials, rows.length).map((trial) => ({ kind: 'move', ...trial, write: 0 }));
}

/** Makes one intent of two that are often taken for each other. */
async function tryMerges(baseline: Baseline, train: Train): Promise<readonly NextEdit[]> {
  const { examples, recognitions } = baseline;
  const aside = new Set(suspectsFrom(baseline, DOUBTFUL).map(({ index }) => index));
  const pairs = new Map<string, { intents: readonly [string, string]; count: number }>();
  for (const [i, { intent }] of examples.entries()) {
    const best = recognitions[i]?.alternatives[0]?.intent;
    if (intent === null || best === undefined || best === intent || aside.has(i)) continue;
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
    if (count < FEWEST_CONFUSED || chosen.length === CANDIDATES.merge) break;
    if (!chosen.flat().some((intent) => intents.includes(intent))) chosen.push(intents);
  }
  if (chosen.length === 0) return [];
  const merged = new Map(chosen.map(([a, b]) => [b, a]));
  const nameOf = (intent: Label): Label => (intent === null ? null : (merged.get(intent) ?? intent));
  const rows = await tryAgain(
    baseline,
    examples.map((example) => ({ ...example, intent: nameOf(example.intent) })),
    train,
  );
  return chosen.map(([a, b]) => {
    const own = rows.filter(([i]) => [a, b].includes(examples[i]?.intent ?? '') && !aside.has(i));
    const tried = counted(baseline, own, nameOf);
    return {
      kind: 'merge',
      intents: [a, b],
      gain: (1000 * (tried.tried.after - tried.tried.before)) / Math.max(rows.length, 1),
      ...tried,
      lines: [],
      write: 0,
    };
  });
}

/** Takes half of the lines away from intents with many errors: what that loses tells what as many more would bring. */
async function tryFewer(baseline: Baseline, train: Train): Promise<readonly NextEdit[]> {
  const { examples, recognitions } = baseline;
  const groups = groupBy([...examples.keys()], (i) => examples[i]?.intent ?? null);
  const errors = [...groups].map(([intent, own]) => ({
    intent,
    own,
    wrong: own.filter((i) => !isRight(intent, recognitions[i] as Recognition)).length,
  }));
  const written = groups.get(null)?.length ?? 0;
  const chosen = errors
    .filter(({ intent, wrong }) => intent !== null && wrong > 0)
    .toSorted((a, b) => b.wrong - a.wrong || compareText(a.intent ?? '', b.intent ?? ''))
    .slice(0, CANDIDATES.add);
  const outOfScope = errors.filter(({ intent }) => intent === null);
  const thin = new Set([...chosen, ...outOfScope].map(({ intent }) => intent));
  const kept = new Set(
    takeShare(
      examples.filter(({ intent }) => thin.has(intent)),
      0.5,
      1,
    ),
  );
  const rows = await tryAgain(
    baseline,
    examples.map((example) => (thin.has(example.intent) && !kept.has(example) ? undefined : example)),
    train,
  );
  const edits = [...chosen, ...outOfScope].map(({ intent, own }): NextEdit => {
    const trial = counted(
      baseline,
      rows.filter(([i]) => examples[i]?.intent === intent),
    );
    const { utterances, before, after } = trial.tried;
    const [now, fewer] = [utterances - before, utterances - after];
    // With half of the lines there were `fewer` errors' worth; the law goes on as it came, drawn to the usual.
    const exponent = Math.max(
      0,
      (Math.log2((fewer + 0.5) / (now + 0.5)) * now + USUAL_EXPONENT * PRIOR) / (now + PRIOR),
    );
    return {
      kind: intent === null ? 'out-of-scope' : 'add',
      intents: [intent],
      gain: (1000 * now * (1 - 2 ** -Math.min(exponent, 1))) / Math.max(rows.length, 1),
      ...trial,
      lines: [],
      write: own.length,
    };
  });
  if (written >= ENOUGH_OUT_OF_SCOPE) return edits;
  const tried = { utterances: 0, before: 0, after: 0 };
  const missing = ENOUGH_OUT_OF_SCOPE - written;
  return [
    ...edits.filter(({ kind }) => kind === 'add'),
    { kind: 'out-of-scope', intents: [null], gain: null, tried, lines: [], write: missing },
  ];
}

interface Trial {
  readonly intents: readonly Label[];
  readonly lines: readonly Suspect[];
  /** Lines that it changes. */
  readonly size: number;
  readonly tried: NextEdit['tried'];
  readonly changed: number;
}

/** How many of the rows were right before and are after; `nameOf` renames intents that became one. */
function counted(
  { examples, recognitions }: Baseline,
  rows: readonly (readonly [number, Recognition])[],
  nameOf: (intent: Label) => Label = (intent) => intent,
): { readonly tried: NextEdit['tried']; readonly changed: number } {
  let [before, after, changed] = [0, 0, 0];
  for (const [i, recognition] of rows) {
    const { intent } = examples[i] as Example;
    const was = isRight(intent, recognitions[i] as Recognition);
    const is = isRight(nameOf(intent), recognition);
    if (was) before += 1;
    if (is) after += 1;
    if (was !== is) changed += 1;
  }
  return { tried: { utterances: rows.length, before, after }, changed };
}

/** Gains of trials of a kind, each drawn towards what its lines gain in the mean of all. */
function shrunk(
  trials: readonly Trial[],
  tested: number,
): readonly Pick<NextEdit, 'intents' | 'lines' | 'tried' | 'gain'>[] {
  const lines = trials.reduce((sum, { size }) => sum + size, 0);
  const gained = trials.reduce((sum, { tried }) => sum + tried.after - tried.before, 0);
  // At least a tenth of a message a line: a lost line gains little that shows, but never harms.
  const each = Math.max(gained / Math.max(lines, 1), 0.1);
  return trials.map(({ intents, lines: moved, size, tried, changed }) => {
    const own = tried.after - tried.before;
    const trust = size / (size + PRIOR * (1 + changed));
    const gain = trust * Math.max(own, 0) + (1 - trust) * each * size;
    return { intents, lines: moved, tried, gain: (1000 * gain) / Math.max(tested, 1) };
  });
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => Label): ReadonlyMap<Label, readonly T[]> {
  const groups = new Map<Label, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
