/**
 * The library beside the command line, in the order of the data's way. Only what is named here is promised; the rest of
 * the folders' doors serves the program itself and may change at any time.
 */
export { KbError, type Edit, type Place, type Problem, type Severity } from './problem.js';
export {
  articleSchema,
  findWorkspace,
  intentSchema,
  openWorkspace,
  OUT_OF_SCOPE,
  parseWorkspace,
  readWorkspace,
  scenarioSchema,
  settingsSchema,
  type Article,
  type IntentFile,
  type ReadWorkspace,
  type Scenario,
  type Settings,
  type Utterance,
  type Workspace,
} from './workspace/index.js';
export {
  crossValidate,
  decodeModel,
  encodeModel,
  fingerprint,
  modelHash,
  pickThresholds,
  trainModel,
  type CrossValidated,
  type Example,
  type Model,
  type Recognition,
  type Thresholds,
  type TrainOptions,
} from './classifier/index.js';
export {
  evaluate,
  explain,
  heldoutExamples,
  judgeEvalGoals,
  learningCurve,
  trainingExamples,
  trainOptions,
  type EvaluatedUtterance,
  type Evaluation,
  type GoalResult,
} from './evaluation/index.js';
export { lint, rules, type Finding, type LintResult, type Rule } from './lint/index.js';
export { formats, planImport, readUtterances, type ImportPlan, type LabelledUtterance } from './importing/index.js';
export {
  decide,
  indexArticles,
  makePolicy,
  packetMarkdown,
  recognise,
  searchArticles,
  startConversation,
  takeTurn,
  type Conversation,
  type Decision,
  type Packet,
  type Policy,
} from './assistant/index.js';
export { redact } from './text/index.js';
export { conversationSchema, readConversations, type LoggedConversation } from './conversations/index.js';
export { computeStats, emergingTopics, forecastNext, type Stats } from './analytics/index.js';
export { checkScenarios, coverageOf, simulate, simulateCustomers, WaitingRoom } from './simulation/index.js';
