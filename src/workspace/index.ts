export { costsOf, type Costs } from './costs.js';
export { articleSchema, type Article } from './article.js';
export { addIgnored, type IgnoredFile, type IgnoredUtterance } from './ignored.js';
export type { ContentFile, Remembered } from './content-file.js';
export {
  checkLimits,
  decodeUtf8,
  hashOf,
  readFolder,
  readGivenFile,
  type SourceFile,
  systemMessage,
  unreadable,
} from './files.js';
export {
  DEFAULT_TIER,
  intentFileName,
  intentName,
  intentSchema,
  newIntentText,
  OUT_OF_SCOPE,
  type IntentFile,
  type Tier,
} from './intent.js';
export { addUtterances, splitProvenance, utteranceLine, type Provenance, type Utterance } from './intent-body.js';
export {
  contentItem,
  contentItems,
  findWorkspace,
  isContentPath,
  openWorkspace,
  parseWorkspace,
  readWorkspace,
  SETTINGS_FILE,
  type ContentItem,
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
export { MADE_FOLDER, withLock, writeFiles, writeMade, writeOutputFile } from './write.js';
export { nearestName, parseYaml, placeOf, validateYaml, type YamlSource } from './yaml.js';
export { setThresholds, type WrittenThresholds } from './thresholds.js';
