import { startConversation, takeTurn, type Policy, type Recogniser } from '../assistant/index.js';
import type { Action, Decision } from '../assistant/index.js';
import { placeOf, type Expectation, type Scenario, type VariationName, type Workspace } from '../workspace/index.js';
import { casesOf, type Case } from './cases.js';
import { meet, nothingMet, type Met } from './coverage.js';
import { mismatches, type Mismatch } from './expect.js';
import { shareOf, type Share } from './interval.js';

/** One turn of a replay. */
export interface ReplayedTurn {
  /** Its number in the scenario, from 1; the choice of an option has that of the turn that it belongs to. */
  readonly turn: number;
  readonly text: string;
  readonly expect: Expectation;
  readonly decision: Decision;
  readonly mismatches: readonly Mismatch[];
}

export interface ReplayedCase {
  readonly name: string;
  readonly file: string;
  readonly title: string;
  readonly segment?: string;
  readonly channel?: string;
  readonly language?: string;
  readonly variation?: VariationName;
  readonly passed: boolean;
  readonly turns: readonly ReplayedTurn[];
}

/** One turn that did not go as expected. */
export interface Failure {
  readonly scenario: string;
  readonly file: string;
  readonly line: number;
  readonly name: string;
  readonly turn: number;
  readonly text: string;
  readonly mismatches: readonly Mismatch[];
  readonly reasons: readonly string[];
}

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
  readonly failures: readonly Failure[];
  /** Failures beyond `MOST_FAILURES`, which are counted only. */
  readonly failuresLeftOut: number;
  readonly variations: readonly Robustness[];
  readonly met: Met;
  /** Whether `bail` ended the run at its first failure. */
  readonly stoppedEarly: boolean;
}

/** Failures kept: memory stays flat however many scenarios fail. */
const MOST_FAILURES = 1000;

export interface SimulateOptions {
  readonly seed: number;
  /** Stop at the first scenario that fails. */
  readonly bail?: boolean;
  /** Told of each replay as it is done, in order: for a table of all turns. */
  readonly onCase?: (replayed: ReplayedCase) => void;
}

/**
 * Replays scenarios: each plainly, for every combination of its matrix, and with its variations.
 *
 * A scenario passes when its plain replays meet every expectation. What variations break is a figure of robustness and
 * fails nothing. Coverage is of what the plain replays did.
 */
export async function simulate(
  scenarios: Iterable<Scenario>,
  workspace: Workspace,
  policy: Policy,
  recogniser: Recogniser,
  options: SimulateOptions,
): Promise<ScenarioResult> {
  const result = {
    total: 0,
    passed: 0,
    turns: 0,
    actions: { answer: 0, assist: 0, clarify: 0, handoff: 0 } as Record<Action, number>,
    failures: [] as Failure[],
    left: 0,
  };
  const borne = new Map<VariationName, { replays: number; held: number; turns: number }>();
  const met = nothingMet();
  let plain: { readonly scenario: Scenario; readonly replayed: ReplayedCase } | undefined;
  for await (const { each, replayed } of replayAll(scenarios, workspace, policy, recogniser, options.seed)) {
    const { scenario, variation } = each;
    if (options.bail && result.failures.length > 0 && scenario !== plain?.scenario) break;
    options.onCase?.(replayed);
    result.turns += replayed.turns.length;
    if (variation === undefined) {
      plain = { scenario, replayed };
      result.total += 1;
      result.passed += Number(replayed.passed);
      noteMet(met, replayed);
      for (const { decision } of replayed.turns) result.actions[decision.action] += 1;
      for (const turn of replayed.turns) {
        if (turn.mismatches.length === 0) continue;
        if (result.failures.length < MOST_FAILURES) result.failures.push(failureOf(turn, replayed, scenario));
        else result.left += 1;
      }
    } else if (plain) {
      const counts = borne.get(variation) ?? { replays: 0, held: 0, turns: 0 };
      borne.set(variation, counts);
      counts.replays += 1;
      const before = new Map(plain.replayed.turns.map(({ turn, mismatches: wrong }) => [turn, wrong.length]));
      for (const turn of replayed.turns) {
        if (before.get(turn.turn) !== 0 || Object.keys(turn.expect).length === 0) continue;
        counts.turns += 1;
        counts.held += Number(turn.mismatches.length === 0);
      }
    }
  }
  return {
    scenarios: { total: result.total, passed: result.passed },
    turns: result.turns,
    actions: result.actions,
    failures: result.failures,
    failuresLeftOut: result.left,
    variations: [...borne]
      .map(([name, { replays, held, turns }]) => ({ name, replays, ...shareOf(held, turns) }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    met,
    stoppedEarly: options.bail === true && result.failures.length > 0,
  };
}

/** As many replays run at the same time, so that the recogniser gets many texts at once. */
const TOGETHER = 256;

/** Replays every case of the scenarios; they come in order. */
async function* replayAll(
  scenarios: Iterable<Scenario>,
  workspace: Workspace,
  policy: Policy,
  recogniser: Recogniser,
  seed: number,
): AsyncGenerator<{ readonly each: Case; readonly replayed: ReplayedCase }> {
  let group: Promise<{ each: Case; replayed: ReplayedCase }>[] = [];
  for (const scenario of scenarios) {
    for (const each of casesOf(scenario, workspace, seed)) {
      group.push(replay(each, policy, recogniser).then((replayed) => ({ each, replayed })));
      if (group.length < TOGETHER) continue;
      yield* await Promise.all(group);
      group = [];
    }
  }
  yield* await Promise.all(group);
}

async function replay(each: Case, policy: Policy, recogniser: Recogniser): Promise<ReplayedCase> {
  const { scenario, name, segment, channel, language, variation } = each;
  const where = {
    ...(segment !== undefined && { segment }),
    ...(channel !== undefined && { channel }),
    ...(language !== undefined && { language }),
  };
  let conversation = startConversation(policy, {
    customer: { ...(segment !== undefined && { segment }), ...(language !== undefined && { language }) },
    ...(channel !== undefined && { channel }),
    facts: scenario.facts,
  });
  const turns: ReplayedTurn[] = [];
  for (const [index, { text, expect }] of each.turns.entries()) {
    let said = text;
    let taken = await takeTurn(recogniser, conversation, said);
    const option = scenario.clarify === 'choose' ? chosenOption(taken.decision, expect) : undefined;
    if (option !== undefined) {
      turns.push({ turn: index + 1, text: said, expect: {}, decision: taken.decision, mismatches: [] });
      said = option;
      taken = await takeTurn(recogniser, taken.conversation, said);
    }
    ({ conversation } = taken);
    const wrong = mismatches(expect, taken.decision, conversation);
    turns.push({ turn: index + 1, text: said, expect, decision: taken.decision, mismatches: wrong });
  }
  const passed = turns.every((turn) => turn.mismatches.length === 0);
  const about = { name, file: scenario.path, title: scenario.scenario, ...where };
  return { ...about, ...(variation && { variation }), passed, turns };
}

/** The number of the intent that a turn expects, when the service offers it and the turn does not expect the question. */
function chosenOption({ action, asks }: Decision, expect: Expectation): string | undefined {
  if (action !== 'clarify' || expect.action === 'clarify' || asks?.kind !== 'choice') return undefined;
  const position = asks.intents.indexOf(expect.intent ?? '');
  return position === -1 ? undefined : String(position + 1);
}

function noteMet(met: Met, { turns, segment, channel }: ReplayedCase): void {
  let before: string | null = null;
  for (const { decision } of turns) {
    meet(met, decision, {
      ...(segment !== undefined && { segment }),
      ...(channel !== undefined && { channel }),
      before,
    });
    before = decision.intent ?? before;
  }
}

function failureOf(turn: ReplayedTurn, { name, file, title }: ReplayedCase, scenario: Scenario): Failure {
  return {
    scenario: title,
    file,
    line: placeOf(scenario.yaml, ['turns', turn.turn - 1]).line ?? 1,
    name,
    turn: turn.turn,
    text: turn.text,
    mismatches: turn.mismatches,
    reasons: turn.decision.reasons,
  };
}
