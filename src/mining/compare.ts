import { createHash } from 'node:crypto';
import { z } from 'zod';
import { compareText } from '../problem.js';
import { foldForComparison } from '../text/index.js';
import type { MinedCluster, MiningReport } from './types.js';

/** Of a cluster so many of its most central texts are its core. */
const CORE = 30;
/** A cluster that has at least this share of another's core is the same. */
const SAME_CORE = 0.5;
/** A topic grows when it has half as many messages again, and so many more at least. */
const [GROWN, GROWN_BY] = [1.5, 3];

/** What is remembered of a run: no text, only hashes of it. */
const minedRun = z.object({
  schema: z.literal('kb.mined/1'),
  today: z.string(),
  clusters: z.array(
    z.object({ id: z.string(), name: z.string(), size: z.number(), core: z.array(z.string()).readonly() }),
  ),
});
export type MinedRun = z.output<typeof minedRun>;

export function readRun(text: string): MinedRun | undefined {
  try {
    return minedRun.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

export function runOf({ today, clusters }: MiningReport): MinedRun {
  return {
    schema: 'kb.mined/1',
    today,
    clusters: clusters.map((cluster) => ({
      id: cluster.id,
      name: cluster.name,
      size: cluster.size,
      core: hashesOf(cluster).slice(0, CORE),
    })),
  };
}

function hashesOf({ utterances }: MinedCluster): string[] {
  return utterances.map(({ text }) => createHash('sha256').update(foldForComparison(text)).digest('hex').slice(0, 12));
}

/** Clusters that keep the core of one of the run before get its id; the largest shares decide first. */
export function keepIds(report: MiningReport, before: MinedRun | undefined): MiningReport {
  if (!before) return report;
  const pairs = report.clusters.flatMap((cluster) => {
    const own = new Set(hashesOf(cluster));
    return before.clusters.flatMap(({ id, core }) => {
      const share = core.filter((hash) => own.has(hash)).length / Math.max(1, core.length);
      return share >= SAME_CORE ? [{ cluster, id, share }] : [];
    });
  });
  const idOf = new Map<MinedCluster, string>();
  const taken = new Set<string>();
  for (const { cluster, id } of pairs.toSorted((a, b) => b.share - a.share || compareText(a.id, b.id))) {
    if (idOf.has(cluster) || taken.has(id)) continue;
    idOf.set(cluster, id);
    taken.add(id);
  }
  const clusters = report.clusters.map((cluster) => {
    let id = idOf.get(cluster) ?? cluster.id;
    // A new cluster must not be taken for one that went on under this id.
    while (!idOf.has(cluster) && taken.has(id)) id = `m_${createHash('sha256').update(id).digest('hex').slice(0, 8)}`;
    taken.add(id);
    return { ...cluster, id };
  });
  return { ...report, clusters };
}

/** What changed since another run. */
export interface RunComparison {
  /** The day of the run before; null where there was none. */
  readonly since: string | null;
  /** Ids of topics that were not there. */
  readonly appeared: readonly string[];
  readonly growing: readonly { readonly id: string; readonly before: number; readonly now: number }[];
  readonly vanished: readonly { readonly id: string; readonly name: string; readonly before: number }[];
}

/** @param report - with the ids that `keepIds` gave it. */
export function compareRuns({ clusters }: MiningReport, before: MinedRun | undefined): RunComparison {
  const sizes = new Map(before?.clusters.map(({ id, size }) => [id, size]));
  const ids = new Set(clusters.map(({ id }) => id));
  return {
    since: before?.today ?? null,
    appeared: clusters.filter(({ id }) => !sizes.has(id)).map(({ id }) => id),
    growing: clusters.flatMap(({ id, size }) => {
      const last = sizes.get(id);
      return last !== undefined && size >= GROWN * last && size >= last + GROWN_BY
        ? [{ id, before: last, now: size }]
        : [];
    }),
    vanished: (before?.clusters ?? []).flatMap(({ id, name, size }) =>
      ids.has(id) ? [] : [{ id, name, before: size }],
    ),
  };
}
