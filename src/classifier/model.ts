import { confidenceOf, type Calibration } from './calibration.js';
import type { Compressed } from './compress.js';
import type { Encoder } from './encoder.js';
import type { Vocabulary } from './features.js';
import type { Neighbourhood } from './neighbours.js';
import { BATCH, Recogniser } from './recogniser.js';
import type { KnownWords } from './spelling.js';
import type { Alternative, Doubtful, Model, Recognition, Thresholds, TrainedOn } from './types.js';

const ALTERNATIVES = 5;

/** All that a model consists of. */
export interface ModelParts {
  readonly intents: readonly string[];
  readonly thresholds: Thresholds;
  /** See `Model`. */
  readonly doubtful: Doubtful;
  readonly trainedOn: TrainedOn;
  readonly calibration: Calibration;
  readonly vocabulary: Vocabulary;
  /** Has one class more than there are intents where there is a single intent; see `trainModel`. */
  readonly network: Compressed;
  /** Where the likeness to training utterances counts. */
  readonly neighbourhood: Neighbourhood | undefined;
  /** To tell what a misspelt word was meant to be. */
  readonly words: KnownWords;
}

export class TrainedModel implements Model {
  readonly parts: ModelParts;
  readonly #encoder: Encoder | undefined;
  #recogniser: Recogniser | undefined; // started on use: a model that is only read or written needs none

  /** @param encoder - The one that it was trained with, if it was. */
  constructor(parts: ModelParts, encoder: Encoder | undefined) {
    this.parts = parts;
    this.#encoder = encoder;
  }

  get intents(): readonly string[] {
    return this.parts.intents;
  }

  get thresholds(): Thresholds {
    return this.parts.thresholds;
  }

  get doubtful(): Doubtful {
    return this.parts.doubtful;
  }

  get trainedOn(): TrainedOn {
    return this.parts.trainedOn;
  }

  recognise(text: string): Recognition {
    return this.recogniseAll([text])[0] as Recognition;
  }

  recogniseAll(texts: readonly string[]): Recognition[] {
    const { intents, calibration, thresholds } = this.parts;
    if (intents.length === 0) return texts.map(() => NOTHING);
    this.#recogniser ??= new Recogniser(this.parts, this.#encoder);
    const recognitions: Recognition[] = [];
    for (let i = 0; i < texts.length; i += BATCH) {
      for (const judgement of this.#recogniser.judge(texts.slice(i, i + BATCH), calibration)) {
        if (judgement.known === 0) {
          recognitions.push(NOTHING);
          continue;
        }
        const confidence = confidenceOf(judgement.certainty, calibration);
        const alternatives = bestFew(intents, judgement.chances);
        recognitions.push({
          intent: confidence >= thresholds.recognised ? (alternatives[0]?.intent ?? null) : null,
          confidence,
          alternatives,
        });
      }
    }
    return recognitions;
  }

  /** See `impressionsOf`. */
  impressions(texts: readonly string[]): Impressions {
    const { intents, calibration, network } = this.parts;
    const hiddenUnits = network.hidden;
    const hidden = new Float32Array(texts.length * hiddenUnits);
    const scores = new Float32Array(texts.length * intents.length);
    this.#recogniser ??= new Recogniser(this.parts, this.#encoder);
    for (let i = 0; i < texts.length; i += BATCH) {
      this.#recogniser.judge(texts.slice(i, i + BATCH), calibration).forEach((judgement, n) => {
        hidden.set(judgement.hidden, (i + n) * hiddenUnits);
        const own = scores.subarray((i + n) * intents.length, (i + n + 1) * intents.length);
        let mean = 0;
        for (let k = 0; k < own.length; k++) {
          own[k] = Math.log(Math.max(judgement.chances[k] as number, LEAST_CHANCE));
          mean += (own[k] as number) / own.length;
        }
        for (let k = 0; k < own.length; k++) own[k]! -= mean;
      });
    }
    return { hidden, hiddenUnits, scores };
  }
}

/** What a model makes of texts before it decides: rows of numbers in which texts that mean alike lie close together. */
export interface Impressions {
  /** One row a text: the rectified units of the hidden layer. */
  readonly hidden: Float32Array;
  readonly hiddenUnits: number;
  /** One row a text: the logarithm of each intent's chance, less the row's mean. */
  readonly scores: Float32Array;
}

/** The least chance that counts: below, floats run out. */
const LEAST_CHANCE = 1e-30;

/** For mining: intents that are not known yet stand apart in what a model has learned from those that are. */
export function impressionsOf(model: Model, texts: readonly string[]): Impressions | undefined {
  return model instanceof TrainedModel ? model.impressions(texts) : undefined;
}

const NOTHING: Recognition = { intent: null, confidence: 0, alternatives: [] };

/** The likeliest intents first; of equally likely ones, the first by name. */
function bestFew(intents: readonly string[], chances: Float32Array): Alternative[] {
  const best: number[] = [];
  for (let k = 0; k < intents.length; k++) {
    const chance = chances[k] as number;
    if (best.length === ALTERNATIVES && chance <= (chances[best[ALTERNATIVES - 1] as number] as number)) continue;
    let place = best.length;
    while (place > 0 && (chances[best[place - 1] as number] as number) < chance) place--;
    best.splice(place, 0, k);
    if (best.length > ALTERNATIVES) best.pop();
  }
  return best.map((k) => ({ intent: intents[k] as string, confidence: chances[k] as number }));
}
