import type { Item } from '../format.js';

const BATCH = 1000;

/** A few at a time, so that no list grows with the log. */
export function* batches(items: Iterable<Item>): Generator<readonly Item[]> {
  let batch: Item[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
