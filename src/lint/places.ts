import type { Place } from '../problem.js';
import type { IntentFile, Utterance } from '../workspace/index.js';

/** Where an utterance's text begins. */
export function placeOfUtterance(file: IntentFile, { line, column }: Utterance): Place {
  return { file: file.path, line, column };
}
