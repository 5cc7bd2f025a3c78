export {
  countLeaks,
  evaluate,
  type Confusion,
  type EvaluatedUtterance,
  type Evaluation,
  type IntentFigures,
} from './evaluate.js';
export { heldoutExamples, languageGuesser, trainingExamples, trainOptions } from './examples.js';
export { explain, type Change, type Explanation, type NearUtterance, type WordEffect } from './explain.js';
export { learningCurve, takeShare, type IntentCurve, type LearningCurve } from './learning-curve.js';
export { judgeEvalGoals, type GoalResult } from './goals.js';
export {
  compareOutcomes,
  type ComparedModels,
  type Comparison,
  type FigureChange,
  type Flip,
  type PairedOutcome,
} from './comparison.js';
export { mostOutcomes, outcomesOf, pairOutcomes, type SavedOutcome, type TrainedOutcomes } from './outcomes.js';
export { acceptedRunOf, readHistory, type AcceptedRun } from './history.js';
export { assessPredictions, readPredictions } from './predictions.js';
export { sharedTraining, trainingSketch, type TrainingSketch } from './shared.js';
export type { LanguageFigures, LengthFigures, SegmentFigures, SliceFigures } from './slices.js';
export type { CalibrationBin, RiskPoint } from './curves.js';
export { isWorthWriting, tuneThresholds, type ThresholdCosts, type TunedThresholds, type Tuning } from './tuning.js';
export { NEXT_TRAININGS, nextEdits, type NextEdit, type NextEdits } from './next.js';
export { suspectLabels, type Suspect } from './suspects.js';
