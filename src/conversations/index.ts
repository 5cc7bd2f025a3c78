export {
  conversationSchema,
  readConversations,
  toMoment,
  type BadLine,
  type LoggedConversation,
  type LoggedTurn,
} from './conversation.js';
export { forgetUtterances, type ForgottenIn } from './forget.js';
export { formatNames } from './formats/registry.js';
export { importLogs, readLogs, type ImportOptions, type ImportResult, type ReadNotes, type Skipped } from './import.js';
export { makeProtector, makePseudonyms, privacyKey, type Pseudonyms } from './privacy.js';
export { findSources, type Source, type SourceOptions } from './source.js';
export { eraseFromStore } from './erase.js';
export { FLAT_COLUMNS, openStore, type Counted, type Merged, type Store } from './store.js';
