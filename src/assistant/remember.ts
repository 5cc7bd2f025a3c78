import type { Recogniser } from './recognise.js';
import type { Recognition } from '../classifier/index.js';

/**
 * A recogniser that remembers what it was asked: customers say the same things. The oldest texts are forgotten first, so
 * that memory is bounded.
 */
export function rememberRecognitions(recogniser: Recogniser, most = 50_000): Recogniser {
  const known = new Map<string, Recognition | Promise<Recognition>>();
  return (text) => {
    let recognition = known.get(text);
    if (recognition === undefined) {
      recognition = recogniser(text);
      known.set(text, recognition);
      if (known.size > most)
        for (const oldest of known.keys()) {
          known.delete(oldest);
          break;
        }
    }
    return recognition;
  };
}
