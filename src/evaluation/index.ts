export {
  countLeaks,
  evaluate,
  type Confusion,
  type EvaluatedUtterance,
  type Evaluation,
  type IntentFigures,
  type LanguageFigures,
} from './evaluate.js';
export { heldoutExamples, languageGuesser, trainingExamples, trainOptions } from './examples.js';
export { explain, type Change, type Explanation, type NearUtterance, type WordEffect } from './explain.js';
export { learningCurve, takeShare, type IntentCurve, type LearningCurve } from './learning-curve.js';
export { judgeEvalGoals, type GoalResult } from './goals.js';
