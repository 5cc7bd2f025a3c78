export { articleSchema, type Article } from './article.js';
export { decodeUtf8, systemMessage, type SourceFile } from './files.js';
export {
  addUtterances,
  intentFileName,
  intentName,
  intentSchema,
  newIntentText,
  OUT_OF_SCOPE,
  splitProvenance,
  utteranceLine,
  type IntentFile,
  type Provenance,
  type Tier,
  type Utterance,
} from './intent.js';
export {
  findWorkspace,
  openWorkspace,
  parseWorkspace,
  readWorkspace,
  SETTINGS_FILE,
  type ReadWorkspace,
  type Workspace,
} from './open.js';
export {
  compileCondition,
  findTaskGaps,
  type Condition,
  type ConditionProblem,
  type ConditionScope,
  type ConditionValues,
  type FactValue,
  type TaskGaps,
  type Witness,
} from './conditions.js';
export { scenarioSchema, VARIATIONS, type Expectation, type Scenario, type VariationName } from './scenario.js';
export { addLanguages, languageTag, settingsSchema, type Fact, type Settings } from './settings.js';
export { MADE_FOLDER, withLock, writeFiles } from './write.js';
export { nearestName, placeOf, type YamlSource } from './yaml.js';
