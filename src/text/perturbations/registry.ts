import type { Random } from '../random.js';
import { abbreviations } from './abbreviations.js';
import { casing } from './casing.js';
import { emoji } from './emoji.js';
import { filler } from './filler.js';
import { homophones } from './homophones.js';
import { mixedLanguages } from './mixed-languages.js';
import type { Perturbation } from './perturbation.js';
import { politeness } from './politeness.js';
import { punctuation } from './punctuation.js';
import { rephrasing } from './rephrasing.js';
import { traditional } from './traditional.js';
import { twoRequests } from './two-requests.js';
import { typos } from './typos.js';

const all: readonly Perturbation[] = [
  typos,
  casing,
  punctuation,
  abbreviations,
  filler,
  politeness,
  rephrasing,
  twoRequests,
  emoji,
  mixedLanguages,
  homophones,
  traditional,
];
const byName = new Map(all.map((perturbation) => [perturbation.name, perturbation]));

export const perturbationNames: readonly string[] = [...byName.keys()];

/**
 * A text in other words, as a customer might have written it.
 *
 * @throws {RangeError} if there is no perturbation of this name.
 */
export function vary(text: string, name: string, language: string, random: Random): string {
  const perturbation = byName.get(name);
  if (!perturbation) throw new RangeError(`no perturbation is called "${name}"`);
  return perturbation.apply(text, language, random);
}
