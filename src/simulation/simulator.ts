import type { Script } from './cases.js';
import type { CustomerNumbers, SimulatedCustomer } from './customers.js';
import type { ReplayCounts } from './replay.js';

/** Does a part of the work, here or on another thread: plain data in, plain data out, which depends on nothing else. */
export interface Simulator {
  readonly replay: (scenarios: readonly Script[]) => Promise<ReplayCounts>;
  readonly customers: (numbers: CustomerNumbers) => Promise<readonly SimulatedCustomer[]>;
}

/** Jobs begun for each simulator: one at work, and one that waits so that nobody is idle. */
const BEGUN = 2;

/** Shares jobs out in turn. Results come in the order of the jobs, whoever did them; few are under way at a time. */
export async function* shareOut<Job, Result>(
  jobs: Iterable<Job>,
  simulators: readonly Simulator[],
  run: (simulator: Simulator, job: Job) => Promise<Result>,
): AsyncGenerator<Result> {
  const begun: Promise<Result>[] = [];
  let number = 0;
  for (const job of jobs) {
    const result = run(simulators[number++ % simulators.length] as Simulator, job);
    // What fails is told when its turn comes, and not before.
    result.catch(() => undefined);
    begun.push(result);
    if (begun.length >= BEGUN * simulators.length) yield begun.shift() as Promise<Result>;
  }
  yield* begun;
}
