import { createHash } from 'node:crypto';
import { compareText } from '../problem.js';
import type { Workspace } from '../workspace/index.js';
import type { Gathered, KeptConversation, Said } from './gather.js';
import { suggest } from './suggest.js';
import { contentWords } from './turns.js';
import {
  REASONS,
  type Counted,
  type MinedCluster,
  type MinedUtterance,
  type MiningOptions,
  type MiningReport,
} from './types.js';

const TYPICAL = 5;
const DIFFERENT = 3;
const PHRASES = 5;
const DAY_MS = 86_400_000;

/** A log's unrecognised turns and their clusters as a report. */
export function describe(
  gathered: Gathered,
  labels: Int32Array,
  workspace: Workspace,
  options: MiningOptions,
): MiningReport {
  const { said, turns, days } = gathered;
  const members = new Map<number, number[]>();
  labels.forEach((label, i) => {
    const list = members.get(label);
    if (list) list.push(i);
    else members.set(label, [i]);
  });
  const rowsOf: number[][] = said.map(() => []);
  for (let row = 0; row < turns.count; row += 1) rowsOf[turns.said[row] as number]?.push(row);

  const clusters: MinedCluster[] = [];
  const singles: number[] = [...(members.get(-1) ?? [])];
  members.delete(-1);
  const background = documentFrequencies(said);
  for (const own of members.values()) {
    const rows = own.flatMap((i) => rowsOf[i] as number[]);
    if (rows.length < 2) singles.push(...own);
    else clusters.push(clusterOf(gathered, own, rows, background, workspace, (i) => utterance(i)));
  }
  function utterance(i: number): MinedUtterance {
    const { text, language, messages, first } = said[i] as Said;
    const idOf = (row: number): string =>
      `${(gathered.conversations[turns.conversation[row] as number] as KeptConversation).id}#${turns.index[row]}`;
    const { customer } = gathered.conversations[turns.conversation[first] as number] as KeptConversation;
    const day = turns.day[first] as number;
    return {
      text,
      language,
      messages,
      first: idOf(first),
      ...(customer !== undefined && { customer }),
      ...(day >= 0 && { day: dayText(day) }),
      ...(options.members === true && { members: (rowsOf[i] as number[]).map(idOf).toSorted(compareText) }),
    };
  }
  return {
    today: options.today,
    conversations: gathered.conversationCount,
    days: days && { from: dayText(days.from), to: dayText(days.to) },
    turns: {
      total: gathered.total,
      unrecognised: turns.count,
      excluded: gathered.excluded,
      reasons: gathered.reasonCounts,
    },
    clusters: clusters.toSorted((a, b) => b.size - a.size || compareText(a.id, b.id)),
    singles: {
      count: singles.reduce((sum, i) => sum + (said[i]?.messages ?? 0), 0),
      utterances: singles.toSorted((a, b) => a - b).map(utterance),
    },
  };
}

function clusterOf(
  gathered: Gathered,
  own: readonly number[],
  rows: readonly number[],
  background: ReadonlyMap<string, number>,
  workspace: Workspace,
  utterance: (i: number) => MinedUtterance,
): MinedCluster {
  const { said, turns, conversations, days } = gathered;
  const phrases = phrasesOf(own, said, background);
  const central = own.toSorted(
    (a, b) =>
      overlap(said[b] as Said, phrases) - overlap(said[a] as Said, phrases) ||
      (said[b] as Said).messages - (said[a] as Said).messages ||
      a - b,
  );
  const met = [...new Set(rows.map((row) => turns.conversation[row] as number))].map(
    (place) => conversations[place] as KeptConversation,
  );
  const trend = trendOf(rows, turns.day, days);
  const replies = own.flatMap((i) => (said[i] as Said).replies);
  const outcomes = (outcome: KeptConversation['outcome']): number =>
    met.filter((one) => one.outcome === outcome).length;
  const utterances = central.map(utterance);
  const texts = utterances.map(({ text }) => text);
  const countRows = (name: (row: number) => string | undefined): Counted[] => counted(rows.map(name));
  const weeks = trend.length;
  const { needless_handoff: perHandoff, clarification } = workspace.settings.routing.costs;
  const handedOver = outcomes('handed_off');
  return {
    id: `m_${createHash('sha256')
      .update(said[central[0] as number]?.key ?? '')
      .digest('hex')
      .slice(0, 8)}`,
    name: phrases.slice(0, 3).join(' '),
    phrases,
    size: rows.length,
    conversations: met.length,
    customers: new Set(met.map(({ customer, id }) => customer ?? `#${id}`)).size,
    typical: texts.slice(0, TYPICAL),
    different: texts.slice(TYPICAL).slice(-DIFFERENT),
    trend,
    growth: growthOf(trend.map(({ messages }) => messages)),
    channels: countRows((row) => conversations[turns.conversation[row] as number]?.channel),
    segments: countRows((row) => conversations[turns.conversation[row] as number]?.segment),
    languages: counted(own.flatMap((i) => Array.from({ length: said[i]?.messages ?? 0 }, () => said[i]?.language))),
    reasons: counted(rows.flatMap((row) => REASONS.filter((_, bit) => ((turns.reasons[row] as number) >> bit) & 1))),
    afterwards: { handedOver, abandoned: outcomes('abandoned'), resolved: outcomes('resolved') },
    ...(replies.length > 0 && { agentReply: { text: replies[0] as string, replies: replies.length } }),
    costPerWeek: weeks > 0 ? (handedOver * perHandoff + (met.length - handedOver) * clarification) / weeks : null,
    suggestion: suggest(
      own.map((i) => said[i] as Said),
      workspace,
    ),
    utterances,
  };
}

function overlap({ text }: Said, phrases: readonly string[]): number {
  const words = contentWords(text);
  return phrases.filter((phrase) => words.has(phrase)).length / Math.sqrt(words.size + 1);
}

function documentFrequencies(said: readonly Said[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { text } of said) for (const word of contentWords(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function phrasesOf(own: readonly number[], said: readonly Said[], background: ReadonlyMap<string, number>): string[] {
  const counts = new Map<string, number>();
  for (const i of own)
    for (const word of contentWords(said[i]?.text ?? '')) counts.set(word, (counts.get(word) ?? 0) + 1);
  const weight = (word: string, count: number): number =>
    (count / own.length) * Math.log(1 + said.length / (background.get(word) ?? 1));
  return [...counts]
    .toSorted(([a, m], [b, n]) => weight(b, n) - weight(a, m) || compareText(a, b))
    .slice(0, PHRASES)
    .map(([word]) => word);
}

function trendOf(
  rows: readonly number[],
  dayOf: Int32Array,
  days: Gathered['days'],
): { readonly week: string; readonly messages: number }[] {
  if (!days) return [];
  const first = mondayOf(days.from);
  const weeks = Array.from({ length: (mondayOf(days.to) - first) / 7 + 1 }, (_, week) => ({
    week: dayText(first + 7 * week),
    messages: 0,
  }));
  for (const row of rows) {
    const day = dayOf[row] as number;
    if (day >= 0) (weeks[(mondayOf(day) - first) / 7] as { messages: number }).messages += 1;
  }
  return weeks;
}

/** The slope of a straight line through the weeks as a share of their mean; null for fewer than three weeks. */
function growthOf(weeks: readonly number[]): number | null {
  if (weeks.length < 3) return null;
  const middle = (weeks.length - 1) / 2;
  const mean = weeks.reduce((sum, messages) => sum + messages, 0) / weeks.length;
  let [slope, spread] = [0, 0];
  weeks.forEach((messages, week) => {
    slope += (week - middle) * (messages - mean);
    spread += (week - middle) ** 2;
  });
  return mean > 0 ? slope / spread / mean : null;
}

/** 1970 began on a Thursday. */
function mondayOf(day: number): number {
  return day - ((((day + 3) % 7) + 7) % 7);
}

function dayText(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

function counted(names: readonly (string | undefined)[]): Counted[] {
  const counts = new Map<string, number>();
  for (const name of names) if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .map(([name, messages]) => ({ name, messages }))
    .toSorted((a, b) => b.messages - a.messages || compareText(a.name, b.name));
}
