import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { shareOut, type Simulator } from '../../src/simulation/simulator.js';

const idle = {} as Simulator;

test('results come in the order of the jobs, whoever is done first, and few jobs are under way', async () => {
  let under = 0;
  let most = 0;
  const results: number[] = [];
  for await (const result of shareOut([30, 1, 20, 2, 10, 3, 1], [idle, idle], async (_, job) => {
    most = Math.max(most, (under += 1));
    await sleep(job);
    under -= 1;
    return job;
  }))
    results.push(result);

  expect(results).toEqual([30, 1, 20, 2, 10, 3, 1]);
  expect(most).toBe(4);
});

test('a job that fails is told in its turn', async () => {
  const run = (_: Simulator, job: number): Promise<number> =>
    job === 2 ? Promise.reject(new Error('job 2')) : sleep(5).then(() => job);
  const results: number[] = [];
  const reading = (async () => {
    for await (const result of shareOut([0, 1, 2, 3], [idle], run)) results.push(result);
  })();
  await expect(reading).rejects.toThrow('job 2');
  expect(results).toEqual([0, 1]);
});
