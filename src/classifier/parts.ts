import { bareClause, clauseBounds, MAX_MESSAGE_LENGTH } from '../text/index.js';
import type { Model, Recognition } from './types.js';

/** One request in a message. */
export interface Part {
  /** As it stands in the message, without the word that joins it to the one before. */
  readonly text: string;
  readonly intent: string;
  readonly confidence: number;
}

/** A side less sure than this asks for nothing clear, whatever the model's threshold. */
const LEAST_CONFIDENCE = 0.4;

/**
 * Takes a message with several requests apart.
 *
 * It is cut in two only where both sides are recognised, as different intents, and together are surer than the whole is:
 * the geometric mean of their confidences is above its. "A black and white blanket" stays in one piece, since "white
 * blanket" asks for nothing by itself. The sides are then cut in the same way; of several cuts, the surest is made.
 *
 * Asking each side, rather than their mean, to be surer than the whole finds 60 % instead of 72 % of two requests that
 * are recognised alone, with as many single ones cut (banking77: 75 instead of 82 %, 0.4 % cut).
 *
 * @param languages - those the message may be in; they tell the joining words.
 * @returns the parts in their order: the message itself when it is one request, nothing when it is not recognised.
 */
export function findParts(model: Model, message: string, languages: readonly string[]): readonly Part[] {
  const text = message.slice(0, MAX_MESSAGE_LENGTH); // the rest is not read
  const bounds = clauseBounds(text, languages);
  const spans: { readonly from: number; readonly to: number; readonly text: string }[] = [];
  for (let from = 0; from + 1 < bounds.length; from += 1) {
    for (let to = from + 1; to < bounds.length; to += 1) {
      const isWhole = from === 0 && to === bounds.length - 1;
      const written = text.slice(bounds[from], bounds[to]);
      spans.push({ from, to, text: isWhole ? text : bareClause(written, languages) });
    }
  }
  const recognitions = model.recogniseAll(spans.map((span) => span.text));
  const bySpan = new Map(
    spans.map((span, i) => [`${span.from} ${span.to}`, { text: span.text, ...(recognitions[i] as Recognition) }]),
  );
  type Read = Recognition & { readonly text: string };
  const read = (from: number, to: number): Read => bySpan.get(`${from} ${to}`) as Read;

  const split = (from: number, to: number): readonly Part[] => {
    const whole = read(from, to);
    let best: { readonly at: number; readonly confidence: number } | undefined;
    for (let at = from + 1; at < to; at += 1) {
      const [left, right] = [read(from, at), read(at, to)];
      const confidence = Math.sqrt(left.confidence * right.confidence);
      const isTwo =
        left.intent !== null &&
        right.intent !== null &&
        left.intent !== right.intent &&
        Math.min(left.confidence, right.confidence) >= LEAST_CONFIDENCE;
      if (isTwo && confidence > Math.max(whole.confidence, best?.confidence ?? 0)) best = { at, confidence };
    }
    if (best) return [...split(from, best.at), ...split(best.at, to)];
    const { intent, confidence } = whole;
    return intent === null ? [] : [{ text: whole.text, intent, confidence }];
  };
  return split(0, bounds.length - 1);
}
