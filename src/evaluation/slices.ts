import { compareText } from '../problem.js';
import { isUnspaced, tokenise } from '../text/index.js';
import type { EvaluatedUtterance } from './evaluate.js';
import { ratio } from './metrics.js';

/** The figures of some of the utterances. */
export interface SliceFigures {
  readonly inScope: {
    readonly total: number;
    readonly accuracy: number | null;
    readonly accuracyWithoutThreshold: number | null;
  };
  readonly outOfScope: { readonly total: number; readonly recall: number | null };
  readonly joint: { readonly accuracy: number | null };
}

export interface LanguageFigures extends SliceFigures {
  readonly language: string;
}

export interface SegmentFigures extends SliceFigures {
  readonly segment: string;
}

/** Utterances of so many words; where words stand without blanks, two characters count as one. */
export interface LengthFigures extends SliceFigures {
  readonly from: number;
  /** `null`: any more. */
  readonly to: number | null;
}

const LENGTHS = [
  [0, 2],
  [3, 5],
  [6, 10],
  [11, 20],
  [21, null],
] as const;

export function byLanguage(rows: readonly EvaluatedUtterance[]): readonly LanguageFigures[] {
  return [...groups(rows, ({ language }) => language)].map(([language, own]) => ({ language, ...figuresOf(own) }));
}

/** Of the utterances of which it is known which customers say them; none otherwise. */
export function bySegment(rows: readonly EvaluatedUtterance[]): readonly SegmentFigures[] {
  return [...groups(rows, ({ segment }) => segment)].map(([segment, own]) => ({ segment, ...figuresOf(own) }));
}

/** The lengths that occur, the shortest first. */
export function byLength(rows: readonly EvaluatedUtterance[]): readonly LengthFigures[] {
  const words = rows.map(({ text }) => wordsIn(text));
  return LENGTHS.flatMap(([from, to]) => {
    const own = rows.filter((_, i) => (words[i] as number) >= from && (words[i] as number) <= (to ?? Infinity));
    return own.length === 0 ? [] : [{ from, to, ...figuresOf(own) }];
  });
}

export function figuresOf(rows: readonly EvaluatedUtterance[]): SliceFigures {
  const inScope = rows.filter(({ expected }) => expected !== null);
  const outOfScope = rows.filter(({ expected }) => expected === null);
  const share = (some: readonly EvaluatedUtterance[], isRight: (row: EvaluatedUtterance) => boolean): number | null =>
    ratio(some.filter(isRight).length, some.length);
  const isRecognised = ({ expected, recognition }: EvaluatedUtterance): boolean => recognition.intent === expected;
  return {
    inScope: {
      total: inScope.length,
      accuracy: share(inScope, isRecognised),
      accuracyWithoutThreshold: share(inScope, isBestRight),
    },
    outOfScope: { total: outOfScope.length, recall: share(outOfScope, isRecognised) },
    joint: { accuracy: share(rows, isRecognised) },
  };
}

/** Whether the best intent is right, threshold aside; `false` out of scope. */
export function isBestRight({ expected, recognition }: EvaluatedUtterance): boolean {
  return expected !== null && recognition.alternatives[0]?.intent === expected;
}

function groups(
  rows: readonly EvaluatedUtterance[],
  keyOf: (row: EvaluatedUtterance) => string | undefined,
): ReadonlyMap<string, readonly EvaluatedUtterance[]> {
  const found = new Map<string, EvaluatedUtterance[]>();
  for (const row of rows) {
    const key = keyOf(row);
    if (key === undefined) continue;
    const group = found.get(key);
    if (group) group.push(row);
    else found.set(key, [row]);
  }
  return new Map([...found].toSorted(([a], [b]) => compareText(a, b)));
}

function wordsIn(text: string): number {
  return tokenise(text).reduce(
    (sum, token) => sum + (isUnspaced(token) ? Math.ceil(Array.from(token).length / 2) : 1),
    0,
  );
}
