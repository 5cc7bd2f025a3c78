/** What may have gone wrong with a customer's turn; see docs/mine.md. */
export const REASONS = [
  'abstained',
  'unsure',
  'fallback',
  'failed-clarification',
  'handed-over',
  'bad-rating',
  'said-again',
] as const;
export type Reason = (typeof REASONS)[number];

/** Why a customer's turn is not asked about at all. */
export const EXCLUSIONS = ['answer', 'greeting', 'ignored', 'empty'] as const;
export type Exclusion = (typeof EXCLUSIONS)[number];

/** One thing that customers said, however often: texts that differ by nothing but case and punctuation are one. */
export interface MinedUtterance {
  /** As it was said first, redacted, white space folded. */
  readonly text: string;
  readonly language: string;
  /** How many turns said it. */
  readonly messages: number;
  /** The first of these turns, `CONVERSATION#TURN`, turns counted from 0. */
  readonly first: string;
  /** Who said it first, a pseudonym, where the log has customers. */
  readonly customer?: string;
  /** When it was said first, `2026-10-02`, where the log has dates. */
  readonly day?: string;
  /** All of these turns; only where members are asked for. */
  readonly members?: readonly string[];
}

export interface Counted {
  readonly name: string;
  readonly messages: number;
}

export type SuggestionKind = 'new-intent' | 'add-to-intent' | 'out-of-scope' | 'missing-article' | 'split-intent';

/** What should be done about a cluster. */
export interface Suggestion {
  readonly kind: SuggestionKind;
  /** The intent of the workspace that it is about; a proposed name for `new-intent`. */
  readonly intent?: string;
  /** Why, in one sentence with figures. */
  readonly evidence: string;
}

export interface MinedCluster {
  /** Stays the same from one run to the next while the cluster keeps its core: `m_` and 8 hexadecimal digits. */
  readonly id: string;
  /** A few words of its own. */
  readonly name: string;
  /** What its utterances say and others don't, the most telling first. */
  readonly phrases: readonly string[];
  /** How many messages (turns) are in it. */
  readonly size: number;
  readonly conversations: number;
  /** Different customers; conversations without a customer count as one each. */
  readonly customers: number;
  /** Nearest to the middle first; a few texts. */
  readonly typical: readonly string[];
  /** As unlike each other as possible; a few texts. */
  readonly different: readonly string[];
  /** Messages by week, every week of the log from the first to the last, by its Monday; empty without dates. */
  readonly trend: readonly { readonly week: string; readonly messages: number }[];
  /** The change of messages a week over the last weeks, as a share of the mean: 0.5 is half as many again; null if unknown. */
  readonly growth: number | null;
  readonly channels: readonly Counted[];
  readonly segments: readonly Counted[];
  readonly languages: readonly Counted[];
  /** Why its turns count as unrecognised; one turn may have several reasons. */
  readonly reasons: readonly Counted[];
  /** What became of its conversations; shares of `conversations` whose outcome is known are left to the reader. */
  readonly afterwards: { readonly handedOver: number; readonly abandoned: number; readonly resolved: number };
  /** The most central of the agents' first replies, with the number of replies; absent where no agent spoke. */
  readonly agentReply?: { readonly text: string; readonly replies: number };
  /** What it costs a week, in the unit of kb.yaml's `routing.costs`; null without dates. */
  readonly costPerWeek: number | null;
  readonly suggestion: Suggestion;
  /** Every different thing that was said, nearest to the middle first. */
  readonly utterances: readonly MinedUtterance[];
}

export interface MiningReport {
  /** The day that dates were held against. */
  readonly today: string;
  readonly conversations: number;
  /** The first and the last day that messages are dated; null without dates. */
  readonly days: { readonly from: string; readonly to: string } | null;
  readonly turns: {
    /** Customers' turns within the filters. */
    readonly total: number;
    /** Those that are in clusters or single. */
    readonly unrecognised: number;
    /** Those that were not asked about, by the reason. */
    readonly excluded: Readonly<Record<Exclusion, number>>;
    /** One turn may have several reasons. */
    readonly reasons: Readonly<Record<Reason, number>>;
  };
  /** The largest first. At least two messages each. */
  readonly clusters: readonly MinedCluster[];
  /** Turns that are like no other. */
  readonly singles: { readonly count: number; readonly utterances: readonly MinedUtterance[] };
}

export interface MiningOptions {
  /** `2026-10-01`. */
  readonly today: string;
  /** Only what was said on this day or later; undated turns then don't count. */
  readonly since?: string | undefined;
  readonly channel?: string | undefined;
  readonly segment?: string | undefined;
  readonly language?: string | undefined;
  /** So many clusters instead of as many as there seem to be. */
  readonly clusters?: number | undefined;
  /** Whether to name every turn: `MinedUtterance.members`. */
  readonly members?: boolean | undefined;
  /** Told from time to time; `total` is 0 while it isn't known. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}
