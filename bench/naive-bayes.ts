import type { Example } from '../dist/index.js';

/** What was made of a text. */
export interface Guess {
  readonly best: string;
  readonly confidence: number;
}

/**
 * Multinomial naive Bayes over words and their pairs: it learns in milliseconds, so that hundreds of models can be
 * trained. The posterior is tempered to be of use as a confidence.
 */
export function naiveBayes(examples: readonly Example[]): (text: string) => Guess {
  const intents = [...new Set(examples.flatMap(({ intent }) => intent ?? []))].toSorted();
  const place = new Map(intents.map((intent, k) => [intent, k]));
  const counts = new Map<string, Map<number, number>>();
  const mass = new Float64Array(intents.length);
  const priors = new Float64Array(intents.length);
  for (const { text, intent } of examples) {
    const k = intent === null ? undefined : place.get(intent);
    if (k === undefined) continue;
    priors[k]! += 1;
    for (const feature of featuresOf(text)) {
      const by = counts.get(feature) ?? new Map<number, number>();
      counts.set(feature, by.set(k, (by.get(k) ?? 0) + 1));
      mass[k]! += 1;
    }
  }
  const smoothing = 0.05;
  const base = mass.map((one) => Math.log(smoothing / (one + smoothing * counts.size)));
  const logs = new Map(
    [...counts].map(([feature, by]) => [
      feature,
      {
        classes: Int32Array.from(by.keys()),
        logs: Float64Array.from(by.values(), (count) => Math.log((count + smoothing) / smoothing)),
      },
    ]),
  );
  return (text) => {
    const features = featuresOf(text).filter((feature) => counts.has(feature));
    const scores = Array.from(priors, (prior, k) => Math.log(prior + 1) + features.length * (base[k] as number));
    for (const feature of features) {
      const { classes, logs: added } = logs.get(feature) ?? { classes: new Int32Array(), logs: new Float64Array() };
      for (let i = 0; i < classes.length; i += 1) scores[classes[i] as number]! += added[i] as number;
    }
    const most = scores.reduce((a, b) => Math.max(a, b), -Infinity);
    const sum = scores.reduce((total, score) => total + Math.exp((score - most) / 4), 0);
    return { best: intents[scores.indexOf(most)] ?? '', confidence: 1 / sum };
  };
}

function featuresOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...words, ...words.slice(1).map((word, i) => `${words[i] ?? ''} ${word}`)];
}
