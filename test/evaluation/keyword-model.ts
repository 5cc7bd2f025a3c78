import type { Model, Recognition } from '../../src/classifier/index.js';
import { normalise } from '../../src/text/index.js';

/**
 * A model that anybody can follow: each intent has its words, each of them gives a point; the confidence is 0.9 for two
 * points or more, 0.6 for one, and less where another intent has points, too.
 */
export function keywordModel(words: Readonly<Record<string, readonly string[]>>): Model {
  const intents = Object.keys(words).toSorted();
  const recognise = (text: string): Recognition => {
    const plain = normalise(text);
    const points = intents.map((intent) => (words[intent] ?? []).filter((word) => plain.includes(word)).length);
    const total = points.reduce((sum, one) => sum + one, 0);
    if (total === 0) return { intent: null, confidence: 0, alternatives: [] };
    const alternatives = intents
      .map((intent, i) => ({ intent, confidence: (points[i] ?? 0) / total }))
      .toSorted((a, b) => b.confidence - a.confidence);
    const most = Math.max(...points);
    const confidence = (most > 1 ? 0.9 : 0.6) * (most / total);
    return { intent: confidence >= 0.5 ? (alternatives[0]?.intent ?? null) : null, confidence, alternatives };
  };
  return {
    intents,
    thresholds: { recognised: 0.5, answer: 0.8 },
    trainedOn: { fingerprint: '', utterances: 0, outOfScope: 0, languages: ['en'], outOfScopeFrom: 'none' },
    recognise,
    recogniseAll: (texts) => texts.map(recognise),
  };
}
