import {
  startConversation,
  takeTurn,
  type Action,
  type Decision,
  type Policy,
  type Recogniser,
} from '../assistant/index.js';
import type { Expectation, VariationName, Workspace } from '../workspace/index.js';
import { casesOf, type Case, type Script } from './cases.js';
import { meet, nothingMet, type Met } from './coverage.js';
import { mismatches, type Mismatch } from './expect.js';

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
  readonly name: string;
  readonly turn: number;
  readonly text: string;
  readonly mismatches: readonly Mismatch[];
  readonly reasons: readonly string[];
}

/** How often a variation of the wording was replayed; the turns that went well plainly, and those that still did. */
export interface Borne {
  replays: number;
  turns: number;
  held: number;
}

/** What came of some scenarios: whole numbers and lists only, so that parts add up to the same whole however it was cut. */
export interface ReplayCounts {
  total: number;
  passed: number;
  /** Customers' turns of all replays. */
  turns: number;
  /** Of the plain replays: how often each action was taken. */
  readonly actions: Record<Action, number>;
  readonly failures: Failure[];
  /** Failures beyond `MOST_FAILURES`, which are counted only. */
  failuresLeftOut: number;
  readonly borne: Map<VariationName, Borne>;
  readonly met: Met;
  /** What `render` made of each replay, in order. */
  readonly rows: string[];
}

/** Failures kept: memory stays flat however many scenarios fail. */
const MOST_FAILURES = 1000;

export function nothingReplayed(): ReplayCounts {
  return {
    total: 0,
    passed: 0,
    turns: 0,
    actions: { answer: 0, assist: 0, clarify: 0, handoff: 0 },
    failures: [],
    failuresLeftOut: 0,
    borne: new Map(),
    met: nothingMet(),
    rows: [],
  };
}

/** Adds a part that comes after what was counted so far, its rows aside. */
export function addReplays(counts: ReplayCounts, part: ReplayCounts): void {
  counts.total += part.total;
  counts.passed += part.passed;
  counts.turns += part.turns;
  for (const action of Object.keys(counts.actions) as Action[]) counts.actions[action] += part.actions[action];
  for (const failure of part.failures) noteFailure(counts, failure);
  counts.failuresLeftOut += part.failuresLeftOut;
  for (const [name, { replays, turns, held }] of part.borne) {
    const sum = borneOf(counts, name);
    sum.replays += replays;
    sum.turns += turns;
    sum.held += held;
  }
  for (const [dimension, names] of Object.entries(part.met)) {
    for (const name of names) counts.met[dimension as keyof Met].add(name);
  }
}

function noteFailure(counts: ReplayCounts, failure: Failure): void {
  if (counts.failures.length < MOST_FAILURES) counts.failures.push(failure);
  else counts.failuresLeftOut += 1;
}

function borneOf({ borne }: ReplayCounts, name: VariationName): Borne {
  let counted = borne.get(name);
  if (!counted) borne.set(name, (counted = { replays: 0, turns: 0, held: 0 }));
  return counted;
}

export interface ReplayOptions {
  readonly seed: number;
  /** Stop after the first scenario that fails. */
  readonly bail?: boolean;
  /** What is kept of each replay: rows of a table of all turns. */
  readonly render?: (replayed: ReplayedCase) => readonly string[];
}

/** Replays scenarios: each plainly, for every combination of its matrix, and with its variations. */
export async function replayScenarios(
  scenarios: readonly Script[],
  workspace: Workspace,
  policy: Policy,
  recogniser: Recogniser,
  { seed, bail, render }: ReplayOptions,
): Promise<ReplayCounts> {
  const counts = nothingReplayed();
  let plain: { readonly scenario: Script; readonly replayed: ReplayedCase } | undefined;
  for await (const { each, replayed } of replayAll(scenarios, workspace, policy, recogniser, seed)) {
    const { scenario, variation } = each;
    if (bail && counts.failures.length > 0 && scenario !== plain?.scenario) break;
    if (render) counts.rows.push(...render(replayed));
    counts.turns += replayed.turns.length;
    if (variation === undefined) {
      plain = { scenario, replayed };
      counts.total += 1;
      counts.passed += Number(replayed.passed);
      noteMet(counts.met, replayed);
      for (const turn of replayed.turns) {
        counts.actions[turn.decision.action] += 1;
        if (turn.mismatches.length > 0) noteFailure(counts, failureOf(turn, replayed));
      }
    } else if (plain) {
      const borne = borneOf(counts, variation);
      borne.replays += 1;
      const before = new Map(plain.replayed.turns.map(({ turn, mismatches: wrong }) => [turn, wrong.length]));
      for (const turn of replayed.turns) {
        if (before.get(turn.turn) !== 0 || Object.keys(turn.expect).length === 0) continue;
        borne.turns += 1;
        borne.held += Number(turn.mismatches.length === 0);
      }
    }
  }
  return counts;
}

/** As many replays run at the same time, so that the recogniser gets many texts at once. */
const TOGETHER = 256;

/** Replays every case of the scenarios; they come in order. */
async function* replayAll(
  scenarios: Iterable<Script>,
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
    const options = { packet: expect.packet !== undefined };
    let taken = await takeTurn(recogniser, conversation, said, options);
    const option = scenario.clarify === 'choose' ? chosenOption(taken.decision, expect) : undefined;
    if (option !== undefined) {
      turns.push({ turn: index + 1, text: said, expect: {}, decision: taken.decision, mismatches: [] });
      said = option;
      taken = await takeTurn(recogniser, taken.conversation, said, options);
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

function failureOf({ turn, text, decision, mismatches: wrong }: ReplayedTurn, replayed: ReplayedCase): Failure {
  const { name, file, title } = replayed;
  return { scenario: title, file, name, turn, text, mismatches: wrong, reasons: decision.reasons };
}
