import type { Tier } from '../workspace/index.js';
import type {
  Action,
  Conversation,
  DecidedTask,
  Facts,
  Policy,
  PreparedArticle,
  Priority,
  Question,
  TurnRecognition,
} from './types.js';

/** What the rules settle; the reply is worded from it. */
export interface Verdict {
  readonly action: Action;
  readonly found?: Found;
  readonly task?: DecidedTask;
  readonly asks?: Question;
  /** Whether a person has the conversation already. */
  readonly waiting?: boolean;
}

/** An article that may be shown to this customer here. */
export interface Found {
  readonly id: string;
  readonly prepared: PreparedArticle;
}

/** A turn with all that the rules look at. */
export interface Situation {
  readonly recognition: TurnRecognition;
  readonly conversation: Conversation;
  readonly policy: Policy;
  /** All that is known, what this turn tells included. */
  readonly facts: Facts;
  readonly tier: Tier;
  readonly priority: Priority;
  readonly say: (reason: string) => void;
}
