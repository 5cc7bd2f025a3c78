import type { Alternative, Recognition, Thresholds } from '../classifier/index.js';
import type { Article, Condition, FactValue, IntentFile, Settings, Tier } from '../workspace/index.js';
import type { Rendered } from './reply.js';
import type { Hit } from './search.js';

/** What the service does with a turn; see product.md, "The decision". */
export type Action = 'answer' | 'assist' | 'clarify' | 'handoff';
export type Priority = 'normal' | 'high';
export type Facts = Readonly<Record<string, FactValue>>;

/** Everything that decisions rest on, prepared once from a workspace and the thresholds of its model. */
export interface Policy {
  readonly settings: Settings;
  readonly thresholds: Thresholds;
  readonly intents: ReadonlyMap<string, IntentFile>;
  /** Translations by article id and language. */
  readonly articles: ReadonlyMap<string, ReadonlyMap<string, PreparedArticle>>;
  /** Ids of the articles that answer an intent: the one it names, else those that name it. */
  readonly articlesOf: ReadonlyMap<string, readonly string[]>;
  readonly rules: readonly PreparedRule[];
  /** Articles for a question; see `searchArticles`. */
  readonly search: (question: string) => readonly Hit[];
  /** What a text says by itself. */
  readonly read: (text: string) => TextReading;
}

/** What a text says by itself, whatever was said before and whoever says it. */
export interface TextReading {
  /** Among those of kb.yaml; `undefined` when the text does not tell. */
  readonly language: string | undefined;
  readonly cues: Cues;
  /** All facts that it tells by their form, known or not. */
  readonly facts: Facts;
  /** The form in which two texts count as the same. */
  readonly folded: string;
}

export interface PreparedArticle {
  readonly article: Article;
  readonly tasks: readonly { readonly when?: Condition; readonly do: string }[];
  readonly rendered: Rendered;
}

export interface PreparedRule {
  readonly when: Condition;
  readonly action?: Action;
  readonly priority?: Priority;
}

export interface Customer {
  readonly segment?: string;
  readonly language?: string;
}

/** One utterance of a conversation, with what was made of it. */
export interface Turn {
  readonly role: 'customer' | 'bot' | 'agent' | 'system';
  readonly text: string;
  readonly intent?: string | null;
  readonly confidence?: number;
  readonly action?: Action;
}

/** What the bot asked last and now waits for. */
export type Question =
  | { readonly kind: 'fact'; readonly fact: string; readonly intent: string }
  | { readonly kind: 'choice'; readonly intents: readonly string[] }
  | { readonly kind: 'rephrase' };

/** A conversation as far as it has come. `startConversation` makes one, `takeTurn` carries it on. */
export interface Conversation {
  readonly policy: Policy;
  readonly customer: Customer;
  readonly channel?: string;
  /** What is known: given at the start, or told on the way. */
  readonly facts: Facts;
  readonly turns: readonly Turn[];
  readonly clarifications: number;
  readonly asked?: Question;
  /** Facts that were asked for: nobody is asked twice. */
  readonly askedFacts: readonly string[];
  /** The number of the customer's turn, from 1, at which a person took over. */
  readonly handedOverAt?: number;
  readonly priority: Priority;
}

/** Signs in a customer's words beside their topic. */
export interface Cues {
  readonly wantsPerson: boolean;
  readonly angry: boolean;
}

/** How a turn's intent was arrived at, when not from its own words alone. */
export type Reading =
  | 'alone'
  | 'with the turn before'
  | 'as pointing back'
  | 'as a correction'
  | 'as an answer'
  | 'as a choice'
  | 'as a refusal';

/** A turn as it was understood: what `decide` decides on. */
export interface TurnRecognition extends Recognition {
  readonly text: string;
  readonly language: string;
  readonly reading: Reading;
  readonly cues: Cues;
  /** Facts that the turn tells and that were not known. */
  readonly facts: Facts;
  /** Intents that the customer has just ruled out. */
  readonly refused: readonly string[];
}

export interface DecidedTask {
  /** Its position in the article's `tasks`, from 0. */
  readonly index: number;
  readonly when?: string;
  readonly do: string;
}

export interface Decision {
  readonly action: Action;
  readonly intent: string | null;
  readonly confidence: number;
  readonly alternatives: readonly Alternative[];
  readonly tier?: Tier;
  /** The article's id. */
  readonly article?: string;
  /** In which language it is; another than `language` only when there is no translation, and the reply says so. */
  readonly articleLanguage?: string;
  readonly task?: DecidedTask;
  /** What the customer reads; for `assist` the draft that a person checks. */
  readonly reply?: string;
  readonly asks?: Question;
  readonly language: string;
  readonly priority: Priority;
  /** Of a hand-off and of an assisted answer. */
  readonly packet?: Packet;
  /** Which rules decided, in plain words, the deciding one last. */
  readonly reasons: readonly string[];
}

/** All that the person needs who takes over: nobody should have to ask again. */
export interface Packet {
  readonly schema: 'kb.packet/1';
  /** Two lines: what the customer wants, and why a person has it now. */
  readonly summary: readonly [string, string];
  readonly reason: string;
  readonly priority: Priority;
  readonly customer: Customer;
  readonly channel?: string;
  readonly language: string;
  readonly intents: readonly { readonly intent: string; readonly title?: string; readonly confidence: number }[];
  readonly facts: { readonly known: Facts; readonly missing: readonly string[] };
  /** What the service did before, in order. */
  readonly tried: readonly string[];
  /** What it would answer, where it has something. */
  readonly draft?: string;
  readonly article?: string;
  readonly task?: string;
  readonly transcript: readonly Turn[];
}
