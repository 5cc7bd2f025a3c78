import { compareText } from '../problem.js';
import { english, isUnspaced, stemWord, tokenise } from '../text/index.js';
import { EMPTY_WORDS } from './words.js';

const PHRASES = 6;
/** Of a cluster so many texts are enough to know what it speaks of. */
const MOST_TEXTS = 60;
/** Of all texts so many are enough to know what the others speak of. */
const BACKGROUND = 6000;
const LONGEST = 3;
/** A word that stands in fewer of a cluster's texts says nothing about the cluster. */
const LEAST_SHARE = 0.1;
/** What a further word adds to a phrase; what one costs that says nothing ("proof of age"). */
const [FURTHER, FILLER] = [0.7, 0.25];
/** A run of words that stands in one text only may be chance, and of three words it is. */
const ONCE = [1, 1, 0.85, 0];
/** A text that a phrase speaks of needs another one less. */
const COVERED = 0.3;
/** A phrase that says less than this share of what the first one says is none. */
const LEAST_SAID = 0.15;
/** A single word is joined by a second one that says at least this share of it. */
const SECOND = 0.4;
/** What a word tells by its part of speech. */
const TELLS: Readonly<Record<string, number>> = { NOUN: 1, PROPN: 1, ADJ: 0.6, VERB: 0.6 };

/** What people of the service replied tells what a topic is about too, by so much. */
const OF_REPLIES = 0.2;

/** What stands within a phrase and says nothing itself. */
const LINKS = new Set('a an the of to in on at for from by with and or my your'.split(' '));
/** What each character beyond two adds to a word in a script without blanks. */
const LONGER = 0.25;

interface Text {
  readonly text: string;
  readonly language: string;
  readonly replies: readonly string[];
}

/** A run of words as it is written, and the words of it that tell something, in the form in which they are counted. */
interface Run {
  readonly written: string;
  readonly words: readonly { readonly key: string; readonly tells: number }[];
  readonly fillers: number;
}

/** What a cluster speaks of. */
export interface Topic {
  /** As a person might call it: the most telling phrase, with a second where that is a single word. */
  readonly name: string;
  /** What its texts say and others don't, the most telling first; each speaks of texts that those before it leave. */
  readonly phrases: readonly string[];
}

/** Knows what all texts speak of, and so what a few of them speak of more than the others do. */
export class Phrases {
  readonly #inTexts: (key: string) => number;
  readonly #inReplies: (key: string) => number;

  /** @param texts, replies - all of them, in an order that does not depend on the log's. */
  constructor(texts: readonly string[], replies: readonly string[]) {
    this.#inTexts = sharesOf(texts);
    this.#inReplies = sharesOf(replies);
  }

  /** @param texts - of one cluster, the most typical first; the language of most of them decides how words are read. */
  of(texts: readonly Text[]): Topic {
    const chosen = texts.slice(0, MOST_TEXTS);
    const isEnglish = chosen.filter(({ language }) => language.startsWith('en')).length * 2 > chosen.length;
    const runs = chosen.map(({ text }) => (isEnglish && !hasUnspaced(text) ? englishRuns(text) : runsOf(text)));
    const candidates = candidatesOf(runs);
    const keys = runs.map((own) => new Set(own.flatMap(({ words }) => words.map(({ key }) => key))));
    const replied = chosen.map(({ replies }) => keysOf(replies.join(' ')));
    const weights = chosen.map(() => 1);
    const found: { readonly written: string; readonly words: number; readonly said: number }[] = [];
    const taken = new Set<string>();
    while (found.length < PHRASES) {
      const said = this.#saidBy(keys, replied, weights);
      let best: { readonly candidate: Candidate; readonly score: number } | undefined;
      for (const candidate of candidates) {
        if (candidate.run.words.some(({ key }) => taken.has(key))) continue;
        const score = scoreOf(candidate, said);
        if (score > (best?.score ?? 0)) best = { candidate, score };
      }
      if (!best || best.score < LEAST_SAID * (found[0]?.said ?? 0)) break;
      const { run } = best.candidate;
      found.push({ written: run.written, words: run.words.length, said: best.score });
      for (const { key } of run.words) for (const part of partsOf(key, taken)) taken.add(part);
      keys.forEach((own, i) => {
        if (run.words.some(({ key }) => own.has(key))) weights[i]! *= COVERED;
      });
    }
    const phrases = found.map(({ written }) => written);
    const [first, second] = found;
    if (!first) return { name: beginning(chosen[0]?.text ?? ''), phrases };
    const isEnough = first.words > 1 || !second || second.said < SECOND * first.said;
    return { name: isEnough ? first.written : joined(first.written, second.written), phrases };

    /** A key, and for scripts without blanks those that overlap with it: 说明 is no news after 说明书. */
    function partsOf(key: string, known: ReadonlySet<string>): readonly string[] {
      if (!isUnspaced(key)) return [key];
      const all = new Set(candidates.flatMap(({ run }) => run.words.map((word) => word.key)));
      return [...all].filter((other) => !known.has(other) && sharesCharacters(key, other));
    }
  }

  /** For each word of a cluster's texts how much it says. */
  #saidBy(
    keys: readonly ReadonlySet<string>[],
    replied: readonly ReadonlySet<string>[],
    weights: readonly number[],
  ): ReadonlyMap<string, number> {
    const inReplies = toldBy(replied, weights, this.#inReplies);
    const said = new Map<string, number>();
    for (const [key, tells] of toldBy(keys, weights, this.#inTexts)) {
      said.set(key, tells + OF_REPLIES * (inReplies.get(key) ?? 0));
    }
    return said;
  }
}

/** For each word how common it is in texts, and how much commoner than elsewhere. */
function toldBy(
  keys: readonly ReadonlySet<string>[],
  weights: readonly number[],
  elsewhere: (key: string) => number,
): ReadonlyMap<string, number> {
  const sums = new Map<string, { weight: number; texts: number }>();
  keys.forEach((own, i) => {
    for (const key of own) {
      const sum = sums.get(key) ?? { weight: 0, texts: 0 };
      sums.set(key, { weight: sum.weight + (weights[i] as number), texts: sum.texts + 1 });
    }
  });
  const told = new Map<string, number>();
  for (const [key, { weight, texts }] of sums) {
    const share = texts / keys.length;
    if (share < LEAST_SHARE || (texts < 2 && keys.length > 1)) continue;
    told.set(key, (weight / keys.length) * Math.log(1 + share / elsewhere(key)));
  }
  return told;
}

/** In which share of some of the texts a word stands; what stands in none counts as one. */
function sharesOf(texts: readonly string[]): (key: string) => number {
  const counts = new Map<string, number>();
  const step = Math.max(1, texts.length / BACKGROUND);
  let read = 0;
  for (let at = 0; at < texts.length; at += step, read += 1) {
    for (const key of keysOf(texts[Math.floor(at)] as string)) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return (key) => ((counts.get(key) ?? 0) + 1) / (read + 1);
}

interface Candidate {
  readonly run: Run;
  readonly texts: number;
}

/** Runs with the same words, each written as it mostly is. */
function candidatesOf(runs: readonly (readonly Run[])[]): readonly Candidate[] {
  const byKey = new Map<string, Map<string, { readonly run: Run; texts: number }>>();
  for (const own of runs) {
    const met = new Set<string>();
    for (const run of own) {
      const key = run.words.map((word) => word.key).join(' ');
      if (met.has(key)) continue;
      met.add(key);
      let forms = byKey.get(key);
      if (!forms) byKey.set(key, (forms = new Map()));
      const form = forms.get(run.written);
      if (form) form.texts += 1;
      else forms.set(run.written, { run, texts: 1 });
    }
  }
  return [...byKey.values()]
    .map((forms) => {
      const [most] = [...forms.values()].toSorted(
        (a, b) => b.texts - a.texts || compareText(a.run.written, b.run.written),
      );
      return {
        run: (most as { run: Run }).run,
        texts: [...forms.values()].reduce((sum, { texts }) => sum + texts, 0),
      };
    })
    .toSorted((a, b) => compareText(a.run.written, b.run.written));
}

function scoreOf({ run, texts }: Candidate, said: ReadonlyMap<string, number>): number {
  const scores = run.words.map(({ key, tells }) => tells * (said.get(key) ?? 0)).toSorted((a, b) => b - a);
  if (scores.some((score) => score === 0)) return 0;
  const sum = scores.reduce((total, score, i) => total + score * FURTHER ** i, 0);
  return sum * (1 - FILLER * run.fillers) * (texts < 2 ? (ONCE[run.words.length + run.fillers] ?? 0) : 1);
}

function beginning(text: string): string {
  const characters = Array.from(text);
  return characters.length > 40 ? `${characters.slice(0, 39).join('')}…` : text;
}

function joined(first: string, second: string): string {
  return isUnspaced(first) && isUnspaced(second) ? `${first}、${second}` : `${first}, ${second}`;
}

function hasUnspaced(text: string): boolean {
  return tokenise(text).some(isUnspaced);
}

function sharesCharacters(a: string, b: string): boolean {
  const characters = new Set(a);
  const other = Array.from(b);
  return other.filter((character) => characters.has(character)).length * 2 >= Math.min(other.length, characters.size);
}

const PLACEHOLDERS = /<[a-z-]{1,32}>/g;
const WHOLE = /^[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}'’-]+$/u;

function readable(text: string): string {
  return text.slice(0, 500).replace(PLACEHOLDERS, ' . ');
}

function tellsSomething(word: string): boolean {
  return WHOLE.test(word) && !/^[\p{N}'’-]+$/u.test(word) && !EMPTY_WORDS.has(word);
}

/** Runs of words that begin and end with one that tells something, by their parts of speech. */
function englishRuns(text: string): readonly Run[] {
  const { nlp, its } = english();
  /* oxlint-disable typescript/unbound-method -- wink-nlp's helpers are names of what to give out, not methods */
  const tokens = nlp.readDoc(readable(text).toLowerCase()).tokens();
  const words = tokens.out(its.value) as readonly string[];
  const kinds = tokens.out(its.pos) as readonly string[];
  /* oxlint-enable typescript/unbound-method */
  return runsOfWords(
    words,
    words.map((word, i) => (tellsSomething(word) ? (TELLS[kinds[i] ?? ''] ?? 0) : 0)),
  );
}

/** Runs of words in other languages; of scripts without blanks, runs of the words that the dictionary sees. */
function runsOf(text: string): readonly Run[] {
  return tokenise(readable(text)).flatMap((token, at, tokens) => {
    if (isUnspaced(token)) return unspacedRuns(token);
    if (at > 0 && !isUnspaced(tokens[at - 1] as string)) return [];
    const end = tokens.findIndex((other, i) => i > at && isUnspaced(other));
    const words = tokens.slice(at, end < 0 ? tokens.length : end);
    return runsOfWords(
      words,
      words.map((word) => Number(tellsSomething(word))),
    );
  });
}

function runsOfWords(words: readonly string[], tells: readonly number[]): readonly Run[] {
  const runs: Run[] = [];
  for (let from = 0; from < words.length; from += 1) {
    for (let to = from + 1; to <= Math.min(words.length, from + LONGEST); to += 1) {
      if (tells[to - 1] === 0 && !LINKS.has(words[to - 1] as string)) break;
      if (tells[from] === 0 || tells[to - 1] === 0) continue;
      const telling = Array.from({ length: to - from }, (_, i) => from + i).filter((i) => tells[i] !== 0);
      runs.push({
        written: words.slice(from, to).join(' '),
        words: telling.map((i) => ({ key: stemWord(words[i] as string), tells: tells[i] as number })),
        fillers: to - from - telling.length,
      });
    }
  }
  return runs;
}

const chinese = new Intl.Segmenter('zh', { granularity: 'word' });
const EMPTY_CHINESE = new Set(
  '的 了 吗 呢 啊 吧 呀 嘛 哦 我 你 您 他 她 它 我们 你们 他们 是 不是 在 有 没有 没 不 这 那 这个 那个 这里 那里 就 也 都 还 还是 要 想 会 能 能不能 可以 可不可以 请 请问 和 与 跟 怎么 怎样 什么 为什么 哪 哪里 哪个 多久 多少 几 一 一个 一下 一直 个 给 把 被 让 到 从 对 上 下 里 里面 中 说 看 做 用 去 来 出来 过 着 很 太 再 又 才 已经 现在 时候 然后 但是 因为 所以 如果 或者 谢谢 你好 您好 麻烦 客服 知道 需要 应该 东西 事 如何 谁 谁是 什么样 会不会 是否 今天 明天 昨天 上次 下次 刚才 直接 一般 有点 可是 不过 只 只有 好 好的 行 行吗 大家 自己'.split(
    ' ',
  ),
);

/** Runs of words of two to six characters in all, which count as one word each. */
function unspacedRuns(token: string): readonly Run[] {
  const words = Array.from(chinese.segment(token), ({ segment }) => segment);
  const runs: Run[] = [];
  for (let from = 0; from < words.length; from += 1) {
    for (let to = from + 1; to <= Math.min(words.length, from + LONGEST); to += 1) {
      const run = words.slice(from, to);
      if (run.some((word) => EMPTY_CHINESE.has(word))) break;
      const written = run.join('');
      const { length } = Array.from(written);
      // Single characters side by side are mostly a word that the dictionary lacks.
      if (length < 2 || length > 6) continue;
      runs.push({
        written,
        words: [{ key: written, tells: 1 + LONGER * (Math.min(length, 4) - 2) }],
        fillers: 0,
      });
    }
  }
  return runs;
}

/** What a text is counted under. */
function keysOf(text: string): ReadonlySet<string> {
  return new Set(
    tokenise(readable(text)).flatMap((token) =>
      isUnspaced(token)
        ? unspacedRuns(token).map(({ written }) => written)
        : tellsSomething(token)
          ? [stemWord(token)]
          : [],
    ),
  );
}
