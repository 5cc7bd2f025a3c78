import type { Encoder } from './encoder.js';

/** One labelled utterance. */
export interface Example {
  readonly text: string;
  /** `null`: out of scope, what the service must not answer. */
  readonly intent: string | null;
  readonly language: string;
}

/** What the two thresholds are chosen for; see product.md, "The decision". */
export interface ThresholdGoals {
  /** The share of messages expected to be out of scope, in [0, 1). */
  readonly outOfScopeShare: number;
  /** Answers given must be right this often, in [0, 1]. */
  readonly answerPrecision: number;
}

export interface TrainOptions extends ThresholdGoals {
  readonly seed: number;
  /** Its vectors join the n-grams; the model needs it again whenever it recognises. */
  readonly encoder?: Encoder | undefined;
  /** Told as parts of the training are done; `total` stays the same throughout. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Confidences, in [0, 1], from which on an intent counts as recognised, and may be answered. */
export interface Thresholds {
  readonly recognised: number;
  /** At least `recognised`. */
  readonly answer: number;
  /** Other answer thresholds of single intents, and of customers of single segments; see `answersFrom`. */
  readonly intents?: Readonly<Record<string, number>>;
  readonly segments?: Readonly<Record<string, number>>;
}

/** An in-scope intent with its probability given that the message is in scope. */
export interface Alternative {
  readonly intent: string;
  readonly confidence: number;
}

export interface Recognition {
  /** `null`: abstained, `confidence` is below the `recognised` threshold. */
  readonly intent: string | null;
  /** The probability, in [0, 1], that the message is in scope and the best intent is right. */
  readonly confidence: number;
  /** At most five, the best first: the best intent stands here even when the model abstained. */
  readonly alternatives: readonly Alternative[];
}

/** Which examples and which recipe a model was made from. */
export interface TrainedOn {
  readonly fingerprint: string;
  readonly utterances: number;
  readonly outOfScope: number;
  readonly languages: readonly string[];
  /** Whether the thresholds rest on written out-of-scope utterances, on simulated ones (intents left out), or on none. */
  readonly outOfScopeFrom: 'written' | 'simulated' | 'none';
  /** The id of the encoder whose vectors it needs; see `Encoder`. */
  readonly encoder?: string | undefined;
}

/**
 * Confidences, both at least `Thresholds.recognised`. Below `likely` lie 13 % of the messages in scope that are unlike what
 * was trained on, and most of what is of unknown intents; below `possible` twice as many.
 */
export interface Doubtful {
  readonly likely: number;
  readonly possible: number;
}

/** A trained classifier. `decodeModel` and `trainModel` make one; it holds no reference to its examples. */
export interface Model {
  /** In-scope intents, sorted by UTF-16 code units. */
  readonly intents: readonly string[];
  readonly thresholds: Thresholds;
  /** Confidences up to which mining looks for unknown intents; `thresholds.recognised` where absent. */
  readonly doubtful?: Doubtful;
  readonly trainedOn: TrainedOn;
  /** Never throws; text without any known feature abstains with confidence 0. */
  recognise(text: string): Recognition;
  /** The same for many texts, several times as fast. */
  recogniseAll(texts: readonly string[]): Recognition[];
}

export interface CrossValidated {
  /** One for each example, in the order given, each from a model that saw nothing of the example's fold. */
  readonly recognitions: readonly Recognition[];
  /** The mean of the folds' thresholds; each recognition was decided with its own fold's. */
  readonly thresholds: Thresholds;
}
