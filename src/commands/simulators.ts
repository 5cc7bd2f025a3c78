import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { batchRecogniser, type Policy } from '../assistant/index.js';
import { encodeModel, type Model } from '../classifier/index.js';
import { caseReporters } from '../reporting/index.js';
import {
  casesIn,
  simulatorHere,
  type CustomerNumbers,
  type Simulator,
  type SimulatorOptions,
} from '../simulation/index.js';
import type { Scenario, SourceFile, Workspace } from '../workspace/index.js';

type Format = keyof typeof caseReporters;

/** What a simulator needs beside the workspace and the model. */
export interface Work extends Required<Pick<SimulatorOptions, 'seed' | 'bail' | 'traffic'>> {
  /** How each replay is rendered. */
  readonly format: Format;
}

/** What a thread is started with. */
export interface ThreadData extends Work {
  /** The workspace's texts but its scenarios, which come with the orders. */
  readonly files: readonly SourceFile[];
  readonly root: string;
  /** The model as its file has it. */
  readonly bytes: Uint8Array;
}

export type Order = { readonly id: number } & (
  { readonly replay: Parameters<Simulator['replay']>[0] } | { readonly customers: CustomerNumbers }
);
export interface Answer {
  readonly id: number;
  readonly result: unknown;
}

/** Simulators, and what ends them. */
export interface Crew {
  readonly simulators: readonly Simulator[];
  readonly dismiss: () => Promise<void>;
}

/** Turns that a thread must save to be worth its start, its memory, and reading the workspace once more. */
const WORTH_A_THREAD = 20_000;
/** More threads wait for the one that adds up. */
const MOST_THREADS = 8;

/** As many as there are cores, as far as there is work for them. With 1 all is done on this thread. */
export function sensibleWorkers({ settings }: Workspace, scenarios: readonly Scenario[], customers: number): number {
  // Every thread would start the user's encoder once more.
  if (settings.model.encoder !== undefined) return 1;
  const turns = scenarios.reduce((sum, each) => sum + casesIn(each, settings) * each.turns.length, customers);
  return Math.max(1, Math.min(availableParallelism(), MOST_THREADS, Math.floor(turns / WORTH_A_THREAD)));
}

/** @param workers - 1: this thread; more: as many others, while this one adds up what they find. */
export function startSimulators(
  workers: number,
  workspace: Workspace,
  policy: Policy,
  model: Model,
  { seed, bail, traffic, format }: Work,
): Crew {
  if (workers === 1) {
    const render = caseReporters[format];
    const options = { seed, bail, traffic, ...(render && { render }) };
    return {
      simulators: [simulatorHere(workspace, policy, batchRecogniser(model), options)],
      dismiss: () => Promise.resolve(),
    };
  }
  const { root, settingsText } = workspace;
  const { articles, intents, heldout } = workspace;
  const files = [{ path: 'kb.yaml', text: settingsText }, ...articles, ...intents, ...heldout];
  const data: ThreadData = {
    files: files.map(({ path, text }) => ({ path, text })),
    root,
    bytes: encodeModel(model),
    seed,
    bail,
    traffic,
    format,
  };
  const threads = Array.from({ length: workers }, () => startThread(data));
  return {
    simulators: threads.map(({ simulator }) => simulator),
    dismiss: async () => void (await Promise.all(threads.map(({ end }) => end()))),
  };
}

function startThread(workerData: ThreadData): { readonly simulator: Simulator; readonly end: () => Promise<number> } {
  // Flags of the program that embeds this are not the thread's.
  const worker = new Worker(new URL('./simulate-thread.js', import.meta.url), { execArgv: [], workerData });
  const waiting = new Map<number, { resolve: (result: never) => void; reject: (error: Error) => void }>();
  let failure: Error | undefined;
  worker.on('message', ({ id, result }: Answer) => {
    waiting.get(id)?.resolve(result as never);
    waiting.delete(id);
  });
  worker.on('error', (error: Error) => {
    failure = error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  });
  let orders = 0;
  const ask = <Result>(order: DistributiveOmit<Order, 'id'>): Promise<Result> =>
    new Promise<Result>((resolve, reject) => {
      if (failure) {
        reject(failure);
        return;
      }
      const id = orders++;
      waiting.set(id, { resolve, reject });
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      worker.postMessage({ id, ...order } satisfies Order);
    });
  return {
    simulator: { replay: (replay) => ask({ replay }), customers: (customers) => ask({ customers }) },
    end: () => worker.terminate(),
  };
}

type DistributiveOmit<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never;
