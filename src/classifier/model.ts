import { bestOf, confidenceOf, probabilities, type Calibration, type Scores } from './calibration.js';
import { ngrams, vectorise, type Vector, type Vocabulary } from './features.js';
import type { Linear } from './svm.js';
import type { Alternative, Model, Recognition, Thresholds, TrainedOn } from './types.js';

const ALTERNATIVES = 5;

/** A linear model in one byte a weight: weight = scale[column] · bytes[column · classes + k]. */
export interface Compressed {
  readonly bytes: Int8Array;
  readonly scale: Float32Array;
  readonly bias: Float32Array;
}

/** All that a model consists of. */
export interface ModelParts {
  readonly intents: readonly string[];
  readonly thresholds: Thresholds;
  readonly trainedOn: TrainedOn;
  readonly calibration: Calibration;
  readonly vocabulary: Vocabulary;
  readonly linear: Compressed;
}

export class TrainedModel implements Model {
  readonly parts: ModelParts;

  constructor(parts: ModelParts) {
    this.parts = parts;
  }

  get intents(): readonly string[] {
    return this.parts.intents;
  }

  get thresholds(): Thresholds {
    return this.parts.thresholds;
  }

  get trainedOn(): TrainedOn {
    return this.parts.trainedOn;
  }

  recognise(text: string): Recognition {
    const { intents, calibration, vocabulary, linear, thresholds } = this.parts;
    const vector = vectorise(ngrams(text), vocabulary);
    if (intents.length === 0 || vector.known === 0) return { intent: null, confidence: 0, alternatives: [] };
    const scores: Scores = { scores: scoreCompressed(linear, vector), known: vector.known };
    const confidence = confidenceOf(scores, calibration);
    const best = intents[bestOf(scores.scores)] as string;
    return {
      intent: confidence >= thresholds.recognised ? best : null,
      confidence,
      alternatives: alternatives(intents, probabilities(scores, calibration.sharpness)),
    };
  }
}

/** The likeliest intents first; of equally likely ones, the first by name. */
function alternatives(intents: readonly string[], chances: Float64Array): readonly Alternative[] {
  const found: Alternative[] = [];
  for (let k = 0; k < chances.length; k++) {
    const confidence = chances[k] as number;
    if (found.length === ALTERNATIVES && confidence <= (found[ALTERNATIVES - 1] as Alternative).confidence) continue;
    let place = found.length;
    while (place > 0 && (found[place - 1] as Alternative).confidence < confidence) place--;
    found.splice(place, 0, { intent: intents[k] as string, confidence });
    if (found.length > ALTERNATIVES) found.pop();
  }
  return found;
}

export function compress({ weights, bias, classes }: Linear, columns: number): Compressed {
  const scale = new Float32Array(columns);
  const bytes = new Int8Array(weights.length);
  for (let column = 0; column < columns; column++) {
    const line = weights.subarray(column * classes, (column + 1) * classes);
    const largest = line.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
    scale[column] = largest / 127;
    if (largest === 0) continue;
    for (let k = 0; k < classes; k++) {
      bytes[column * classes + k] = Math.round((line[k] as number) / (scale[column] as number));
    }
  }
  return { bytes, scale, bias };
}

function scoreCompressed({ bytes, scale, bias }: Compressed, { columns, values }: Vector): Float32Array {
  const classes = bias.length;
  const scores = bias.slice();
  for (let i = 0; i < columns.length; i++) {
    const column = columns[i] as number;
    const value = (values[i] as number) * (scale[column] as number);
    const base = column * classes;
    for (let k = 0; k < classes; k++) scores[k]! += value * (bytes[base + k] as number);
  }
  return scores;
}
