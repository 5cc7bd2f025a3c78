import type { Perturbation } from './perturbation.js';

/** All small, all capitals, or A Capital For Each Word. */
export const casing: Perturbation = {
  name: 'casing',
  apply(text, _, random) {
    const ways = [
      text.toLowerCase(),
      text.toUpperCase(),
      text.replace(/(?<!\p{L})\p{Ll}/gu, (letter) => letter.toUpperCase()),
    ].filter((way) => way !== text);
    return random.pick(ways) ?? text;
  },
};
