import { OUT_OF_SCOPE, type IntentFile, type Workspace } from '../workspace/index.js';
import { isRefusal } from './cues.js';
import type { Said } from './gather.js';
import type { MinedCluster, Suggestion } from './types.js';
import { contentWords } from './words.js';

/** From this share of the messages on, the nearest intents agree. */
const AGREED = 0.6;
/** From this share on, they agree however small the confidence is. */
const WHOLLY_AGREED = 0.8;
/** From this share of the `recognised` threshold on, a mean confidence says that an intent is near. */
const NEAR = 0.6;
/** Of a cluster so many texts are compared with what the workspace has. */
const COMPARED = 60;
/** From this cosine of weighted words on, an utterance says much the same. */
const SAME = 0.5;
/** An intent speaks of a topic when at least this share of its utterances does. */
const SPEAKS_OF = 0.05;

/** Says what should be done about clusters, by what the workspace has. */
export class Adviser {
  readonly #intents: ReadonlyMap<string, IntentFile>;
  readonly #threshold: number;
  readonly #nearest: (text: string) => { readonly intent: string; readonly cosine: number } | undefined;

  /** @param threshold - the confidence from which on the model recognises. */
  constructor({ intents }: Workspace, threshold: number) {
    this.#intents = new Map(intents.map((file) => [file.intent, file]));
    this.#threshold = threshold;
    this.#nearest = nearestUtterance(intents);
  }

  suggest(
    said: readonly Said[],
    about: Pick<MinedCluster, 'phrases' | 'size' | 'reasons' | 'afterwards' | 'agentReply'>,
  ): Suggestion {
    const { size } = about;
    const isKnown = [...this.#intents.keys()].some((intent) => intent !== OUT_OF_SCOPE);
    const refused = this.#refused(said);
    if (!isKnown && refused) return refused;
    if (!isKnown && !this.#intents.has(OUT_OF_SCOPE))
      return this.#proposed(said, about.phrases, `${size} messages, and there are no intents yet`);

    const same = this.#sameAsRefused(said);
    if (same) return same;
    const [top] = weigh(said, ({ recognition }) => recognition?.alternatives[0]?.intent);
    const [recognised] = weigh(said, ({ recognition }) => recognition?.intent ?? undefined);
    const failed = count(about, 'handed-over') + count(about, 'bad-rating') + count(about, 'said-again');
    if (recognised && recognised.messages / size >= AGREED && failed > 0)
      return this.#ofMistakes(recognised, failed, about);
    const confidence = said.reduce((sum, one) => sum + (one.recognition?.confidence ?? 0) * one.messages, 0) / size;
    const figures = `a mean confidence of ${confidence.toFixed(2)}, recognised is ${this.#threshold.toFixed(2)}`;
    const share = top ? top.messages / size : 0;
    const isNear = share >= WHOLLY_AGREED || (share >= AGREED && confidence >= NEAR * this.#threshold);
    const strange = top && this.#newIn(top.intent, about.phrases);
    if (top && isNear && strange === undefined) {
      const evidence = `${top.messages} of ${size} messages come nearest to ${top.intent}, with ${figures}`;
      return { kind: 'add-to-intent', intent: top.intent, evidence };
    }
    if (refused) return refused;
    return this.#proposed(said, about.phrases, whyNew());

    function whyNew(this: void): string {
      if (!top) return `${size} messages, and the model knows none of their words`;
      const most = `${top.messages} of ${size} messages`;
      return isNear
        ? `${most} come nearest to ${top.intent}, but its utterances hardly speak of ${strange}`
        : `no intent comes near: at most ${most} go to one (${top.intent}), with ${figures}`;
    }
  }

  /** What much the same stands under as out of scope. */
  #sameAsRefused(said: readonly Said[]): Suggestion | undefined {
    const compared = said.slice(0, COMPARED);
    const same = compared.filter(({ text }) => {
      const nearest = this.#nearest(text);
      return nearest?.intent === OUT_OF_SCOPE && nearest.cosine >= SAME;
    }).length;
    if (same === 0 || same / compared.length < AGREED / 2) return undefined;
    const evidence = `${same} of ${compared.length} utterances say much the same as what is out of scope`;
    return { kind: 'out-of-scope', evidence };
  }

  /** What people of the service say that they don't do. */
  #refused(said: readonly Said[]): Suggestion | undefined {
    const replies = said.flatMap((one) => one.replies);
    const refusals = replies.filter(isRefusal).length;
    if (refusals < 2 || refusals / replies.length < AGREED) return undefined;
    return { kind: 'out-of-scope', evidence: `agents refused it in ${refusals} of ${replies.length} replies` };
  }

  /** What is recognised, and yet goes wrong: the intent has no good answer, or holds a topic that needs one of its own. */
  #ofMistakes(
    { intent, messages }: { readonly intent: string; readonly messages: number },
    failed: number,
    { phrases, size }: Pick<MinedCluster, 'phrases' | 'size'>,
  ): Suggestion {
    const file = this.#intents.get(intent);
    const evidence = `${messages} of ${size} messages are recognised as ${intent}, and in ${failed} cases that did not help`;
    if (file?.article === undefined)
      return { kind: 'missing-article', intent, evidence: `${evidence}; it has no article` };
    const strange = this.#newIn(intent, phrases);
    return strange === undefined
      ? { kind: 'missing-article', intent, evidence: `${evidence}: ${file.article} does not answer them` }
      : { kind: 'split-intent', intent, evidence: `${evidence}; its utterances hardly speak of ${strange}` };
  }

  /** The first of the two most telling phrases of a topic that an intent's utterances hardly speak of. */
  #newIn(intent: string, phrases: readonly string[]): string | undefined {
    const utterances = this.#intents.get(intent)?.utterances ?? [];
    const all = utterances.map(({ text }) => contentWords(text));
    const least = SPEAKS_OF * Math.max(1, all.length);
    const strange = phrases.slice(0, 2).find((phrase) => {
      const topic = [...contentWords(phrase)];
      return all.filter((words) => topic.some((word) => words.has(word))).length < least;
    });
    return strange && `"${strange}"`;
  }

  #proposed(said: readonly Said[], phrases: readonly string[], evidence: string): Suggestion {
    const messages = said.reduce((sum, one) => sum + one.messages, 0);
    const [nearest] = weigh(
      said,
      ({ recognition }) => /^[^.]+(?=\.)/.exec(recognition?.alternatives[0]?.intent ?? '')?.[0],
    );
    const family = nearest && nearest.messages >= AGREED * messages ? nearest.intent : undefined;
    const slug = phrases
      .map((phrase) => phrase.replace(/[^\p{L}\p{N}]+/gu, '_').replace(/^_+|_+$/g, ''))
      .find((own) => own !== '' && own !== family);
    if (slug === undefined) return { kind: 'new-intent', evidence };
    const name = family === undefined ? slug : `${family}.${slug}`;
    let intent = name;
    for (let more = 2; this.#intents.has(intent); more += 1) intent = `${name}_${more}`;
    return { kind: 'new-intent', intent, evidence };
  }
}

function count({ reasons }: Pick<MinedCluster, 'reasons'>, name: string): number {
  return reasons.find((reason) => reason.name === name)?.messages ?? 0;
}

function weigh(
  said: readonly Said[],
  intentOf: (one: Said) => string | undefined,
): { readonly intent: string; readonly messages: number }[] {
  const counts = new Map<string, number>();
  for (const one of said) {
    const intent = intentOf(one);
    if (intent !== undefined) counts.set(intent, (counts.get(intent) ?? 0) + one.messages);
  }
  return [...counts]
    .map(([intent, messages]) => ({ intent, messages }))
    .toSorted((a, b) => b.messages - a.messages || (a.intent < b.intent ? -1 : 1));
}

/** Finds the labelled utterance that shares the most telling words with a text. */
function nearestUtterance(
  intents: readonly IntentFile[],
): (text: string) => { readonly intent: string; readonly cosine: number } | undefined {
  const all = intents.flatMap(({ intent, utterances }) =>
    utterances.map(({ text }) => ({ intent, words: contentWords(text) })),
  );
  const byWord = new Map<string, number[]>();
  all.forEach(({ words }, i) => {
    for (const word of words) {
      const list = byWord.get(word);
      if (list) list.push(i);
      else byWord.set(word, [i]);
    }
  });
  const square = (word: string): number =>
    (Math.log((1 + all.length) / (1 + (byWord.get(word)?.length ?? 0))) + 1) ** 2;
  const lengths = all.map(({ words }) => Math.sqrt([...words].reduce((sum, word) => sum + square(word), 0)));
  return (text) => {
    const words = contentWords(text);
    const products = new Map<number, number>();
    let squared = 0;
    for (const word of words) {
      squared += square(word);
      for (const i of byWord.get(word) ?? []) products.set(i, (products.get(i) ?? 0) + square(word));
    }
    let best: { readonly intent: string; readonly cosine: number } | undefined;
    for (const [i, product] of products) {
      const cosine = product / Math.max(Math.sqrt(squared) * (lengths[i] as number), 1e-9);
      if (!best || cosine > best.cosine) best = { intent: (all[i] as { intent: string }).intent, cosine };
    }
    return best;
  };
}
