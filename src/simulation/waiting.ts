import type { Priority } from '../assistant/index.js';
import { compareText } from '../problem.js';
import { seededRandom } from '../text/index.js';
import type { Settings, Tier } from '../workspace/index.js';
import type { SimulatedCustomer } from './population.js';

/** A hand-off that waits for a person. Times are in seconds from the beginning. */
export interface Job {
  readonly at: number;
  readonly serviceSeconds: number;
  readonly priority: Priority;
  readonly segment: string;
}

export interface QueueResult {
  /** By segment, in the order of arrival, how long each job waited, in seconds. */
  readonly waits: ReadonlyMap<string, readonly number[]>;
  /** The share of the agents' time, until the last job is done, in which they were busy. */
  readonly utilisation: number | null;
}

/**
 * Serves jobs by `agents` people who each take one at a time and finish it: the longest waiting job of high priority first,
 * else the longest waiting one.
 *
 * @param jobs - in the order of their arrival.
 * @throws {RangeError} without an agent.
 */
export function serveQueue(jobs: readonly Job[], agents: number): QueueResult {
  if (agents < 1) throw new RangeError('a queue needs an agent');
  const waits = new Map<string, number[]>();
  const free = new Heap();
  for (let i = 0; i < agents; i += 1) free.push(0);
  // Two lines of waiting jobs, each served from its front.
  const lines: Record<Priority, Job[]> = { high: [], normal: [] };
  const fronts: Record<Priority, number> = { high: 0, normal: 0 };
  let busy = 0;
  let end = 0;
  const waiting = (): number => lines.high.length - fronts.high + lines.normal.length - fronts.normal;
  const serve = (): void => {
    const line: Priority = fronts.high < lines.high.length ? 'high' : 'normal';
    const job = lines[line][fronts[line]] as Job;
    fronts[line] += 1;
    const start = Math.max(job.at, free.pop());
    const list = waits.get(job.segment);
    if (list) list.push(start - job.at);
    else waits.set(job.segment, [start - job.at]);
    free.push(start + job.serviceSeconds);
    busy += job.serviceSeconds;
    end = Math.max(end, start + job.serviceSeconds);
  };
  for (const job of jobs) {
    // Everything that an agent takes up before this job arrives is decided without it.
    while (waiting() > 0 && free.least() <= job.at) serve();
    lines[job.priority].push(job);
  }
  while (waiting() > 0) serve();
  return { waits, utilisation: end === 0 ? null : busy / (end * agents) };
}

/** A binary heap of times, the least first. */
class Heap {
  readonly #items: number[] = [];

  least(): number {
    return this.#items[0] ?? Infinity;
  }

  push(time: number): void {
    const items = this.#items;
    let place = items.length;
    items.push(time);
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if ((items[parent] as number) <= time) break;
      items[place] = items[parent] as number;
      place = parent;
    }
    items[place] = time;
  }

  pop(): number {
    const items = this.#items;
    const least = items[0] ?? Infinity;
    const last = items.pop();
    if (last === undefined || items.length === 0) return least;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && (items[child + 1] as number) < (items[child] as number)) child += 1;
      if ((items[child] as number) >= last) break;
      items[place] = items[child] as number;
      place = child;
    }
    items[place] = last;
    return least;
  }
}

/** Waiting times of one segment, in seconds. */
export interface WaitFigures {
  readonly segment: string;
  readonly handOffs: number;
  readonly mean: number | null;
  readonly median: number | null;
  readonly p90: number | null;
  readonly p99: number | null;
}

export interface WaitingFigures {
  readonly agents: number;
  readonly arrivalsPerHour: number;
  readonly utilisation: number | null;
  /** By segment, `all` last. */
  readonly waits: readonly WaitFigures[];
  /** The fewest agents with whom every goal of `wait_p90_seconds` is met; `null` without goals or beyond `MOST_AGENTS`. */
  readonly agentsNeeded: number | null;
}

const MOST_AGENTS = 1000;

/**
 * How long the simulated customers wait who get a person.
 *
 * They arrive at random (Poisson) in the order of their numbers; the time a person needs is exponential with the mean of the
 * intent's tier. The same draws are used for every number of agents, so that more agents never wait longer by chance.
 */
export function simulateWaiting(
  customers: readonly SimulatedCustomer[],
  staff: {
    readonly agents: number;
    readonly arrivalsPerHour: number;
    readonly serviceMinutes: Readonly<Record<Tier, number>>;
  },
  goals: Settings['goals']['simulate']['wait_p90_seconds'],
  seed: number,
): WaitingFigures {
  const random = seededRandom(seed, 'waiting');
  let clock = 0;
  const jobs: Job[] = [];
  for (const { outcome, priority, segment, tier } of customers) {
    clock += random.exponential(3600 / staff.arrivalsPerHour);
    const serviceSeconds = random.exponential(staff.serviceMinutes[tier] * 60);
    if (outcome !== 'handedOff' && outcome !== 'assisted') continue;
    jobs.push({ at: clock, serviceSeconds, priority, segment: segment ?? 'unknown' });
  }
  const { waits, utilisation } = serveQueue(jobs, staff.agents);
  const figures = waitFigures(waits);
  return {
    agents: staff.agents,
    arrivalsPerHour: staff.arrivalsPerHour,
    utilisation,
    waits: figures,
    agentsNeeded: fewestAgents(jobs, goals),
  };
}

function fewestAgents(jobs: readonly Job[], goals: Readonly<Record<string, number>> | undefined): number | null {
  if (!goals || Object.keys(goals).length === 0 || jobs.length === 0) return null;
  const meets = (agents: number): boolean => {
    const figures = waitFigures(serveQueue(jobs, agents).waits);
    return Object.entries(goals).every(([segment, target]) => (p90Of(figures, segment) ?? 0) <= target);
  };
  // More agents never make the 90th percentile worse, so the least number is found by halving.
  let most = 1;
  while (!meets(most)) {
    most *= 2;
    if (most > MOST_AGENTS) return null;
  }
  let least = Math.floor(most / 2) + 1;
  while (least < most) {
    const middle = Math.floor((least + most) / 2);
    if (meets(middle)) most = middle;
    else least = middle + 1;
  }
  return most;
}

/** The 90th percentile of a segment's waiting time; `null` when nobody of it was handed over. */
export function p90Of(figures: readonly WaitFigures[], segment: string): number | null {
  return figures.find((each) => each.segment === segment)?.p90 ?? null;
}

function waitFigures(waits: ReadonlyMap<string, readonly number[]>): readonly WaitFigures[] {
  const segments = [...waits].toSorted(([a], [b]) => compareText(a, b));
  return [...segments, ['all', segments.flatMap(([, list]) => list)] as const].map(([segment, list]) => {
    const sorted = Float64Array.from(list).toSorted();
    const at = (share: number): number | null =>
      sorted.length === 0 ? null : (sorted[Math.ceil(share * sorted.length) - 1] ?? null);
    const mean = list.length === 0 ? null : list.reduce((sum, wait) => sum + wait, 0) / list.length;
    return { segment, handOffs: list.length, mean, median: at(0.5), p90: at(0.9), p99: at(0.99) };
  });
}
