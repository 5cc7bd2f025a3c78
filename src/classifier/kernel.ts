import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { KERNEL } from './kernel.generated.js';

// The part of WebAssembly used here: TypeScript declares it among the browser's types only.
interface Memory {
  readonly buffer: ArrayBuffer;
}
declare const WebAssembly: {
  readonly Memory: new (size: { readonly initial: number }) => Memory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

/** The functions of kernel.as; what they take stands there. Pointers are byte offsets into the memory. */
export type KernelFunction =
  | 'train'
  | 'project'
  | 'rectify'
  | 'multiplyTransposed'
  | 'dense'
  | 'stack'
  | 'quantise'
  | 'addRows'
  | 'addPairs'
  | 'gather'
  | 'judge';

export interface Kernel {
  readonly memory: Memory;
  readonly call: Readonly<Record<KernelFunction, (...args: readonly number[]) => void>>;
}

/** Hands out a memory piece by piece, each on a cache line of its own. */
export class Layout {
  #end = 64; // 0 stays free, to mean none

  /** @returns Where `bytes` bytes may stand. They are 0 at first. */
  take(bytes: number): number {
    const at = this.#end;
    this.#end += Math.ceil(bytes / 64) * 64;
    return at;
  }

  get bytes(): number {
    return this.#end;
  }
}

/** Work for the kernel that can be done anywhere: what to put into the memory, what to call, what to take out. */
export interface Job {
  readonly bytes: number;
  readonly inputs: readonly { readonly at: number; readonly array: Float32Array | Uint32Array | Int32Array }[];
  readonly calls: readonly { readonly name: KernelFunction; readonly args: readonly number[] }[];
  /** `length` counts floats. */
  readonly outputs: readonly { readonly at: number; readonly length: number }[];
}

/**
 * Calls for a stretch of rows each: engines replace the first, slow code of a function by fast code only when it is
 * called again, not while it runs.
 */
export function inStretches(
  rows: number,
  call: (from: number, count: number) => Job['calls'][number],
): Job['calls'][number][] {
  return Array.from({ length: Math.ceil(rows / 128) }, (_, i) => call(128 * i, Math.min(128, rows - 128 * i)));
}

let compiled: object | undefined;

function kernelModule(): object {
  compiled ??= new WebAssembly.Module(Buffer.from(KERNEL, 'base64'));
  return compiled;
}

/** A kernel in this thread with so many bytes of memory. */
export function startKernel(bytes: number): Kernel {
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / 65536) });
  const { exports } = new WebAssembly.Instance(kernelModule(), { env: { memory } });
  return { memory, call: exports as Kernel['call'] };
}

/** Does a job here and now. It uses nothing from outside itself: workers get it as source text. */
function perform(module: object, { bytes, inputs, calls, outputs }: Job): Float32Array[] {
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / 65536) });
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  for (const { at, array } of inputs) {
    new Uint8Array(memory.buffer, at).set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  }
  for (const { name, args } of calls) (exports as Kernel['call'])[name](...args);
  return outputs.map(({ at, length }) => new Float32Array(memory.buffer, at, length).slice());
}

/** Source text, since a worker could not load TypeScript: so the tests run what the built program runs. */
const WORKER = `
const { parentPort, workerData } = require('node:worker_threads');
const perform = ${perform.toString()};
parentPort.on('message', (job) => {
  const results = perform(workerData, job);
  parentPort.postMessage(results, results.map((result) => result.buffer));
});`;

/** Jobs that take less memory are done sooner than a thread is started. */
const SMALL_JOB = 4 * 2 ** 20;
/** All jobs at a time together take at most so much memory, unless a single one takes more. */
const MEMORY_LIMIT = 1.5 * 2 ** 30;

/** Threads that do jobs. They start with the first large job and stay until they are dismissed. */
export class Crew {
  readonly #idle: Worker[] = [];
  readonly #all: Worker[] = [];

  /**
   * Does jobs on as many threads as there are cores, as memory allows; small ones in this thread.
   *
   * @param jobs - Each is made when its turn comes, so that not all inputs exist at once.
   * @param bytesEach - The memory that a job takes, roughly.
   * @returns The outputs of each job, in the order of the jobs.
   */
  async run(jobs: readonly (() => Job)[], bytesEach: number, onDone: () => void = () => {}): Promise<Float32Array[][]> {
    const results: Float32Array[][] = [];
    if (bytesEach < SMALL_JOB) {
      for (const job of jobs) {
        results.push(perform(kernelModule(), job()));
        onDone();
      }
      return results;
    }
    const threads = Math.min(jobs.length, availableParallelism(), Math.max(1, Math.floor(MEMORY_LIMIT / bytesEach)));
    let next = 0;
    const runSome = async (): Promise<void> => {
      const worker = this.#take();
      while (next < jobs.length) {
        const turn = next++;
        results[turn] = await ask(worker, (jobs[turn] as () => Job)());
        onDone();
      }
      this.#idle.push(worker);
    };
    await Promise.all(Array.from({ length: threads }, runSome));
    return results;
  }

  /** Starts the threads that `run` will want: they take their time, in which other work can be done. */
  prepare(jobs: number): void {
    this.#idle.push(...Array.from({ length: Math.min(jobs, availableParallelism()) }, () => this.#take()));
  }

  #take(): Worker {
    const idle = this.#idle.pop();
    if (idle) return idle;
    // Flags of the program that embeds this are not the worker's: `--input-type=module` would change what its code is.
    const worker = new Worker(WORKER, { eval: true, execArgv: [], workerData: kernelModule() });
    this.#all.push(worker);
    return worker;
  }

  async dismiss(): Promise<void> {
    await Promise.all(this.#all.map((worker) => worker.terminate()));
  }
}

function ask(worker: Worker, job: Job): Promise<Float32Array[]> {
  return new Promise((resolve, reject) => {
    worker.once('message', (result: Float32Array[]) => {
      worker.off('error', reject);
      resolve(result);
    });
    worker.once('error', reject);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    worker.postMessage(job);
  });
}

/** Does work that needs a crew, and dismisses it whatever happens. */
export async function withCrew<Result>(work: (crew: Crew) => Promise<Result>): Promise<Result> {
  const crew = new Crew();
  try {
    return await work(crew);
  } finally {
    await crew.dismiss();
  }
}
