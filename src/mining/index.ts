export { mine } from './mine.js';
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
