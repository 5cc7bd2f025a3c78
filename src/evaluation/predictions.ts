import { z } from 'zod';
import type { Example } from '../classifier/index.js';
import type { Problem } from '../problem.js';
import { foldWhitespace } from '../text/index.js';
import type { EvaluatedUtterance } from './evaluate.js';

const share = z.number().min(0).max(1);

/** A line of another system's predictions. Names that other tools write are read, too. */
const predictionSchema = z
  .object({
    text: z.string().optional(),
    utterance: z.string().optional(),
    intent: z.string().nullish(),
    predicted: z.string().nullish(),
    confidence: share.nullish(),
    score: share.nullish(),
    language: z.string().optional(),
    lang: z.string().optional(),
    segment: z.string().optional(),
    alternatives: z.array(z.object({ intent: z.string(), confidence: share })).optional(),
  })
  .refine(({ text, utterance }) => text !== undefined || utterance !== undefined, { error: '"text" is missing' })
  .refine(({ intent, predicted }) => intent !== undefined || predicted !== undefined, { error: '"intent" is missing' });

/** What another system predicted of a text. */
export interface Prediction {
  readonly text: string;
  readonly language?: string;
  /** `null`: not recognised. */
  readonly intent: string | null;
  /** Of the intent, or of the best one where it is not recognised; `null`: not told. */
  readonly confidence: number | null;
  /** The other intents. */
  readonly alternatives: readonly { readonly intent: string; readonly confidence: number }[];
  readonly segment?: string;
}

/**
 * Reads predictions as JSON Lines: `{"text", "intent", "confidence"?, "language"?}`.
 *
 * @param none - names that stand for "not recognised", beside `null`, the empty name and `out-of-scope`.
 */
export function readPredictions(
  text: string,
  file: string,
  none: readonly string[],
): { readonly predictions: readonly Prediction[]; readonly problems: readonly Problem[] } {
  const noIntent = new Set(['', 'out-of-scope', ...none]);
  const predictions: Prediction[] = [];
  const problems: Problem[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const wrong = (message: string): void => {
      const hint = 'a line is {"text": "…", "intent": "…" or null, "confidence": 0.93}';
      problems.push({ code: 'assess/prediction', severity: 'error', message, hint, file, line: index + 1, column: 1 });
    };
    let data: unknown;
    try {
      data = JSON.parse(line);
    } catch {
      wrong('not JSON');
      continue;
    }
    const read = predictionSchema.safeParse(data);
    if (!read.success) {
      const [issue] = read.error.issues;
      const path = issue?.path.join('.') ?? '';
      wrong(`${path === '' ? '' : `"${path}": `}${issue?.message ?? 'not a prediction'}`);
      continue;
    }
    const row = read.data;
    const named = row.intent ?? row.predicted ?? '';
    const intent = noIntent.has(named) ? null : named;
    const language = row.language ?? row.lang;
    predictions.push({
      text: foldWhitespace(row.text ?? row.utterance ?? ''),
      ...(language !== undefined && { language }),
      intent,
      // Of a name that stands for "not recognised", it is how sure that is: no intent's.
      confidence: intent === null && named !== '' ? null : (row.confidence ?? row.score ?? null),
      alternatives: (row.alternatives ?? []).filter((other) => !noIntent.has(other.intent) && other.intent !== intent),
      ...(row.segment !== undefined && { segment: row.segment }),
    });
  }
  return { predictions, problems };
}

/** Predictions held beside the held-out utterances, and what had none. */
export interface Assessed {
  readonly rows: readonly EvaluatedUtterance[];
  /** Held-out utterances that nothing was predicted of: they count as not recognised. */
  readonly missing: number;
  /** Predictions of texts that are not held out. */
  readonly unknown: number;
  /** Predictions of a text that another one comes after: the last one counts. */
  readonly repeated: number;
  /** Recognised ones that tell no confidence where others do: no threshold applies to them. */
  readonly untold: number;
}

/**
 * Finds the prediction of each held-out utterance by its text, white space folded, and language where predictions name one.
 *
 * @param threshold - below this confidence a prediction counts as not recognised.
 */
export function assessPredictions(
  heldout: readonly Example[],
  predictions: readonly Prediction[],
  threshold: number,
): Assessed {
  const key = (text: string, language: string | undefined): string => `${language ?? ''}\n${text}`;
  const known = new Map(predictions.map((one) => [key(one.text, one.language), one]));
  const used = new Set<Prediction>();
  const tells = predictions.some(({ confidence }) => confidence !== null);
  let missing = 0;
  const rows = heldout.map(({ text, language, intent: expected }): EvaluatedUtterance => {
    const found = known.get(key(text, language)) ?? known.get(key(text, undefined));
    if (found) used.add(found);
    else missing += 1;
    const { intent = null, alternatives = [], segment } = found ?? {};
    const [best = null] = [...(intent === null ? [] : [intent]), ...alternatives.map((other) => other.intent)];
    const told = found?.confidence ?? (intent === null ? (alternatives[0]?.confidence ?? 0) : null);
    const confidence = told ?? 1;
    const others = intent === null ? alternatives.slice(1) : alternatives;
    return {
      text,
      language,
      expected,
      hasConfidence: tells && told !== null,
      ...(segment !== undefined && { segment }),
      recognition: {
        intent: told === null || told >= threshold ? intent : null,
        confidence,
        alternatives: best === null ? [] : [{ intent: best, confidence }, ...others],
      },
    };
  });
  const untold = [...used].filter(({ intent, confidence }) => intent !== null && confidence === null).length;
  return {
    rows,
    missing,
    unknown: known.size - used.size,
    repeated: predictions.length - known.size,
    untold: tells ? untold : 0,
  };
}
