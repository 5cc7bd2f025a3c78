import { parentPort, workerData } from 'node:worker_threads';
import { batchRecogniser, makePolicy } from '../assistant/index.js';
import { decodeModel } from '../classifier/index.js';
import { trainOptions } from '../evaluation/index.js';
import { caseReporters } from '../reporting/index.js';
import { simulatorHere } from '../simulation/index.js';
import { parseWorkspace } from '../workspace/index.js';
import type { Answer, Order, ThreadData } from './simulators.js';

/*
 * A thread of `kb simulate`: the same simulator as on the main thread, of the same texts and the same model. Orders come as
 * messages.
 */

const { files, root, bytes, seed, bail, format, traffic } = workerData as ThreadData;
const { workspace } = parseWorkspace(files, root);
const model = decodeModel(bytes, trainOptions(workspace).encoder);
const render = caseReporters[format];
const simulator = simulatorHere(workspace, makePolicy(workspace, model.thresholds), batchRecogniser(model), {
  seed,
  bail,
  traffic,
  ...(render && { render }),
});

async function carryOut(order: Order): Promise<void> {
  const result = 'replay' in order ? await simulator.replay(order.replay) : await simulator.customers(order.customers);
  const answer: Answer = { id: order.id, result };
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(answer);
}

// What fails here fails the thread, which the main one is told.
parentPort?.on('message', (order: Order) => void carryOut(order));
