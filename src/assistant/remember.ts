import type { Model, Recognition } from '../classifier/index.js';
import type { Recogniser } from './recognise.js';

/** Longer texts are not said twice. */
const LONGEST = 500;

/**
 * The same function, which remembers what it was asked last: customers say the same things. Memory is bounded: what was not
 * asked for in the last `most` texts is forgotten.
 *
 * @param work - depends on nothing but the text.
 */
export function remember<Result extends object>(work: (text: string) => Result, most = 8192): (text: string) => Result {
  let recent = new Map<string, Result>();
  let before = new Map<string, Result>();
  return (text) => {
    const known = recent.get(text);
    if (known) return known;
    const result = before.get(text) ?? work(text);
    if (text.length > LONGEST) return result;
    if (recent.size >= most) {
      before = recent;
      recent = new Map();
    }
    recent.set(text, result);
    return result;
  };
}

/**
 * A recogniser for many conversations at the same time: what they ask in one turn of the event loop goes through the model
 * together, which takes a third of the time, and is remembered. The answers are those of `model.recognise`.
 */
export function batchRecogniser(model: Pick<Model, 'recogniseAll'>): Recogniser {
  let waiting: Waiting[] = [];
  const flush = (): void => {
    const batch = waiting;
    waiting = [];
    try {
      const recognitions = model.recogniseAll(batch.map(({ text }) => text));
      for (const [index, { resolve }] of batch.entries()) resolve(recognitions[index] as Recognition);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };
  return remember(
    (text) =>
      new Promise<Recognition>((resolve, reject) => {
        if (waiting.push({ text, resolve, reject }) === 1) setImmediate(flush);
      }),
  );
}

interface Waiting {
  readonly text: string;
  readonly resolve: (recognition: Recognition) => void;
  readonly reject: (error: unknown) => void;
}
