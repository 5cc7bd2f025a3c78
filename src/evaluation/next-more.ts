import type { Recognition } from '../classifier/index.js';
import { compareText } from '../problem.js';
import { takeShare } from './learning-curve.js';
import type { NextEdit } from './next.js';
import { counted, groupBy, isRight, tryAgain, type Baseline, type Train } from './next-trial.js';

/** Enough written out-of-scope utterances for a start. */
export const ENOUGH_OUT_OF_SCOPE = 20;
/** Intents with most errors are tried. */
const CANDIDATES = 10;
/** b of the power law error = a · utterances^-b where a trial says nothing (Hestness et al. 2017: 0.07 to 0.35). */
const USUAL_EXPONENT = 0.3;
/** The usual counts as much against an intent's own trial, which chance changes a good deal, as so many errors. */
const PRIOR = 4;

/** Takes half of the lines away from intents with many errors: what that loses tells what as many more would bring. */
export async function tryFewer(baseline: Baseline, train: Train): Promise<readonly NextEdit[]> {
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
    .slice(0, CANDIDATES);
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
    const { tried } = counted(
      baseline,
      rows.filter(([i]) => examples[i]?.intent === intent),
    );
    const { utterances, before, after } = tried;
    const [now, fewer] = [utterances - before, utterances - after];
    // With half of the lines there were `fewer` errors' worth; the law goes on as it came, drawn to the usual.
    const exponent = Math.max(
      0,
      (Math.log2((fewer + 0.5) / (now + 0.5)) * now + USUAL_EXPONENT * PRIOR) / (now + PRIOR),
    );
    return {
      ...NOTHING_ELSE,
      kind: intent === null ? 'out-of-scope' : 'add',
      intents: [intent],
      gain: (1000 * now * (1 - 2 ** -Math.min(exponent, 1))) / Math.max(rows.length, 1),
      tried,
      write: own.length,
    };
  });
  if (written >= ENOUGH_OUT_OF_SCOPE) return edits;
  const tried = { utterances: 0, before: 0, after: 0 };
  const missing = ENOUGH_OUT_OF_SCOPE - written;
  return [
    ...edits.filter(({ kind }) => kind === 'add'),
    { ...NOTHING_ELSE, kind: 'out-of-scope', intents: [null], gain: null, tried, write: missing },
  ];
}

const NOTHING_ELSE = { lines: [], parts: [], cost: null } as const;
