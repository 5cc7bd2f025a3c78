import { batchRecogniser, makePolicy, type Policy } from '../assistant/index.js';
import type { Model } from '../classifier/index.js';
import { KbError } from '../problem.js';
import {
  goalValue,
  pages,
  simulationReporters,
  type SimulationFormat,
  type SimulationReport,
} from '../reporting/index.js';
import {
  checkScenarios,
  coverageOf,
  judgeSimulateGoals,
  p90Of,
  PopulationCount,
  simulate,
  simulatePopulation,
  statedTraffic,
  stubsFor,
  WaitingRoom,
  type PopulationFigures,
  type ScenarioResult,
  type Simulator,
  type Staff,
  type WaitingFigures,
} from '../simulation/index.js';
import { findWorkspace, openWorkspace, type Scenario, type Workspace } from '../workspace/index.js';
import type { Context, Outcome } from './context.js';
import { currentModel } from './model.js';
import { loggedTraffic, replayOf } from './simulate-log.js';
import { sensibleWorkers, startSimulators } from './simulators.js';
import { Spool } from './spool.js';

export interface SimulateFlags {
  readonly format: SimulationFormat;
  readonly seed?: number;
  readonly filter?: string;
  readonly bail?: boolean;
  readonly shard?: { readonly index: number; readonly of: number };
  readonly traffic?: string;
  readonly customers?: number;
  readonly agents?: number;
  readonly arrivals?: number;
  readonly replay?: string;
  readonly workers?: number;
}

export async function runSimulate(context: Context, flags: SimulateFlags): Promise<Outcome> {
  const workspace = await openWorkspace(await findWorkspace(context.cwd, context.workspace));
  if (flags.replay !== undefined) return replayOf(context, workspace, flags.replay, flags.format);
  refuseInvalid(workspace); // before a model is trained for nothing
  const { model } = await currentModel(context, workspace);
  const report = await simulation(context, workspace, model, flags);
  const { scenarios } = report.result;
  const missed = report.goals.filter(({ met }) => met === false);
  const failed = scenarios.total - scenarios.passed;
  const reasons = [
    ...(failed > 0 ? [`${failed} of ${scenarios.total} scenarios did not go as expected`] : []),
    ...missed.map(
      ({ goal, target, value }) => `${goal} is ${goalValue(goal, value)}, the goal is ${goalValue(goal, target)}`,
    ),
  ];
  return {
    output:
      flags.format === 'html' ? await pages.simulation(report) : simulationReporters[flags.format](report, context),
    exitCode: reasons.length > 0 ? 1 : 0,
    ...(reasons.length > 0 && { reason: reasons.join('; ') }),
  };
}

function refuseInvalid(workspace: Workspace): void {
  const problems = checkScenarios(workspace);
  if (problems.length > 0) throw new KbError(problems);
}

/** Customers that `kb check` simulates when kb.yaml has a goal that needs them. */
const CUSTOMERS_FOR_GOALS = 2000;

/** Replays the scenarios, and the population where it is asked for or a goal needs it. */
export async function simulation(
  context: Context,
  workspace: Workspace,
  model: Model,
  flags: SimulateFlags,
): Promise<SimulationReport> {
  refuseInvalid(workspace);
  const { settings } = workspace;
  const policy = makePolicy(workspace, model.thresholds);
  const seed = flags.seed ?? settings.model.seed;
  const traffic =
    flags.traffic === undefined
      ? statedTraffic(settings)
      : await loggedTraffic(context, flags.traffic, policy, batchRecogniser(model));
  const chosen = choose(workspace.scenarios, flags);
  const { customers, staff } = populationOf(workspace, flags);
  const workers = flags.workers ?? sensibleWorkers(workspace, chosen, customers);
  const { bail = false, format } = flags;
  const crew = startSimulators(workers, workspace, policy, model, { seed, bail, traffic, format });
  const rows = new Spool();
  let result: ScenarioResult;
  let people: People | undefined;
  try {
    result = await simulate(chosen, settings, crew.simulators, {
      bail,
      onRows: (some) => some.forEach((row) => rows.add(row)),
    });
    if (customers > 0) people = await population(customers, crew.simulators, policy, staff, seed);
  } finally {
    await crew.dismiss();
  }
  const coverage = coverageOf(result.met, policy, traffic);
  const goals = judgeSimulateGoals(settings.goals.simulate, {
    result,
    coverage,
    ...(people && { handled: people.figures.rates.handled.share }),
    ...(people?.waiting && {
      waitP90: Object.fromEntries(
        people.waiting.waits.map(({ segment }) => [segment, p90Of(people.waiting?.waits ?? [], segment)]),
      ),
    }),
  });
  return {
    name: settings.name,
    seed,
    result,
    coverage,
    stubs: stubsFor(coverage, workspace),
    ...(people && { population: people.figures }),
    ...(people?.waiting && { waiting: people.waiting }),
    goals,
    rows,
  };
}

function choose(scenarios: readonly Scenario[], { filter, shard }: SimulateFlags): readonly Scenario[] {
  const wanted = filter?.toLowerCase();
  const matching = scenarios.filter(
    ({ path: file, scenario }) =>
      wanted === undefined || file.toLowerCase().includes(wanted) || scenario.toLowerCase().includes(wanted),
  );
  if (filter !== undefined && matching.length === 0) {
    throw new KbError({
      code: 'usage/invalid-value',
      severity: 'error',
      message: `no scenario's path or title has "${filter}" in it`,
      hint: 'leave --filter out to replay all',
    });
  }
  return shard ? matching.filter((_, index) => index % shard.of === shard.index - 1) : matching;
}

interface People {
  readonly figures: PopulationFigures;
  readonly waiting?: WaitingFigures;
}

/** How many customers are simulated, and who serves those that need a person, where that is asked for. */
function populationOf(
  { settings, heldout }: Workspace,
  flags: SimulateFlags,
): { readonly customers: number; readonly staff?: Staff } {
  const { goals, staff } = settings;
  const agents = flags.agents ?? staff.agents;
  const arrivalsPerHour = flags.arrivals ?? staff.arrivals_per_hour;
  if (
    (flags.agents === undefined) !== (flags.arrivals === undefined) &&
    (agents === undefined || arrivalsPerHour === undefined)
  ) {
    throw new KbError({
      code: 'usage/missing-option',
      severity: 'error',
      message: 'waiting times need both --agents and --arrivals',
      hint: 'give both, or state them under `staff:` in kb.yaml',
    });
  }
  const queue =
    agents !== undefined && arrivalsPerHour !== undefined
      ? { agents, arrivalsPerHour, serviceMinutes: staff.service_minutes }
      : undefined;
  const needed = goals.simulate.handled !== undefined || queue !== undefined;
  const speaking = heldout.some(({ utterances }) => utterances.length > 0);
  if (!speaking && (flags.customers ?? 0) > 0) {
    throw new KbError({
      code: 'simulate/no-utterances',
      severity: 'error',
      message: 'simulated customers say held-out utterances, and there are none',
      hint: 'put some under heldout/',
    });
  }
  const customers = speaking ? (flags.customers ?? (needed ? CUSTOMERS_FOR_GOALS : 0)) : 0;
  return { customers, ...(queue && { staff: queue }) };
}

async function population(
  customers: number,
  simulators: readonly Simulator[],
  policy: Policy,
  staff: Staff | undefined,
  seed: number,
): Promise<People> {
  const counted = new PopulationCount(policy);
  const room = staff && new WaitingRoom(staff, seed);
  for await (const customer of simulatePopulation(customers, simulators)) {
    counted.add(customer);
    room?.add(customer);
  }
  const goals = policy.settings.goals.simulate.wait_p90_seconds;
  return { figures: counted.figures(), ...(room && { waiting: room.figures(goals) }) };
}
