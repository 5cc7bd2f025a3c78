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
export type { Share } from '../interval.js';
export { simulate, type Robustness, type ScenarioResult, type SimulateOptions } from './simulate.js';
export type { Failure, ReplayedCase, ReplayedTurn } from './replay.js';
export type { Simulator } from './simulator.js';
export { simulatorHere, type SimulatorOptions } from './simulator-here.js';
export { casesIn } from './cases.js';
export { judgeSimulateGoals, type Measured, type SimulateGoal } from './goals.js';
export { stubsFor, type Stub } from './stubs.js';
export { PopulationCount, simulatePopulation, type GroupFigures, type PopulationFigures } from './population.js';
export { simulateCustomers, type CustomerNumbers, type SimulatedCustomer } from './customers.js';
export {
  Jobs,
  p90Of,
  serveQueue,
  WaitingRoom,
  type Job,
  type Staff,
  type WaitFigures,
  type WaitingFigures,
} from './waiting.js';
export { replayLog, trafficOf, type LogReplay, type LogTraffic } from './logs.js';
export { scenarioFrom, type ScenarioFields } from './from-log.js';
