export { decisionsSchema, readDecisions, type Decision } from './decisions.js';
export { proposeHalf } from './halves.js';
export { findOrigins } from './origin.js';
export { planDecisions, type ReviewPlan } from './plan.js';
export { forgetSaved, readSaved, savedText } from './saved.js';
export {
  decide,
  NOTHING_SAVED,
  skip,
  startReview,
  takeOut,
  undo,
  type Choice,
  type Group,
  type SavedReview,
  type Session,
} from './session.js';
