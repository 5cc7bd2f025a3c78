import type { Action } from '../assistant/index.js';
import { placeOf, type Scenario, type Settings, type VariationName } from '../workspace/index.js';
import { casesIn, type Script } from './cases.js';
import type { Met } from './coverage.js';
import { shareOf, type Share } from '../interval.js';
import { addReplays, nothingReplayed, type Failure } from './replay.js';
import { shareOut, type Simulator } from './simulator.js';

/** How a variation of the wording was borne: of the turns that went well plainly, those that still do. */
export interface Robustness extends Share {
  readonly name: VariationName;
  readonly replays: number;
}

export interface ScenarioResult {
  readonly scenarios: { readonly total: number; readonly passed: number };
  /** Customers' turns of all replays. */
  readonly turns: number;
  /** Of the plain replays: how often each action was taken. */
  readonly actions: Readonly<Record<Action, number>>;
  /** What did not go as expected, with the line of the turn in the scenario's file. */
  readonly failures: readonly (Failure & { readonly line: number })[];
  /** Failures beyond a thousand, which are counted only. */
  readonly failuresLeftOut: number;
  readonly variations: readonly Robustness[];
  readonly met: Met;
  /** Whether `bail` ended the run at its first failure. */
  readonly stoppedEarly: boolean;
}

export interface SimulateOptions {
  /** Stop at the first scenario that fails. */
  readonly bail?: boolean;
  /** Takes the rows that the simulators' `render` made, in order. */
  readonly onRows?: (rows: readonly string[]) => void;
}

/**
 * Replays scenarios on the simulators, each scenario on one of them.
 *
 * A scenario passes when its plain replays meet every expectation. What variations break is a figure of robustness and
 * fails nothing. Coverage is of what the plain replays did. The result is the same on any number of simulators.
 */
export async function simulate(
  scenarios: readonly Scenario[],
  settings: Settings,
  simulators: readonly Simulator[],
  { bail = false, onRows }: SimulateOptions = {},
): Promise<ScenarioResult> {
  const counts = nothingReplayed();
  for await (const part of shareOut(groupsOf(scenarios, settings), simulators, (simulator, group) =>
    simulator.replay(group),
  )) {
    addReplays(counts, part);
    onRows?.(part.rows);
    if (bail && counts.failures.length > 0) break;
  }
  const sources = new Map(scenarios.map(({ path, yaml }) => [path, yaml]));
  return {
    scenarios: { total: counts.total, passed: counts.passed },
    turns: counts.turns,
    actions: counts.actions,
    failures: counts.failures.map((failure) => {
      const yaml = sources.get(failure.file);
      return { ...failure, line: (yaml && placeOf(yaml, ['turns', failure.turn - 1]).line) ?? 1 };
    }),
    failuresLeftOut: counts.failuresLeftOut,
    variations: [...counts.borne]
      .map(([name, { replays, held, turns }]) => ({ name, replays, ...shareOf(held, turns) }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    met: counts.met,
    stoppedEarly: bail && counts.failures.length > 0,
  };
}

/** Replays in a group: enough that the recogniser gets many texts at once, few enough that every simulator has some. */
const GROUP = 256;

/** Scenarios in groups of about equal work; a simulator needs no more of them than what is in the script. */
function* groupsOf(scenarios: readonly Scenario[], settings: Settings): Generator<readonly Script[]> {
  let group: Script[] = [];
  let cases = 0;
  for (const scenario of scenarios) {
    const { yaml: _yaml, text: _text, ...script } = scenario;
    group.push(script);
    cases += casesIn(scenario, settings);
    if (cases < GROUP) continue;
    yield group;
    group = [];
    cases = 0;
  }
  if (group.length > 0) yield group;
}
