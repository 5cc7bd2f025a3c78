export { checkScenarios } from './check.js';
export {
  coverageOf,
  statedTraffic,
  type Coverage,
  type Covered,
  type Dimension,
  type Traffic,
  type Weights,
} from './coverage.js';
export type { Mismatch } from './expect.js';
export { shareOf, type Share } from './interval.js';
export {
  simulate,
  type Failure,
  type ReplayedCase,
  type ReplayedTurn,
  type Robustness,
  type ScenarioResult,
  type SimulateOptions,
} from './simulate.js';
