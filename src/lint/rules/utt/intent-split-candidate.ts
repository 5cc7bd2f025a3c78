import { z } from 'zod';
import { OUT_OF_SCOPE, placeOf } from '../../../workspace/index.js';
import { intentExample } from '../../examples.js';
import { twoGroups } from '../../groups.js';
import { placeOfUtterance } from '../../places.js';
import type { Rule } from '../../rule.js';

const options = z.strictObject({
  min: z.number().int().min(4).default(16).describe('Utterances in a language from which on it counts.'),
  smaller: z.number().min(0).max(0.5).default(0.3).describe('Share that the smaller group must have.'),
});

const TWO = [
  ...'card,credit card,debit card,gold card,card number,my card,new card,old card'
    .split(',')
    .map((thing) => `block ${thing} stolen wallet`),
  ...'tent,big tent,small tent,green tent,family tent,tent poles,tent pegs,tent bag'
    .split(',')
    .map((thing) => `pitch ${thing} garden rain`),
];

export const intentSplitCandidate: Rule = {
  meta: {
    id: 'utt/intent-split-candidate',
    summary:
      'The utterances of an intent fall into two groups that share no words: these may be two questions with two answers.',
    severity: 'info',
    fixable: 'no',
    needs: 'model',
    example: {
      fails: { 'intents/refund.amount.md': intentExample('refund.amount', TWO) },
      passes: { 'intents/refund.amount.md': intentExample('refund.amount', TWO.slice(0, 8)) },
    },
  },
  options,
  *check({ index, optionsOf }) {
    const { min, smaller } = optionsOf(options);
    for (const { file, utterances } of index.utterances) {
      if (file.intent === OUT_OF_SCOPE || file.path.startsWith('heldout/')) continue;
      for (const language of new Set(utterances.map((one) => one.language))) {
        const own = utterances.filter((one) => one.language === language);
        if (own.length < min) continue;
        const split = twoGroups(own.map(({ folded }) => folded));
        if (!split || split.length < own.length * smaller || split.length > own.length * (1 - smaller)) continue;
        const [example] = split.map((at) => own[at]);
        yield {
          message: `${split.length} of the ${own.length} utterances (${language}) of ${file.intent} share no word with the others`,
          hint: 'if they ask for two things, make two intents of them',
          ...placeOf(file.yaml, ['intent']),
          ...(example && {
            related: [{ message: `such as "${example.utterance.text}"`, ...placeOfUtterance(file, example.utterance) }],
          }),
        };
      }
    }
  },
};
