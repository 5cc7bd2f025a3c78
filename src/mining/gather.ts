import type { Model, Recognition } from '../classifier/index.js';
import type { LoggedConversation, LoggedTurn } from '../conversations/index.js';
import { compareText } from '../problem.js';
import { foldForComparison, learnLanguages, oneLine, type LanguageGuesser } from '../text/index.js';
import { DEFAULT_TIER, OUT_OF_SCOPE, type Workspace } from '../workspace/index.js';
import { Columns } from './columns.js';
import { lotOf, Sample } from './sample.js';
import { customerTurns, reasonsOf, type CustomerTurn, type Today } from './turns.js';
import { EXCLUSIONS, REASONS, type Exclusion, type MiningOptions } from './types.js';

/** So many of the customers' turns are recognised together. */
const BATCH = 4096;
/** So many texts are remembered with what the model said. */
const REMEMBERED = 100_000;
/** Of what was recognised, so many texts are kept. */
const RECOGNISED = 2000;
/** Of what agents replied to one text, so many are kept. */
const REPLIES = 4;
const DAY_MS = 86_400_000;

/** A different thing that was said. */
export interface Said {
  /** The form in which texts count as the same. */
  readonly key: string;
  text: string;
  language: string;
  messages: number;
  /** The earliest turn that said it, as a row of `turns`. */
  first: number;
  /** What today's model says; absent without one. */
  readonly recognition: Recognition | undefined;
  readonly replies: readonly string[];
  /** All reasons of all its turns; bit i is REASONS[i]. */
  reasons: number;
}

/** What a log holds that was not recognised: rows of turns, which point to what was said and to their conversation. */
export interface Gathered {
  readonly conversationCount: number;
  readonly total: number;
  readonly excluded: Record<Exclusion, number>;
  /** Days since 1970 of the first and the last dated turn. */
  readonly days: { readonly from: number; readonly to: number } | null;
  /** Sorted by key. */
  readonly said: readonly Said[];
  readonly turns: {
    readonly count: number;
    readonly said: Uint32Array;
    readonly conversation: Uint32Array;
    readonly index: Uint32Array;
    /** Days since 1970; -1 without a date. */
    readonly day: Int32Array;
    /** Bit i is REASONS[i]. */
    readonly reasons: Uint32Array;
  };
  readonly conversations: readonly KeptConversation[];
  /** Some of what was recognised, to compare with. */
  readonly recognised: readonly string[];
}

export interface KeptConversation {
  readonly id: string;
  readonly channel: string | undefined;
  readonly segment: string | undefined;
  readonly customer: string | undefined;
  readonly outcome: LoggedConversation['outcome'];
}

/**
 * Reads a log once, and keeps what was not recognised. Memory grows with that, not with the log.
 *
 * @param log - batches of redacted conversations.
 * @param model - what today's service recognises; without one, every turn counts.
 */
export async function gather(
  log: AsyncIterable<readonly LoggedConversation[]>,
  workspace: Workspace,
  model: Model | undefined,
  options: MiningOptions,
): Promise<Gathered> {
  const gatherer = new Gatherer(workspace, model, options);
  let batch: LoggedConversation[] = [];
  let turns = 0;
  let done = 0;
  for await (const conversations of log) {
    for (const conversation of conversations) {
      batch.push(conversation);
      turns += conversation.turns.length;
      if (turns < BATCH) continue;
      gatherer.add(batch);
      done += turns;
      options.onProgress?.(done, 0);
      batch = [];
      turns = 0;
    }
  }
  gatherer.add(batch);
  return gatherer.finish();
}

class Gatherer {
  readonly #model: Model | undefined;
  readonly #options: MiningOptions;
  readonly #today: Today | undefined;
  readonly #ignored: ReadonlySet<string>;
  readonly #languages: readonly string[];
  readonly #guess: LanguageGuesser;
  readonly #known = new Map<string, Recognition>();
  readonly #byKey = new Map<string, number>();
  readonly #said: Said[] = [];
  readonly #replies: { readonly lot: number; readonly reply: string }[][] = [];
  readonly #conversations: KeptConversation[] = [];
  readonly #turns = new Columns(['said', 'conversation', 'index', 'day', 'reasons']);
  readonly #names = new Map<string, string>();
  readonly #sample = new Sample(RECOGNISED);
  readonly #excluded = countsOf(EXCLUSIONS);
  #conversationCount = 0;
  #total = 0;
  #from = Infinity;
  #to = -Infinity;

  constructor({ settings, intents, ignored }: Workspace, model: Model | undefined, options: MiningOptions) {
    this.#model = model;
    const tiers = new Map(intents.map(({ intent, tier }) => [intent, tier]));
    this.#today = model && {
      answersFrom: model.thresholds.answer,
      doubtful: model.doubtful?.possible ?? model.thresholds.recognised,
      tierOf: (intent) => tiers.get(intent) ?? DEFAULT_TIER,
    };
    this.#options = options;
    // What somebody has put out of scope is decided too: refusing it is right.
    const refused = intents.filter(({ intent }) => intent === OUT_OF_SCOPE);
    this.#ignored = new Set(
      [...(ignored ? [ignored] : []), ...refused].flatMap(({ utterances }) =>
        utterances.map(({ text }) => foldForComparison(text)),
      ),
    );
    this.#languages = settings.languages;
    this.#guess = learnLanguages(
      settings.languages,
      intents.flatMap(({ utterances }) => utterances),
    );
  }

  add(batch: readonly LoggedConversation[]): void {
    const isIgnored = (text: string): boolean => this.#ignored.size > 0 && this.#ignored.has(foldForComparison(text));
    const read = batch
      .filter((conversation) => this.#isMeant(conversation))
      .map((conversation) => ({ conversation, customer: customerTurns(conversation, isIgnored) }));
    this.#recogniseAll(read.flatMap(({ customer }) => customer));
    for (const { conversation, customer } of read) this.#take(conversation, customer);
  }

  #isMeant({ channel, customer }: LoggedConversation): boolean {
    const { channel: wanted, segment } = this.#options;
    return (wanted === undefined || channel === wanted) && (segment === undefined || customer?.segment === segment);
  }

  #recogniseAll(turns: readonly CustomerTurn[]): void {
    if (!this.#model) return;
    if (this.#known.size > REMEMBERED) this.#known.clear();
    const texts = new Set<string>();
    for (const { turn, excluded } of turns) {
      if (excluded === undefined && !this.#known.has(turn.text)) texts.add(turn.text);
    }
    const list = [...texts];
    this.#model.recogniseAll(list).forEach((recognition, i) => this.#known.set(list[i] as string, recognition));
  }

  #take(conversation: LoggedConversation, customer: readonly CustomerTurn[]): void {
    this.#conversationCount += 1;
    let kept = -1;
    for (const own of customer) {
      const { turn, index, excluded } = own;
      const at = turn.at ?? conversation.started_at;
      if (this.#options.since !== undefined && (at === undefined || at.slice(0, 10) < this.#options.since)) continue;
      if (this.#options.language !== undefined && this.#languageOf(conversation, turn) !== this.#options.language)
        continue;
      this.#total += 1;
      const day = at === undefined ? -1 : Math.floor(Date.parse(at) / DAY_MS);
      if (day >= 0) {
        this.#from = Math.min(this.#from, day);
        this.#to = Math.max(this.#to, day);
      }
      if (excluded !== undefined) {
        this.#excluded[excluded] += 1;
        continue;
      }
      const recognise = (text: string): Recognition | undefined => this.#known.get(text);
      const reasons = reasonsOf(conversation, customer, own, recognise, this.#today);
      if (reasons.length === 0) {
        this.#sample.add(turn.text);
        continue;
      }
      let bits = 0;
      for (const reason of reasons) bits |= 1 << REASONS.indexOf(reason);
      if (kept < 0) kept = this.#keep(conversation);
      const said = this.#entryOf(turn);
      this.#turns.push([said, kept, index, day, bits]);
      const entry = this.#said[said] as Said;
      entry.messages += 1;
      entry.reasons |= bits;
      if (entry.messages === 1 || this.#isBefore(this.#turns.count - 1, entry.first)) {
        entry.first = this.#turns.count - 1;
        entry.text = oneLine(turn.text);
        entry.language = this.#languageOf(conversation, turn);
      }
      const reply = agentReply(conversation.turns, index);
      if (reply !== undefined) this.#keepReply(said, lotOf(`${conversation.id}#${index}`), reply);
    }
  }

  /** Some of the replies to a text, by lot, whatever the order in which they come. */
  #keepReply(said: number, lot: number, reply: string): void {
    const kept = (this.#replies[said] ??= []);
    if (kept.length === REPLIES && lot > (kept.at(-1)?.lot ?? 0)) return;
    kept.push({ lot, reply });
    kept.sort((a, b) => a.lot - b.lot || compareText(a.reply, b.reply));
    kept.length = Math.min(kept.length, REPLIES);
  }

  /** Whether the first row was said before the second: by day, then by conversation and turn; undated ones come last. */
  #isBefore(a: number, b: number): boolean {
    const value = (name: 'day' | 'conversation' | 'index', row: number): number => this.#turns.get(name, row);
    const [dayA, dayB] = [value('day', a) >>> 0, value('day', b) >>> 0];
    if (dayA !== dayB) return dayA < dayB;
    const [idA, idB] = [a, b].map((row) => (this.#conversations[value('conversation', row)] as KeptConversation).id);
    if (idA !== idB) return (idA as string) < (idB as string);
    return value('index', a) < value('index', b);
  }

  #keep({ id, channel, customer, outcome }: LoggedConversation): number {
    this.#conversations.push({
      id,
      channel: this.#intern(channel),
      segment: this.#intern(customer?.segment),
      customer: customer?.id,
      outcome,
    });
    return this.#conversations.length - 1;
  }

  #intern(name: string | undefined): string | undefined {
    if (name === undefined) return undefined;
    const known = this.#names.get(name);
    if (known === undefined) this.#names.set(name, name);
    return known ?? name;
  }

  #entryOf({ text }: LoggedTurn): number {
    const key = foldForComparison(text);
    let place = this.#byKey.get(key);
    if (place === undefined) {
      place = this.#said.length;
      this.#byKey.set(key, place);
      this.#said.push({
        key,
        text,
        language: '',
        messages: 0,
        first: 0,
        recognition: this.#known.get(text),
        replies: [],
        reasons: 0,
      });
    }
    return place;
  }

  #languageOf({ language }: LoggedConversation, { text }: LoggedTurn): string {
    if (language !== undefined && this.#languages.includes(language)) return language;
    return this.#guess(text) ?? this.#languages[0] ?? 'en';
  }

  finish(): Gathered {
    // Sorted, so that nothing depends on the order in which the log came.
    const order = [...this.#said.keys()].toSorted((a, b) =>
      compareText(this.#said[a]?.key ?? '', this.#said[b]?.key ?? ''),
    );
    const placeOf = new Uint32Array(order.length);
    order.forEach((old, place) => (placeOf[old] = place));
    const { count } = this.#turns;
    return {
      conversationCount: this.#conversationCount,
      total: this.#total,
      excluded: this.#excluded,
      days: this.#from <= this.#to ? { from: this.#from, to: this.#to } : null,
      said: order.map((old) => ({
        ...(this.#said[old] as Said),
        replies: (this.#replies[old] ?? []).map(({ reply }) => reply),
      })),
      turns: {
        count,
        said: Uint32Array.from(this.#turns.column('said'), (old) => placeOf[old] as number),
        conversation: Uint32Array.from(this.#turns.column('conversation')),
        index: Uint32Array.from(this.#turns.column('index')),
        day: this.#turns.column('day'),
        reasons: Uint32Array.from(this.#turns.column('reasons')),
      },
      conversations: this.#conversations,
      recognised: this.#sample.texts(),
    };
  }
}

function countsOf<Name extends string>(names: readonly Name[]): Record<Name, number> {
  return Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
}

/** What a person of the service first said after a turn. */
function agentReply(turns: readonly LoggedTurn[], index: number): string | undefined {
  for (let at = index + 1; at < turns.length; at += 1) {
    const { role, text } = turns[at] as LoggedTurn;
    if (role === 'agent' && text.trim() !== '') return oneLine(text);
  }
  return undefined;
}
