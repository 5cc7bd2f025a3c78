import { createReadStream } from 'node:fs';
import path from 'node:path';
import { batchRecogniser, makePolicy, type Policy, type Recogniser } from '../assistant/index.js';
import type { Model } from '../classifier/index.js';
import { KbError } from '../problem.js';
import {
  caseReporters,
  goalValue,
  logReplayReporters,
  simulationReporters,
  type SimulationReport,
} from '../reporting/index.js';
import {
  checkScenarios,
  coverageOf,
  judgeSimulateGoals,
  p90Of,
  PopulationCount,
  replayLog,
  simulate,
  simulateCustomers,
  statedTraffic,
  stubsFor,
  trafficOf,
  WaitingRoom,
  type PopulationFigures,
  type Traffic,
  type WaitingFigures,
} from '../simulation/index.js';
import { readConversations } from '../conversations/index.js';
import { findWorkspace, openWorkspace, systemMessage, type Scenario, type Workspace } from '../workspace/index.js';
import { note, type Context, type Outcome } from './context.js';
import { readLines } from '../text/index.js';
import { currentModel } from './model.js';

export interface SimulateFlags {
  readonly format: keyof typeof simulationReporters;
  readonly seed?: number;
  readonly filter?: string;
  readonly bail?: boolean;
  readonly shard?: { readonly index: number; readonly of: number };
  readonly traffic?: string;
  readonly customers?: number;
  readonly agents?: number;
  readonly arrivals?: number;
  readonly replay?: string;
}

export async function runSimulate(context: Context, flags: SimulateFlags): Promise<Outcome> {
  const workspace = await openWorkspace(await findWorkspace(context.cwd, context.workspace));
  if (flags.replay !== undefined) return replay(context, workspace, flags.replay, flags);
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
    output: simulationReporters[flags.format](report, context),
    exitCode: reasons.length > 0 ? 1 : 0,
    ...(reasons.length > 0 && { reason: reasons.join('; ') }),
  };
}

/** Replays a log. Skipped lines are counted and told; there is nothing that could fail. */
async function replay(context: Context, workspace: Workspace, file: string, flags: SimulateFlags): Promise<Outcome> {
  const reporter = logReplayReporters[flags.format as keyof typeof logReplayReporters] as
    (typeof logReplayReporters)['table'] | undefined;
  if (!reporter) {
    throw new KbError({
      code: 'usage/invalid-value',
      severity: 'error',
      message: `a replayed log is not reported as ${flags.format}`,
      hint: `--format ${Object.keys(logReplayReporters).join(', ')}`,
    });
  }
  const { model } = await currentModel(context, workspace);
  const policy = makePolicy(workspace, model.thresholds);
  const recogniser = batchRecogniser(model);
  const result = await replayLog(readConversations(logLines(context, file)), policy, recogniser);
  if (result.badLines > 0) note(context, `${file}: ${result.badLines} lines hold no conversation and were skipped`);
  return { output: reporter(result, context), exitCode: 0 };
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
  const recogniser = batchRecogniser(model);
  const seed = flags.seed ?? settings.model.seed;
  const traffic =
    flags.traffic === undefined
      ? statedTraffic(settings)
      : await loggedTraffic(context, flags.traffic, policy, recogniser);

  const chosen = choose(workspace.scenarios, flags);
  const cases: string[] = [];
  const render = caseReporters[flags.format];
  const result = await simulate(chosen, workspace, policy, recogniser, {
    seed,
    ...(flags.bail && { bail: true }),
    ...(render && { onCase: (replayed) => void cases.push(...render(replayed)) }),
  });
  const coverage = coverageOf(result.met, policy, traffic);
  const people = await population(workspace, policy, recogniser, traffic, seed, flags);
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
    cases,
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

async function population(
  workspace: Workspace,
  policy: Policy,
  recogniser: Recogniser,
  traffic: Traffic,
  seed: number,
  flags: SimulateFlags,
): Promise<People | undefined> {
  const { goals, staff } = workspace.settings;
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
  const queue = agents !== undefined && arrivalsPerHour !== undefined;
  const needed = goals.simulate.handled !== undefined || queue;
  const customers = flags.customers ?? (needed ? CUSTOMERS_FOR_GOALS : 0);
  const speaking = workspace.heldout.some(({ utterances }) => utterances.length > 0);
  if (customers > 0 && !speaking && flags.customers !== undefined) {
    throw new KbError({
      code: 'simulate/no-utterances',
      severity: 'error',
      message: 'simulated customers say held-out utterances, and there are none',
      hint: 'put some under heldout/',
    });
  }
  if (customers === 0 || !speaking) return undefined;
  const counted = new PopulationCount(policy);
  const room = queue
    ? new WaitingRoom({ agents, arrivalsPerHour, serviceMinutes: staff.service_minutes }, seed)
    : undefined;
  for await (const customer of simulateCustomers(
    { from: 0, to: customers },
    workspace,
    policy,
    recogniser,
    traffic,
    seed,
  )) {
    counted.add(customer);
    room?.add(customer);
  }
  const figures = counted.figures();
  return { figures, ...(room && { waiting: room.figures(goals.simulate.wait_p90_seconds) }) };
}

async function loggedTraffic(context: Context, file: string, policy: Policy, recogniser: Recogniser): Promise<Traffic> {
  const { traffic, badLines, conversations } = await trafficOf(
    readConversations(logLines(context, file)),
    policy,
    recogniser,
  );
  if (badLines > 0) note(context, `${file}: ${badLines} lines hold no conversation and were skipped`);
  if (conversations === 0) {
    throw new KbError({
      code: 'file/no-conversations',
      severity: 'error',
      message: 'holds no conversation',
      hint: 'one JSON object a line: {"id", "turns": [{"role", "text"}]}',
      file,
    });
  }
  return traffic;
}

/** The lines of a log; a file that cannot be read is told as one. */
export async function* logLines(context: Context, file: string): ReturnType<typeof readLines> {
  try {
    yield* readLines(createReadStream(path.resolve(context.cwd, file)));
  } catch (error) {
    if (error instanceof KbError) throw error;
    throw new KbError(
      { code: 'file/unreadable', severity: 'error', message: `cannot be read: ${systemMessage(error)}`, file },
      { cause: error },
    );
  }
}
