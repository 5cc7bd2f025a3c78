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
export { scenarioSchema, type Scenario } from './scenario.js';
export { addLanguages, languageTag, settingsSchema, type Settings } from './settings.js';
export { MADE_FOLDER, withLock, writeFiles } from './write.js';
export { nearestName, placeOf, type YamlSource } from './yaml.js';
