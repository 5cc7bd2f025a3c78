import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import { KbError } from '../problem.js';
import { MAX_MESSAGE_LENGTH } from '../text/index.js';

/** A sentence encoder of the user's own, from a folder on this machine. */
export interface Encoder {
  /** A hash of all its files: another encoder gives another model. */
  readonly id: string;
  /** Numbers in a vector. */
  readonly dimensions: number;
  /**
   * One vector of length 1 a text, one after the other. A text's vector does not depend on the texts beside it. The
   * thread waits meanwhile, so that recognising stays one plain call with an encoder and without.
   *
   * @throws {KbError} when the encoder fails.
   */
  encode(texts: readonly string[]): Float32Array;
}

const LIBRARY = '@huggingface/transformers';
/** Vectors of so many texts are kept: the same utterances are asked for again and again. */
const REMEMBERED = 50_000;

/**
 * The thread that encodes. One text at a time: in a batch its padding would move the last bits of its neighbours. One
 * thread for the arithmetic, so that sums are formed in one order whatever the number of cores.
 */
const WORKER = `
const { parentPort, workerData } = require('node:worker_threads');
const { library, parent, name } = workerData;
let encoder;
let width;
async function start() {
  const { env, pipeline } = require(library);
  Object.assign(env, { allowRemoteModels: false, allowLocalModels: true, localModelPath: parent, useFSCache: false });
  return pipeline('feature-extraction', name, {
    device: 'cpu',
    dtype: 'fp32',
    local_files_only: true,
    session_options: { intraOpNumThreads: 1, interOpNumThreads: 1 },
  });
}
async function encode(texts) {
  encoder ??= await start();
  let vectors;
  for (const [i, text] of texts.entries()) {
    const { data } = await encoder(text, { pooling: 'mean', normalize: true });
    width ??= data.length;
    if (data.length !== width) throw new Error('it gave vectors of ' + width + ' and of ' + data.length + ' numbers');
    vectors ??= new Float32Array(width * texts.length);
    // Of a text without a token it is no vector at all.
    if (data.every(Number.isFinite)) vectors.set(data, i * width);
  }
  return vectors;
}
parentPort.on('message', async (texts) => {
  let answer;
  try {
    answer = { vectors: await encode(texts) };
  } catch (error) {
    answer = { error: String(error instanceof Error ? error.message : error) };
  }
  parentPort.postMessage(answer);
});`;

/**
 * The thread between: who waits cannot see that the thread that encodes has died (of too little memory, of a library that
 * ends its process). This one does, and answers whatever happens.
 */
const WATCHER = `
const { Worker, workerData } = require('node:worker_threads');
const { code, port, signal, ...data } = workerData;
const worker = new Worker(code, { eval: true, execArgv: [], workerData: data });
let asked = false;
let reason = 'its thread has ended';
let dead = false;
function answer(message) {
  asked = false;
  port.postMessage(message);
  Atomics.add(signal, 0, 1);
  Atomics.notify(signal, 0);
}
worker.on('message', answer);
worker.on('error', (error) => { reason = String(error?.message ?? error); });
worker.on('exit', () => {
  dead = true;
  if (asked) answer({ error: reason });
});
port.on('message', (texts) => {
  asked = true;
  if (dead) answer({ error: reason });
  else worker.postMessage(texts);
});`;

const opened = new Map<string, Encoder>();

/**
 * Starts the encoder in a folder, laid out as Hugging Face does it: config.json, tokenizer.json, tokenizer_config.json and
 * onnx/model.onnx. Nothing is fetched. It is started once in a process.
 *
 * @throws {KbError} when the folder holds none, or the library that runs it is not installed.
 */
export function openEncoder(folder: string): Encoder {
  const known = opened.get(folder);
  if (known) return known;
  const id = hashOf(folder);
  const ask = startThread(folder);
  const vectors = new Map<string, Float32Array>();
  const dimensions = ask(['a']).length;
  const encoder: Encoder = {
    id,
    dimensions,
    encode(messages) {
      const texts = messages.map(beginningOf);
      if (vectors.size + texts.length > REMEMBERED) vectors.clear();
      const wanted = [...new Set(texts)].filter((text) => !vectors.has(text));
      if (wanted.length > 0) {
        const answers = ask(wanted);
        wanted.forEach((text, i) => vectors.set(text, answers.subarray(i * dimensions, (i + 1) * dimensions)));
      }
      const all = new Float32Array(texts.length * dimensions);
      texts.forEach((text, i) => all.set(vectors.get(text) as Float32Array, i * dimensions));
      return all;
    },
  };
  opened.set(folder, encoder);
  return encoder;
}

/** What is read of a text. A copy, since a slice would keep the whole of it in memory. */
function beginningOf(text: string): string {
  return text.length > MAX_MESSAGE_LENGTH ? Buffer.from(text.slice(0, MAX_MESSAGE_LENGTH)).toString() : text;
}

function hashOf(folder: string): string {
  const hash = createHash('sha256');
  let files: string[];
  try {
    // Links, too: a folder of Hugging Face's cache consists of them.
    files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => statSync(path.join(folder, file), { throwIfNoEntry: false })?.isFile())
      .map((file) => file.split(path.sep).join('/'))
      .toSorted();
    if (!files.includes('onnx/model.onnx')) throw new Error('it has no onnx/model.onnx');
    for (const file of files) {
      const content = readFileSync(path.join(folder, file));
      hash.update(`${file}\0${content.length}\0`).update(content);
    }
  } catch (error) {
    throw failed(`no encoder can be read from ${folder}: ${(error as Error).message}`, error);
  }
  return hash.digest('hex');
}

/** @returns What sends texts to the thread and waits for their vectors. */
function startThread(folder: string): (texts: readonly string[]) => Float32Array {
  const signal = new Int32Array(new SharedArrayBuffer(4));
  const { port1: port, port2 } = new MessageChannel();
  const worker = new Worker(WATCHER, {
    eval: true,
    execArgv: [],
    workerData: {
      code: WORKER,
      library: findLibrary(),
      parent: path.dirname(folder),
      name: path.basename(folder),
      port: port2,
      signal,
    },
    transferList: [port2],
  });
  worker.unref();
  port.unref();
  return (texts) => answerOf(port, signal, texts);
}

function answerOf(port: MessagePort, signal: Int32Array, texts: readonly string[]): Float32Array {
  const before = Atomics.load(signal, 0);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  port.postMessage(texts);
  Atomics.wait(signal, 0, before);
  const { message } = receiveMessageOnPort(port) as { message: { vectors?: Float32Array; error?: string } };
  if (!message.vectors) throw failed(`the encoder failed: ${message.error ?? 'it said nothing'}`);
  return message.vectors;
}

function findLibrary(): string {
  try {
    return createRequire(import.meta.url).resolve(LIBRARY);
  } catch (error) {
    throw new KbError(
      {
        code: 'model/no-encoder-library',
        severity: 'error',
        message: `\`model.encoder\` is set, but ${LIBRARY}, which runs encoders, is not installed`,
        hint: `npm install ${LIBRARY}, or take \`encoder\` out of kb.yaml`,
      },
      { cause: error },
    );
  }
}

function failed(message: string, cause?: unknown): KbError {
  return new KbError(
    {
      code: 'model/encoder',
      severity: 'error',
      message,
      hint: 'it takes a feature-extraction model as Hugging Face lays it out: config.json, tokenizer.json, tokenizer_config.json, onnx/model.onnx',
    },
    { cause },
  );
}
