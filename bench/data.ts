import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Example } from '../dist/index.js';

/** Reads `DIR/NAME.jsonl`, for instance `clinc150/train`, as labelled examples. */
export function readSet(data: string, name: string): readonly Example[] {
  return readFileSync(path.join(data, `${name}.jsonl`), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { text, intent, lang } = JSON.parse(line) as { text: string; intent: string | null; lang?: string };
      return { text, intent, language: lang ?? 'en' };
    });
}

/** A seeded generator of numbers in [0, 1): mulberry32, good enough to make test data and the same everywhere. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Gives each word of two or more letters one random edit with a probability of 1/8. */
export function withTypos(text: string, random: () => number): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  return text.replace(/\p{L}{2,}/gu, (word) => {
    if (random() >= 1 / 8) return word;
    const at = Math.floor(random() * word.length);
    const letter = letters[Math.floor(random() * letters.length)] ?? 'e';
    switch (Math.floor(random() * 4)) {
      case 0:
        return word.slice(0, at) + letter + word.slice(at);
      case 1:
        return word.slice(0, at) + word.slice(at + 1);
      case 2:
        return word.slice(0, at) + letter + word.slice(at + 1);
      default: {
        const first = Math.min(at, word.length - 2);
        return word.slice(0, first) + word.charAt(first + 1) + word.charAt(first) + word.slice(first + 2);
      }
    }
  });
}
