import type { Priority } from '../assistant/index.js';
import { compareText } from '../problem.js';
import { seededRandom, type Random } from '../text/index.js';
import type { Settings, Tier } from '../workspace/index.js';
import type { SimulatedCustomer } from './customers.js';

/** A hand-off that waits for a person. Times are in seconds from the beginning. */
export interface Job {
  readonly at: number;
  readonly serviceSeconds: number;
  readonly priority: Priority;
  readonly segment: string;
}

export interface QueueResult {
  /** By segment how long each job waited, in seconds, in the order of their service. */
  readonly waits: ReadonlyMap<string, Float64Array>;
  /** The share of the agents' time, until the last job is done, in which they were busy. */
  readonly utilisation: number | null;
}

/** Jobs in the order of their arrival, in 20 bytes each: there may be millions. */
export class Jobs {
  count = 0;
  readonly segments: string[] = [];
  readonly #numbers = new Map<string, number>();
  #at = new Float64Array(1024);
  #service = new Float64Array(1024);
  /** The number of the segment, twice, and 1 more for high priority. */
  #who = new Uint32Array(1024);

  add({ at, serviceSeconds, priority, segment }: Job): void {
    if (this.count === this.#at.length) this.#grow();
    let number = this.#numbers.get(segment);
    if (number === undefined) this.#numbers.set(segment, (number = this.segments.push(segment) - 1));
    this.#at[this.count] = at;
    this.#service[this.count] = serviceSeconds;
    this.#who[this.count] = 2 * number + Number(priority === 'high');
    this.count += 1;
  }

  at(job: number): number {
    return this.#at[job] as number;
  }

  serviceSeconds(job: number): number {
    return this.#service[job] as number;
  }

  isUrgent(job: number): boolean {
    return ((this.#who[job] as number) & 1) === 1;
  }

  /** The place of the segment's name in `segments`. */
  segment(job: number): number {
    return (this.#who[job] as number) >> 1;
  }

  #grow(): void {
    const length = 2 * this.count;
    const at = new Float64Array(length);
    const service = new Float64Array(length);
    const who = new Uint32Array(length);
    at.set(this.#at);
    service.set(this.#service);
    who.set(this.#who);
    this.#at = at;
    this.#service = service;
    this.#who = who;
  }
}

/**
 * Serves jobs by `agents` people who each take one at a time and finish it: the longest waiting job of high priority first,
 * else the longest waiting one.
 *
 * @throws {RangeError} without an agent.
 */
export function serveQueue(jobs: Jobs, agents: number): QueueResult {
  if (agents < 1) throw new RangeError('a queue needs an agent');
  const { count, segments } = jobs;
  const urgent = new Line(count);
  const normal = new Line(count);
  const totals = segments.map(() => 0);
  for (let job = 0; job < count; job += 1) totals[jobs.segment(job)] = (totals[jobs.segment(job)] ?? 0) + 1;
  const waits = totals.map((total) => new Float64Array(total));
  const served = segments.map(() => 0);
  const free = new Heap();
  for (let i = 0; i < agents; i += 1) free.push(0);
  let busy = 0;
  let end = 0;
  const serve = (): void => {
    const job = urgent.isEmpty() ? normal.next() : urgent.next();
    const serviceSeconds = jobs.serviceSeconds(job);
    const start = Math.max(jobs.at(job), free.pop());
    const segment = jobs.segment(job);
    const place = served[segment] ?? 0;
    (waits[segment] as Float64Array)[place] = start - jobs.at(job);
    served[segment] = place + 1;
    free.push(start + serviceSeconds);
    busy += serviceSeconds;
    end = Math.max(end, start + serviceSeconds);
  };
  const isAnyWaiting = (): boolean => !urgent.isEmpty() || !normal.isEmpty();
  for (let job = 0; job < count; job += 1) {
    // Everything that an agent takes up before this job arrives is decided without it.
    while (isAnyWaiting() && free.least() <= jobs.at(job)) serve();
    (jobs.isUrgent(job) ? urgent : normal).push(job);
  }
  while (isAnyWaiting()) serve();
  return {
    waits: new Map(segments.map((segment, number) => [segment, waits[number] as Float64Array])),
    utilisation: end === 0 ? null : busy / (end * agents),
  };
}

/** Numbers of waiting jobs, served from the front. */
class Line {
  readonly #jobs: Uint32Array;
  #front = 0;
  #end = 0;

  constructor(most: number) {
    this.#jobs = new Uint32Array(most);
  }

  isEmpty(): boolean {
    return this.#front === this.#end;
  }

  push(job: number): void {
    this.#jobs[this.#end++] = job;
  }

  next(): number {
    return this.#jobs[this.#front++] as number;
  }
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

/** People who take hand-offs, and how many customers come. */
export interface Staff {
  readonly agents: number;
  readonly arrivalsPerHour: number;
  readonly serviceMinutes: Readonly<Record<Tier, number>>;
}

/**
 * How long the simulated customers wait who get a person.
 *
 * They arrive at random (Poisson) in the order in which they are added; the time a person needs is exponential with the mean
 * of the intent's tier. The same draws are used for every number of agents, so that more agents never wait longer by chance.
 */
export class WaitingRoom {
  readonly #staff: Staff;
  readonly #random: Random;
  readonly #jobs = new Jobs();
  #clock = 0;

  constructor(staff: Staff, seed: number) {
    this.#staff = staff;
    this.#random = seededRandom(seed, 'waiting');
  }

  add({ outcome, priority, segment, tier }: SimulatedCustomer): void {
    this.#clock += this.#random.exponential(3600 / this.#staff.arrivalsPerHour);
    const serviceSeconds = this.#random.exponential(this.#staff.serviceMinutes[tier] * 60);
    if (outcome !== 'handedOff' && outcome !== 'assisted') return;
    this.#jobs.add({ at: this.#clock, serviceSeconds, priority, segment: segment ?? 'unknown' });
  }

  figures(goals: Settings['goals']['simulate']['wait_p90_seconds']): WaitingFigures {
    const { agents, arrivalsPerHour } = this.#staff;
    const { waits, utilisation } = serveQueue(this.#jobs, agents);
    return {
      agents,
      arrivalsPerHour,
      utilisation,
      waits: waitFigures(waits),
      agentsNeeded: fewestAgents(this.#jobs, goals),
    };
  }
}

function fewestAgents(jobs: Jobs, goals: Readonly<Record<string, number>> | undefined): number | null {
  if (!goals || Object.keys(goals).length === 0 || jobs.count === 0) return null;
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

function waitFigures(waits: ReadonlyMap<string, Float64Array>): readonly WaitFigures[] {
  const segments = [...waits].toSorted(([a], [b]) => compareText(a, b));
  const all = new Float64Array(segments.reduce((sum, [, list]) => sum + list.length, 0));
  let place = 0;
  for (const [, list] of segments) {
    all.set(list, place);
    place += list.length;
  }
  return [...segments, ['all', all] as const].map(([segment, list]) => {
    const sorted = list.toSorted();
    const at = (share: number): number | null =>
      sorted.length === 0 ? null : (sorted[Math.ceil(share * sorted.length) - 1] ?? null);
    const mean = list.length === 0 ? null : list.reduce((sum, wait) => sum + wait, 0) / list.length;
    return { segment, handOffs: list.length, mean, median: at(0.5), p90: at(0.9), p99: at(0.99) };
  });
}
