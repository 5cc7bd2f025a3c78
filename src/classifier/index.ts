export { answersFrom, withOwnThresholds } from './answering.js';
export { crossValidate } from './cross-validate.js';
export { openEncoder, type Encoder } from './encoder.js';
export { decodeModel, encodeModel, modelHash } from './file.js';
export { foldOf } from './folds.js';
export { ngrams } from './features.js';
export { impressionsOf, type Impressions } from './model.js';
export { multiply } from './multiply.js';
export { findParts, type Part } from './parts.js';
export { knownWords, Speller } from './spelling.js';
export { pickThresholds, type Scored } from './thresholds.js';
export { fingerprint, trainModel } from './train.js';
export { recogniseUnseen, type UnseenExample } from './unseen-folds.js';
export type {
  Alternative,
  CrossValidated,
  Example,
  Model,
  Recognition,
  ThresholdGoals,
  Thresholds,
  TrainOptions,
  TrainedOn,
} from './types.js';
