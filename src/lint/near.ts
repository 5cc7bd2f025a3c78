import { distance } from 'fastest-levenshtein';
import type { IndexedUtterance } from './utterances.js';
import { canonicalForm, type CanonicalForm } from '../text/index.js';

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
export function nearPairs(utterances: readonly IndexedUtterance[]): readonly NearPair[] {
  const stems = new Map<string, string>();
  const canonical = utterances.map(({ words }) => canonicalForm(words, stems));
  const counts = new Map<string, number>();
  for (const { words } of canonical) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);

  const pairs: NearPair[] = [];
  const buckets = new Map<string, number[]>();
  for (const [index, later] of utterances.entries()) {
    const { words, unspaced } = canonical[index] as CanonicalForm;
    // Of a few words, each one counts: "refund" and "refund please" are two ways to ask.
    if (words.length < (unspaced ? 4 : 3)) continue;
    const key = `${later.utterance.language} ${words.join(' ')}`;
    const bucket = buckets.get(key);
    if (!bucket) {
      buckets.set(key, [index]);
      continue;
    }
    for (const other of bucket) {
      const earlier = utterances[other] as IndexedUtterance;
      if (earlier.folded !== later.folded) pairs.push({ earlier, later, difference: 'filler words or word forms' });
    }
    if (bucket.length < 8 && !bucket.some((one) => sameGroup(utterances[one] as IndexedUtterance, later)))
      bucket.push(index);
  }

  const meant = meantWords(counts);
  for (const [index, { words, unspaced }] of canonical.entries()) {
    if (unspaced || words.length < 3 || words.length > 40) continue;
    const one = utterances[index] as IndexedUtterance;
    for (const [at, word] of words.entries()) {
      for (const right of meant.get(word) ?? []) {
        const key = `${one.utterance.language} ${words.with(at, right).join(' ')}`;
        for (const other of buckets.get(key) ?? []) {
          const [earlier, later] = [Math.min(index, other), Math.max(index, other)].map(
            (i) => utterances[i] as IndexedUtterance,
          );
          if (earlier && later) pairs.push({ earlier, later, difference: `"${right}" and "${word}"` });
        }
      }
    }
  }
  return pairs;
}

/**
 * For each word that occurs once: the words one edit away, which it may have been meant to be. ("charge" and "change"
 * both occur more often: neither is a slip.) Words meet in the forms that they have with one letter left out.
 */
function meantWords(counts: ReadonlyMap<string, number>): ReadonlyMap<string, readonly string[]> {
  const byForm = new Map<string, string[]>();
  const meant = new Map<string, string[]>();
  for (const word of counts.keys()) {
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
        if (counts.get(word) === 1) add(meant, word, other);
        else if (counts.get(other) === 1) add(meant, other, word);
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

function sameGroup(a: IndexedUtterance, b: IndexedUtterance): boolean {
  return a.isHeldout === b.isHeldout && a.file.intent === b.file.intent;
}

function isSwap(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}
