import type { Perturbation } from './perturbation.js';

/** Without punctuation, as on a phone; signs inside numbers and addresses stay. */
export const punctuation: Perturbation = {
  name: 'punctuation',
  apply: (text) =>
    text
      .replace(/[.,;:!?"“”‘()…，。！？；：、]+(?=\s|$|\p{Script=Han})/gu, (signs, offset: number) =>
        /\p{Script=Han}/u.test(text[offset - 1] ?? '') && offset + signs.length < text.length ? ' ' : '',
      )
      .replace(/(?<=\p{L})['’](?=\p{L})/gu, '')
      .replace(/\s{2,}/g, ' ')
      .trim(),
};
