export { compareRuns, keepIds, readRun, runOf, type MinedRun, type RunComparison } from './compare.js';
export { mine } from './mine.js';
export { proposeFiles } from './patch.js';
export type {
  Exclusion,
  MinedCluster,
  MinedUtterance,
  MiningOptions,
  MiningReport,
  Reason,
  Suggestion,
  SuggestionKind,
} from './types.js';
