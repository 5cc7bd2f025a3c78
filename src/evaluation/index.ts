export {
  countLeaks,
  evaluate,
  type Confusion,
  type EvaluatedUtterance,
  type Evaluation,
  type IntentFigures,
  type LanguageFigures,
} from './evaluate.js';
export { heldoutExamples, trainingExamples, trainOptions } from './examples.js';
export { judgeEvalGoals, type GoalResult } from './goals.js';
