import { z } from 'zod';
import { isUnspacedCode } from '../../../text/index.js';
import { OUT_OF_SCOPE, placeOf } from '../../../workspace/index.js';
import { intentExample } from '../../examples.js';
import { placeOfUtterance } from '../../places.js';
import type { Rule } from '../../rule.js';
import type { IndexedUtterance } from '../../utterances.js';

const options = z.strictObject({
  share: z.number().min(0).max(1).default(0.6).describe('Share of the utterances that may begin alike.'),
  min: z.number().int().positive().default(8).describe('Utterances in a language from which on it counts.'),
});

export const allAlike: Rule = {
  meta: {
    id: 'utt/all-alike',
    summary:
      'Most utterances of an intent begin with the same words, as from a template: the classifier learns the template.',
    severity: 'warning',
    fixable: 'no',
    example: {
      fails: {
        'intents/refund.amount.md': intentExample(
          'refund.amount',
          'shoes boots socks hats caps gloves belts bags'
            .split(' ')
            .map((thing) => `I want to know the refund for ${thing}`),
        ),
      },
      passes: {
        'intents/refund.amount.md': intentExample('refund.amount', ['how much do I get back', 'what sum is it']),
      },
    },
  },
  options,
  *checkIntent({ file, isHeldout, utterances }, { optionsOf }) {
    const { share, min } = optionsOf(options);
    if (file.intent === OUT_OF_SCOPE || isHeldout) return;
    const byLanguage = new Map<string, IndexedUtterance[]>();
    for (const one of utterances) {
      const list = byLanguage.get(one.language);
      if (list) list.push(one);
      else byLanguage.set(one.language, [one]);
    }
    for (const [language, texts] of byLanguage) {
      if (texts.length < min) continue;
      const counts = new Map<string, number>();
      for (const text of texts) {
        const opening = openingOf(text);
        if (opening !== undefined) counts.set(opening, (counts.get(opening) ?? 0) + 1);
      }
      const [most] = [...counts].toSorted((a, b) => b[1] - a[1]);
      if (!most || most[1] <= texts.length * share) continue;
      const first = file.utterances.find((one) => one.language === language);
      yield {
        message: `${most[1]} of ${texts.length} utterances (${language}) begin with "${most[0]}"`,
        hint: 'add what customers really write; leave out what a template made',
        ...placeOf(file.yaml, ['intent']),
        ...(first && { related: [{ message: `the utterances in ${language}`, ...placeOfUtterance(file, first) }] }),
      };
    }
  },
};

/** The first three words, or four characters where words are not told apart by blanks; of a longer text only. */
function openingOf({ folded, words }: IndexedUtterance): string | undefined {
  if (isUnspacedCode(folded.charCodeAt(0))) return folded.length > 6 ? folded.slice(0, 4) : undefined;
  return words.length > 4 ? words.slice(0, 3).join(' ') : undefined;
}
