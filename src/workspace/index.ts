export { readTextFile, type SourceFile } from './files.js';
export { articleSchema, type Article } from './article.js';
export {
  addUtterances,
  intentSchema,
  OUT_OF_SCOPE,
  splitProvenance,
  utteranceLine,
  type IntentFile,
  type Tier,
  type Utterance,
} from './intent.js';
export { findWorkspace, openWorkspace, readWorkspace, SETTINGS_FILE, type Workspace } from './open.js';
export { scenarioSchema, type Scenario } from './scenario.js';
export { settingsSchema, type Settings } from './settings.js';
export { nearestName, parseYaml, placeOf, validateYaml, type YamlSource } from './yaml.js';
