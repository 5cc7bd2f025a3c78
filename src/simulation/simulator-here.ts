import type { Policy, Recogniser } from '../assistant/index.js';
import type { Workspace } from '../workspace/index.js';
import type { Traffic } from './coverage.js';
import { simulateCustomers } from './customers.js';
import { replayScenarios, type ReplayOptions } from './replay.js';
import type { Simulator } from './simulator.js';

export interface SimulatorOptions extends ReplayOptions {
  readonly traffic: Traffic;
}

/** A simulator on this thread. */
export function simulatorHere(
  workspace: Workspace,
  policy: Policy,
  recogniser: Recogniser,
  options: SimulatorOptions,
): Simulator {
  const { traffic, seed } = options;
  return {
    replay: (scenarios) => replayScenarios(scenarios, workspace, policy, recogniser, options),
    customers: (numbers) => simulateCustomers(numbers, workspace, policy, recogniser, traffic, seed),
  };
}
