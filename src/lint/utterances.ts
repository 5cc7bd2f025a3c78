import { canonicalForm, foldForComparison } from '../text/index.js';
import { OUT_OF_SCOPE, type IntentFile, type Utterance } from '../workspace/index.js';

/** An utterance with its file and the forms in which it is compared. */
export class IndexedUtterance {
  constructor(
    readonly file: IntentFile,
    /** Among the utterances of its file. */
    readonly position: number,
    readonly language: string,
    /** What counts as the same sentence. */
    readonly folded: string,
    /** What counts as nearly the same: stems without cheap words. Empty where too few are left to tell. */
    readonly canonical: string,
  ) {}

  get utterance(): Utterance {
    return this.file.utterances[this.position] as Utterance;
  }

  get isHeldout(): boolean {
    return this.file.path.startsWith('heldout/');
  }

  /** Of the folded form, what stands between blanks. */
  get words(): readonly string[] {
    return this.folded.split(' ');
  }
}

/** A file of utterances as the rules about single files see it. */
export interface IntentText {
  readonly file: IntentFile;
  readonly isHeldout: boolean;
  readonly utterances: readonly IndexedUtterance[];
}

export function isOutOfScope({ file }: IndexedUtterance): boolean {
  return file.intent === OUT_OF_SCOPE;
}

/**
 * What rules that compare utterances need to know of a file: lines of text, which cost nothing to keep, and are taken
 * apart only when some utterance has changed.
 */
export interface IntentFacts {
  readonly count: number;
  /** The languages of utterances, for each run of one language how many. */
  readonly languages: readonly (readonly [language: string, count: number])[];
  /** A line an utterance. */
  readonly folded: string;
  readonly canonical: string;
  /** The words of the canonical forms, those that occur once and those that occur more often. */
  readonly once: string;
  readonly often: string;
  /** In how many utterances a common word stands. */
  readonly common: readonly (readonly [word: string, count: number])[];
  /** Utterances that say where they came from, with the day. */
  readonly dated: readonly { readonly day: string; readonly line: number; readonly column: number }[];
}

/** Remembers stems; languages have few words. */
const stems = new Map<string, string>();

export function readIntentFacts({ utterances }: IntentFile): IntentFacts {
  const languages: [string, number][] = [];
  const folded: string[] = [];
  const canonical: string[] = [];
  const counts = new Map<string, number>();
  const common = new Map<string, number>();
  for (const { text, language } of utterances) {
    const run = languages.at(-1);
    if (run?.[0] === language) run[1] += 1;
    else languages.push([language, 1]);
    const form = foldForComparison(text);
    folded.push(form);
    const words = form.split(' ');
    for (const word of new Set(words)) if (COMMON.has(word)) common.set(word, (common.get(word) ?? 0) + 1);
    const { words: left, unspaced } = canonicalForm(words, stems);
    for (const word of left) counts.set(word, (counts.get(word) ?? 0) + 1);
    // Of a few words, each one counts: "refund" and "refund please" are two ways to ask.
    canonical.push(left.length < (unspaced ? 4 : 3) ? '' : (unspaced ? ' ' : '') + left.join(' '));
  }
  const words = (wanted: (count: number) => boolean): string =>
    [...counts].flatMap(([word, count]) => (wanted(count) ? [word] : [])).join(' ');
  return {
    count: utterances.length,
    languages,
    folded: folded.join('\n'),
    canonical: canonical.join('\n'),
    once: words((count) => count === 1),
    often: words((count) => count > 1),
    common: [...common],
    dated: utterances.flatMap(({ provenance, line, column }) =>
      provenance ? [{ day: provenance.date, line, column }] : [],
    ),
  };
}

/** The utterances of a file in its order. */
export function utterancesIn(file: IntentFile, { count, languages, ...facts }: IntentFacts): IndexedUtterance[] {
  if (count === 0) return [];
  const canonical = facts.canonical.split('\n');
  let run = 0;
  let end = languages[0]?.[1] ?? 0;
  return facts.folded.split('\n').map((folded, at) => {
    if (at === end) end += languages[(run += 1)]?.[1] ?? 0;
    return new IndexedUtterance(file, at, languages[run]?.[0] ?? '', folded, canonical[at] ?? '');
  });
}

/** Words that carry no topic: when one of them decides, it is by accident of the examples. */
const COMMON = new Set(
  'a an the and or but if then so to of in on at for from with about as by is are was were be been am do does did have has had can could will would shall should may might must i you he she it we they me my your our this that these those here there now just only also please hello hi hey thanks ok yes no not very really still already again today yesterday tomorrow what when where who how why which need want get got'.split(
    ' ',
  ),
);
