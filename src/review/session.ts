import type { MinedCluster, MinedUtterance, MiningReport } from '../mining/index.js';
import type { Workspace } from '../workspace/index.js';
import { keyOf, type Decision } from './decisions.js';

/** What is asked about at once: a topic, or what was split off or dropped from one. */
export interface Group {
  readonly cluster: MinedCluster;
  readonly part?: 'split off' | 'dropped';
  readonly utterances: readonly MinedUtterance[];
}

/** A topic that somebody didn't want to decide on; it is asked about again when more messages have come. */
export interface Skipped {
  readonly cluster: string;
  readonly size: number;
}

/** What is kept of a review that isn't written into the workspace yet. */
export interface SavedReview {
  readonly decisions: readonly Decision[];
  readonly skipped: readonly Skipped[];
}

export const NOTHING_SAVED: SavedReview = { decisions: [], skipped: [] };

/** A review as it stands. Each step gives a new one; the one before can be had back. */
export interface Session extends SavedReview {
  /** The first one is asked about now. */
  readonly groups: readonly Group[];
  /** How many groups were settled. */
  readonly settled: number;
  /** The steps before, the latest last. */
  readonly past: readonly Session[];
  /** What it began with. */
  readonly report: MiningReport;
}

/** What a person chooses for a group; its utterances are added by `decide`. */
export type Choice = Decision extends infer One ? (One extends Decision ? Omit<One, 'utterances'> : never) : never;

/**
 * Begins a review, or goes on with one that was left. What intents, `ignored.md` or earlier decisions have is not asked
 * about again.
 */
export function startReview(report: MiningReport, workspace: Workspace, saved: SavedReview = NOTHING_SAVED): Session {
  const decided = decidedKeys(workspace, saved.decisions);
  const skipped = new Map(saved.skipped.map(({ cluster, size }) => [cluster, size]));
  const groups = report.clusters
    .filter(({ id, size }) => size > (skipped.get(id) ?? -1))
    .map((cluster): Group => ({
      cluster,
      utterances: cluster.utterances.filter(({ text }) => !decided.has(keyOf(text))),
    }))
    .filter(({ utterances }) => utterances.length > 0);
  return { ...saved, groups, settled: 0, past: [], report };
}

/** What needs no decision any more. */
function decidedKeys(workspace: Workspace, decisions: readonly Decision[]): ReadonlySet<string> {
  const files = [...workspace.intents, ...(workspace.ignored ? [workspace.ignored] : [])];
  return new Set([...files, ...decisions].flatMap(({ utterances }) => utterances.map(({ text }) => keyOf(text))));
}

/** Settles the current group. */
export function decide(session: Session, choice: Choice): Session {
  const [group, ...groups] = session.groups;
  if (!group) return session;
  const { cluster } = group;
  const decision = {
    ...choice,
    name: cluster.name,
    cluster: cluster.id,
    utterances: group.utterances.map(({ text, language, customer, day }) => ({
      text,
      language,
      ...(customer !== undefined && { customer }),
      ...(day !== undefined && { day }),
    })),
  } as Decision;
  return after(session, { groups, decisions: [...session.decisions, decision], settled: session.settled + 1 });
}

/** Passes the current group over, until more messages have come. */
export function skip(session: Session): Session {
  const [group, ...groups] = session.groups;
  if (!group) return session;
  const { id, size } = group.cluster;
  const skipped = [...session.skipped.filter(({ cluster }) => cluster !== id), { cluster: id, size }];
  return after(session, { groups, skipped, settled: session.settled + 1 });
}

/**
 * Takes lines out of the current group. Split off, they are asked about right after it; dropped, at the end, with what
 * else was dropped from the same topic. Nothing changes where that would leave one of the two without a line.
 *
 * @param lines - indexes of the current group's utterances.
 */
export function takeOut(session: Session, lines: readonly number[], part: 'split off' | 'dropped'): Session {
  const [group, ...rest] = session.groups;
  const taken = new Set(lines);
  const out = group?.utterances.filter((_, index) => taken.has(index)) ?? [];
  const kept = group?.utterances.filter((_, index) => !taken.has(index)) ?? [];
  if (!group || out.length === 0 || kept.length === 0) return session;
  const left = { ...group, utterances: kept };
  if (part === 'split off') {
    return after(session, { groups: [left, { cluster: group.cluster, part, utterances: out }, ...rest] });
  }
  const earlier = rest.find((one) => one.part === 'dropped' && one.cluster.id === group.cluster.id);
  const others = rest.filter((one) => one !== earlier);
  const dropped: Group = { cluster: group.cluster, part, utterances: [...(earlier?.utterances ?? []), ...out] };
  return after(session, { groups: [left, ...others, dropped] });
}

/**
 * The step before. At the beginning it takes back the latest decision of a review that was left; `workspace` as it was
 * then. The same session where there is nothing to take back.
 */
export function undo(session: Session, workspace: Workspace): Session {
  const before = session.past.at(-1);
  if (before) return before;
  if (session.decisions.length === 0) return session;
  return startReview(session.report, workspace, {
    skipped: session.skipped,
    decisions: session.decisions.slice(0, -1),
  });
}

function after(session: Session, changes: Partial<Session>): Session {
  return { ...session, ...changes, past: [...session.past, session] };
}
