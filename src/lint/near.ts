import { distance } from 'fastest-levenshtein';
import type { IndexedFile } from './lint-index.js';
import type { IndexedUtterance } from './utterances.js';

export interface NearPair {
  /** The one that comes first. */
  readonly earlier: IndexedUtterance;
  readonly later: IndexedUtterance;
  /** What differs, in words. */
  readonly difference: string;
}

/**
 * Pairs of utterances of one language that differ by next to nothing: cheap words, word forms, or one misspelt word.
 *
 * Utterances with the same canonical form meet in one bucket. A misspelt word is a word that occurs once: put right, it
 * leads to the bucket of the utterance that it was meant to be. Both take time linear in the words. Within a bucket each
 * utterance is paired with the first of each group (training or held-out, and intent), so that many alike do not make
 * quadratically many pairs.
 */
export function nearPairs(files: readonly IndexedFile[]): readonly NearPair[] {
  const pairs: NearPair[] = [];
  const buckets = new Buckets();
  for (const { utterances } of files) {
    for (const later of utterances) {
      if (later.canonical === '') continue;
      for (const earlier of buckets.add(later)) {
        if (earlier.folded !== later.folded) pairs.push({ earlier, later, difference: 'filler words or word forms' });
      }
    }
  }

  const meant = meantWords(files);
  const order = new Map(files.map(({ file }, at) => [file, at]));
  const comesFirst = (a: IndexedUtterance, b: IndexedUtterance): boolean =>
    a.file === b.file ? a.position < b.position : (order.get(a.file) as number) < (order.get(b.file) as number);
  for (const { facts, utterances } of files) {
    // Slips are rare: few files have one, and only theirs are taken apart.
    if (!facts.once.split(' ').some((word) => meant.has(word))) continue;
    for (const one of utterances) {
      const words = one.canonical.split(' ');
      // A first empty word marks a script without blanks.
      if (words[0] === '' || words.length > 40) continue;
      for (const [at, word] of words.entries()) {
        for (const right of meant.get(word) ?? []) {
          for (const other of buckets.get(one.language, words.with(at, right).join(' '))) {
            const [earlier, later] = comesFirst(one, other) ? [one, other] : [other, one];
            pairs.push({ earlier, later, difference: `"${right}" and "${word}"` });
          }
        }
      }
    }
  }
  return pairs;
}

/** Utterances by language and canonical form; of many, the first of each group. */
class Buckets {
  // Nearly all buckets hold one: it stands for itself.
  readonly #byLanguage = new Map<string, Map<string, IndexedUtterance | IndexedUtterance[]>>();

  /** @returns those that were there before. */
  add(one: IndexedUtterance): readonly IndexedUtterance[] {
    let buckets = this.#byLanguage.get(one.language);
    if (!buckets) this.#byLanguage.set(one.language, (buckets = new Map()));
    const bucket = buckets.get(one.canonical);
    if (!bucket) {
      buckets.set(one.canonical, one);
      return [];
    }
    const before = Array.isArray(bucket) ? bucket : [bucket];
    const isNew = before.length < 8 && !before.some((other) => sameGroup(other, one));
    if (isNew) buckets.set(one.canonical, [...before, one]);
    return before;
  }

  get(language: string, canonical: string): readonly IndexedUtterance[] {
    const bucket = this.#byLanguage.get(language)?.get(canonical);
    return bucket === undefined ? [] : Array.isArray(bucket) ? bucket : [bucket];
  }
}

function sameGroup(a: IndexedUtterance, b: IndexedUtterance): boolean {
  return a.isHeldout === b.isHeldout && a.file.intent === b.file.intent;
}

/**
 * For each word that occurs once: the words one edit away, which it may have been meant to be. ("charge" and "change"
 * both occur more often: neither is a slip.) Words meet in the forms that they have with one letter left out.
 */
function meantWords(files: readonly IndexedFile[]): ReadonlyMap<string, readonly string[]> {
  const isOnce = new Map<string, boolean>();
  for (const { facts } of files) {
    for (const word of wordsOf(facts.once)) isOnce.set(word, !isOnce.has(word));
    for (const word of wordsOf(facts.often)) isOnce.set(word, false);
  }
  const byForm = new Map<string, string[]>();
  const meant = new Map<string, string[]>();
  for (const word of isOnce.keys()) {
    if (word.length < 4 || word.length > 30 || /\d/.test(word)) continue;
    const forms = new Set([word]);
    for (let i = 0; i < word.length; i += 1) forms.add(word.slice(0, i) + word.slice(i + 1));
    for (const form of forms) {
      const others = byForm.get(form);
      if (!others) {
        byForm.set(form, [word]);
        continue;
      }
      for (const other of others) {
        if (distance(word, other) !== 1 && !isSwap(word, other)) continue;
        if (isOnce.get(word) === true) add(meant, word, other);
        else if (isOnce.get(other) === true) add(meant, other, word);
      }
      if (others.length < 16) others.push(word);
    }
  }
  return meant;
}

function add(meant: Map<string, string[]>, slip: string, word: string): void {
  const list = meant.get(slip);
  if (!list) meant.set(slip, [word]);
  else if (!list.includes(word) && list.length < 8) list.push(word);
}

function wordsOf(list: string): readonly string[] {
  return list === '' ? [] : list.split(' ');
}

function isSwap(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}
