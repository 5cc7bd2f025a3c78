import { distance } from 'fastest-levenshtein';
import type { IndexedUtterance } from './lint-index.js';
import { stemWord } from './stems.js';
import { hashWord, isUnspacedCode } from './words.js';

export interface NearPair {
  /** The one that comes first. */
  readonly earlier: IndexedUtterance;
  readonly later: IndexedUtterance;
  /** What differs, in words. */
  readonly difference: string;
}

/** Words that change nothing about what is asked. */
const CHEAP = new Set(
  'a an the my our your this that these please pls plz kindly hi hello hey thanks thank you thx ok okay so just really also then well um uh'.split(
    ' ',
  ),
);
const CHEAP_CHARACTERS = new Set('请的了吗呢啊吧呀哦嘛您你我们这那个一下');

/**
 * Pairs of utterances of one language that differ by next to nothing: cheap words, word forms, or one misspelt word.
 *
 * Utterances with the same canonical form meet in one bucket; those with one other word meet in a bucket of their form
 * without it. Both are near-linear; what meets is then compared exactly. Within a bucket each utterance is paired with
 * the first of each group (training or held-out, and intent), so that many alike do not make quadratically many pairs.
 */
export function nearPairs(utterances: readonly IndexedUtterance[]): readonly NearPair[] {
  const canonical = utterances.map(({ folded }) => canonicalForm(folded));
  const counts = new Map<string, number>();
  for (const { words } of canonical) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);

  const pairs: NearPair[] = [];
  const bySame = new Map<string, IndexedUtterance[]>();
  const byHole = new Map<number, number[]>();
  for (const [index, later] of utterances.entries()) {
    const { words, unspaced } = canonical[index] as Canonical;
    // Of a few words, each one counts: "refund" and "refund please" are two ways to ask.
    if (words.length < (unspaced ? 4 : 3)) continue;
    const key = `${later.utterance.language} ${words.join(' ')}`;
    const same = bySame.get(key);
    const found = new Set<IndexedUtterance>();
    if (!same) bySame.set(key, [later]);
    else {
      for (const earlier of same) {
        if (earlier.folded !== later.folded) {
          found.add(earlier);
          pairs.push({ earlier, later, difference: 'filler words or word forms' });
        }
      }
      if (same.length < 8 && !same.some((one) => sameGroup(one, later))) same.push(later);
    }
    // One misspelt word; characters of Chinese are not misspelt this way.
    if (unspaced || words.length > 40) continue;
    let all = hashWord(later.utterance.language);
    for (const [at, word] of words.entries()) all = (all + Math.imul(hashWord(word), at * 2 + 1)) | 0;
    for (const [at, word] of words.entries()) {
      if (word.length < 4) continue;
      const hole = (Math.imul(all - Math.imul(hashWord(word), at * 2 + 1), 31) + at) | 0;
      const bucket = byHole.get(hole);
      if (!bucket) byHole.set(hole, [index]);
      else {
        for (const other of bucket) {
          const earlier = utterances[other] as IndexedUtterance;
          const otherWords = (canonical[other] as Canonical).words;
          const otherWord = otherWords[at];
          if (otherWord === undefined || found.has(earlier) || otherWord === word) continue;
          if (!isTypo(word, otherWord, counts) || !agreeElsewhere(words, otherWords, at)) continue;
          found.add(earlier);
          pairs.push({ earlier, later, difference: `"${otherWord}" and "${word}"` });
        }
        if (bucket.length < 16) bucket.push(index);
      }
    }
  }
  return pairs;
}

interface Canonical {
  readonly words: readonly string[];
  readonly unspaced: boolean;
}

function canonicalForm(folded: string): Canonical {
  const words: string[] = [];
  let unspaced = false;
  for (const word of folded.split(' ')) {
    if (isUnspacedCode(word.charCodeAt(0)) || isUnspacedCode(word.charCodeAt(word.length - 1))) {
      unspaced = true;
      for (const character of word) if (!CHEAP_CHARACTERS.has(character)) words.push(character);
    } else if (!CHEAP.has(word)) words.push(/\d/.test(word) ? word : stemWord(word));
  }
  return { words, unspaced };
}

function sameGroup(a: IndexedUtterance, b: IndexedUtterance): boolean {
  return a.isHeldout === b.isHeldout && a.file.intent === b.file.intent;
}

/** One edit apart, and one of them so rare that it is not a word of its own ("charge" and "change" both are). */
function isTypo(a: string, b: string, counts: ReadonlyMap<string, number>): boolean {
  if (a.length < 4 || b.length < 4 || Math.abs(a.length - b.length) > 1 || /\d/.test(a + b)) return false;
  if (Math.min(counts.get(a) ?? 0, counts.get(b) ?? 0) > 1) return false;
  return distance(a, b) === 1 || isSwap(a, b);
}

function isSwap(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}

function agreeElsewhere(a: readonly string[], b: readonly string[], at: number): boolean {
  return a.length === b.length && a.every((word, index) => index === at || word === b[index]);
}
