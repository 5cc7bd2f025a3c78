import { createHash } from 'node:crypto';
import { compareText } from '../problem.js';
import type { Workspace } from '../workspace/index.js';
import type { Gathered, KeptConversation, Said } from './gather.js';
import { RECOGNISED, type Grouping } from './group.js';
import { centralReply } from './replies.js';
import { Phrases } from './phrases.js';
import { Adviser } from './suggest.js';
import { dayText, growthOf, trendOf } from './trend.js';
import {
  REASONS,
  type Counted,
  type MinedCluster,
  type MinedUtterance,
  type MiningOptions,
  type MiningReport,
  type Reason,
} from './types.js';
import { contentWords } from './words.js';

const TYPICAL = 5;
const DIFFERENT = 3;
/** Among so many utterances, the less central half of a cluster's, those that differ most are looked for. */
const DIFFERENT_AMONG = 100;
/** Of a cluster so many utterances are listed unless all members are asked for. */
const MOST_UTTERANCES = 1000;

/** A log's unrecognised turns and their clusters as a report. */
export function describe(
  gathered: Gathered,
  grouping: Grouping,
  workspace: Workspace,
  threshold: number,
  options: MiningOptions,
): MiningReport {
  return new Describer(gathered, grouping, workspace, threshold, options).report();
}

class Describer {
  readonly #gathered: Gathered;
  readonly #grouping: Grouping;
  readonly #workspace: Workspace;
  readonly #options: MiningOptions;
  readonly #rowsOf: (said: number) => Uint32Array;
  readonly #phrases: Phrases;
  readonly #adviser: Adviser;

  constructor(gathered: Gathered, grouping: Grouping, workspace: Workspace, threshold: number, options: MiningOptions) {
    this.#gathered = gathered;
    this.#grouping = grouping;
    this.#workspace = workspace;
    this.#options = options;
    this.#rowsOf = rowsBySaid(gathered);
    // What is recognised, and what was written down, speak of known things: what they have in common with it says little.
    this.#phrases = new Phrases(
      [
        ...gathered.said.map(({ text }) => text),
        ...gathered.recognised,
        ...workspace.intents.flatMap(({ utterances }) => utterances.map(({ text }) => text)),
      ],
      gathered.said.flatMap(({ replies }) => replies),
    );
    this.#adviser = new Adviser(workspace, threshold);
  }

  report(): MiningReport {
    const { said, days } = this.#gathered;
    const members = new Map<number, number[]>();
    this.#grouping.labels.forEach((label, i) => {
      const list = members.get(label);
      if (list) list.push(i);
      else members.set(label, [i]);
    });
    const singles = members.get(-1) ?? [];
    members.delete(-1);
    members.delete(RECOGNISED);
    const clusters: MinedCluster[] = [];
    for (const own of members.values()) {
      const size = own.reduce((sum, i) => sum + (said[i] as Said).messages, 0);
      if (size < 2) for (const i of own) singles.push(i);
      else clusters.push(this.#cluster(own));
    }
    singles.sort((a, b) => a - b);
    return {
      today: this.#options.today,
      conversations: this.#gathered.conversationCount,
      days: days && { from: dayText(days.from), to: dayText(days.to) },
      turns: {
        total: this.#gathered.total,
        ...this.#counts(),
        excluded: this.#gathered.excluded,
      },
      clusters: clusters.toSorted((a, b) => b.size - a.size || compareText(a.id, b.id)),
      singles: {
        count: singles.reduce((sum, i) => sum + (said[i] as Said).messages, 0),
        utterances: this.#listed(singles).map((i) => this.#utterance(i)),
      },
    };
  }

  /** Of the turns that are unrecognised after all. */
  #counts(): Pick<MiningReport['turns'], 'unrecognised' | 'reasons'> {
    const { turns } = this.#gathered;
    let unrecognised = 0;
    const reasons = Object.fromEntries(REASONS.map((reason) => [reason, 0])) as Record<Reason, number>;
    for (let row = 0; row < turns.count; row += 1) {
      if (this.#grouping.labels[turns.said[row] as number] === RECOGNISED) continue;
      unrecognised += 1;
      REASONS.forEach((reason, bit) => (reasons[reason] += ((turns.reasons[row] as number) >> bit) & 1));
    }
    return { unrecognised, reasons };
  }

  #listed(own: readonly number[]): readonly number[] {
    return this.#options.members === true ? own : own.slice(0, MOST_UTTERANCES);
  }

  #cluster(members: readonly number[]): MinedCluster {
    const { said, turns, conversations, days } = this.#gathered;
    const { centrality } = this.#grouping;
    const own = members.toSorted(
      (a, b) =>
        (centrality[b] as number) - (centrality[a] as number) ||
        (said[b] as Said).messages - (said[a] as Said).messages ||
        a - b,
    );
    const rows = own.flatMap((i) => [...this.#rowsOf(i)]);
    const met = [...new Set(rows.map((row) => turns.conversation[row] as number))].map(
      (place) => conversations[place] as KeptConversation,
    );
    const things = own.map((i) => said[i] as Said);
    const topic = this.#phrases.of(things);
    const trend = trendOf(
      rows.map((row) => turns.day[row] as number),
      days,
    );
    const outcomes = (outcome: KeptConversation['outcome']): number =>
      met.filter((conversation) => conversation.outcome === outcome).length;
    const reasonsOf = (row: number): readonly string[] =>
      REASONS.filter((_, bit) => ((turns.reasons[row] as number) >> bit) & 1);
    const by = (name: (conversation: KeptConversation) => string | undefined): Counted[] =>
      counted(rows.map((row) => name(conversations[turns.conversation[row] as number] as KeptConversation)));
    const reasons = counted(rows.flatMap(reasonsOf));
    const reply = centralReply(things.flatMap(({ replies }) => replies));
    const typical = things.slice(0, TYPICAL).map(({ text }) => text);
    const cluster = {
      id: idOf(things),
      name: topic.name,
      phrases: topic.phrases,
      size: rows.length,
      conversations: met.length,
      customers: new Set(met.map(({ customer, id }) => customer ?? `#${id}`)).size,
      typical,
      different: differentOnes(things.slice(TYPICAL)),
      trend,
      growth: growthOf(trend.map(({ messages }) => messages)),
      channels: by(({ channel }) => channel),
      segments: by(({ segment }) => segment),
      languages: languagesOf(things),
      reasons,
      afterwards: {
        handedOver: outcomes('handed_off'),
        abandoned: outcomes('abandoned'),
        resolved: outcomes('resolved'),
      },
      ...(reply && { agentReply: reply }),
      costPerWeek: trend.length > 0 ? this.#costOf(rows, reasonsOf) / trend.length : null,
    };
    return {
      ...cluster,
      suggestion: this.#adviser.suggest(things, cluster),
      utterances: this.#listed(own).map((i) => this.#utterance(i)),
    };
  }

  /** In the unit of kb.yaml: a wrong answer, a person who had to step in, asking back; what happened adds up. */
  #costOf(rows: readonly number[], reasonsOf: (row: number) => readonly string[]): number {
    const { wrong_answer, needless_handoff, clarification } = this.#workspace.settings.routing.costs;
    return rows.reduce((sum, row) => {
      const reasons = new Set(reasonsOf(row));
      const wrong = reasons.has('bad-rating') || reasons.has('said-again');
      const { outcome } = this.#gathered.conversations[
        this.#gathered.turns.conversation[row] as number
      ] as KeptConversation;
      const handed = reasons.has('handed-over') || outcome === 'handed_off';
      const asked = reasons.has('fallback') || reasons.has('failed-clarification') || (!wrong && !handed);
      return sum + Number(wrong) * wrong_answer + Number(handed) * needless_handoff + Number(asked) * clarification;
    }, 0);
  }

  #utterance(i: number): MinedUtterance {
    const { said, turns, conversations } = this.#gathered;
    const { text, language, messages, first } = said[i] as Said;
    const turnId = (row: number): string =>
      `${(conversations[turns.conversation[row] as number] as KeptConversation).id}#${turns.index[row]}`;
    const { customer } = conversations[turns.conversation[first] as number] as KeptConversation;
    const day = turns.day[first] as number;
    return {
      text,
      language,
      messages,
      first: turnId(first),
      ...(customer !== undefined && { customer }),
      ...(day >= 0 && { day: dayText(day) }),
      ...(this.#options.members === true && { members: [...this.#rowsOf(i)].map(turnId).toSorted(compareText) }),
    };
  }
}

/** For each thing that was said the rows of the turns that said it. */
function rowsBySaid({ said, turns }: Gathered): (i: number) => Uint32Array {
  const starts = new Uint32Array(said.length + 1);
  for (const i of turns.said) starts[i + 1]! += 1;
  for (let i = 0; i < said.length; i += 1) starts[i + 1]! += starts[i] as number;
  const next = starts.slice();
  const rows = new Uint32Array(turns.count);
  turns.said.forEach((i, row) => {
    rows[next[i] as number] = row;
    next[i]! += 1;
  });
  return (i) => rows.subarray(starts[i], starts[i + 1]);
}

/** Of the most central text, until a run before knows the cluster by another id. */
function idOf([first]: readonly Said[]): string {
  return `m_${createHash('sha256')
    .update(first?.key ?? '')
    .digest('hex')
    .slice(0, 8)}`;
}

/** Texts that share few words with each other, from the less central half. */
function differentOnes(things: readonly Said[]): readonly string[] {
  const among = things.slice(Math.floor(things.length / 2)).slice(0, DIFFERENT_AMONG);
  const words = among.map(({ text }) => contentWords(text));
  const chosen: number[] = [];
  while (chosen.length < Math.min(DIFFERENT, among.length)) {
    let best = -1;
    let least = Infinity;
    for (const [i, own] of words.entries()) {
      if (chosen.includes(i)) continue;
      const shared = chosen.reduce((sum, other) => sum + overlap(own, words[other] as ReadonlySet<string>), 0);
      if (shared < least) [best, least] = [i, shared];
    }
    chosen.push(best);
  }
  return chosen.map((i) => (among[i] as Said).text);
}

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0;
  for (const word of a) if (b.has(word)) shared += 1;
  return shared / Math.max(1, Math.min(a.size, b.size));
}

function languagesOf(things: readonly Said[]): Counted[] {
  const counts = new Map<string, number>();
  for (const { language, messages } of things) counts.set(language, (counts.get(language) ?? 0) + messages);
  return sorted(counts);
}

function counted(names: readonly (string | undefined)[]): Counted[] {
  const counts = new Map<string, number>();
  for (const name of names) if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  return sorted(counts);
}

function sorted(counts: ReadonlyMap<string, number>): Counted[] {
  return [...counts]
    .map(([name, messages]) => ({ name, messages }))
    .toSorted((a, b) => b.messages - a.messages || compareText(a.name, b.name));
}
