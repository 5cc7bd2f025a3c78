import { expect, test } from 'vitest';
import { Jobs, serveQueue, type Job } from '../../src/simulation/index.js';
import { seededRandom } from '../../src/text/index.js';

/** Erlang C: the chance that an arriving job waits in M/M/c, for an offered load of `load` erlangs (Erlang 1917). */
function erlangC(load: number, agents: number): number {
  // Erlang B by its recursion, which does not overflow, then C from B.
  let blocked = 1;
  for (let i = 1; i <= agents; i += 1) blocked = (load * blocked) / (i + load * blocked);
  return blocked / (1 - (load / agents) * (1 - blocked));
}

function poissonJobs(count: number, perHour: number, serviceSeconds: number, seed: number): Jobs {
  const random = seededRandom(seed);
  let at = 0;
  const jobs = new Jobs();
  for (let i = 0; i < count; i += 1) {
    at += random.exponential(3600 / perHour);
    jobs.add({ at, serviceSeconds: random.exponential(serviceSeconds), priority: 'normal', segment: 'all' });
  }
  return jobs;
}

test.each([
  { agents: 1, perHour: 6, serviceSeconds: 300 },
  { agents: 3, perHour: 25, serviceSeconds: 300 },
  { agents: 10, perHour: 96, serviceSeconds: 300 },
])('mean wait and chance of waiting agree with Erlang C within 2 %: $agents agents, $perHour an hour', (queue) => {
  const { agents, perHour, serviceSeconds } = queue;
  const load = (perHour / 3600) * serviceSeconds;
  const chance = erlangC(load, agents);
  const meanWait = (chance * serviceSeconds) / (agents - load);

  const { waits, utilisation } = serveQueue(poissonJobs(1_500_000, perHour, serviceSeconds, 11), agents);
  const list = waits.get('all') ?? new Float64Array();

  expect(Math.abs(list.reduce((sum, wait) => sum + wait, 0) / list.length / meanWait - 1)).toBeLessThan(0.02);
  expect(Math.abs(list.filter((wait) => wait > 0).length / list.length / chance - 1)).toBeLessThan(0.02);
  expect(Math.abs((utilisation ?? 0) / (load / agents) - 1)).toBeLessThan(0.02);
});

test('a VIP overtakes those who wait, and nobody who is being served', () => {
  const job = (at: number, segment: string, priority: Job['priority'] = 'normal'): Job => ({
    at,
    serviceSeconds: 100,
    priority,
    segment,
  });

  const jobs = new Jobs();
  for (const each of [job(0, 'first'), job(1, 'second'), job(2, 'third'), job(3, 'vip', 'high')]) jobs.add(each);

  const { waits } = serveQueue(jobs, 1);

  expect([...waits].map(([segment, list]) => [segment, ...list])).toEqual([
    ['first', 0],
    ['second', 199],
    ['third', 298],
    ['vip', 97],
  ]);
});
