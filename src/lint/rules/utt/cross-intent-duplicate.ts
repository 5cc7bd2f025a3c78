import { intentExample } from '../../examples.js';
import type { IndexedUtterance } from '../../utterances.js';
import { placeOfUtterance, removeLine } from '../../places.js';
import type { Rule } from '../../rule.js';

export const crossIntentDuplicate: Rule = {
  meta: {
    id: 'utt/cross-intent-duplicate',
    summary: 'The same sentence stands under two intents, so that one of them must be recognised wrongly.',
    severity: 'error',
    fixable: 'suggestion',
    example: {
      fails: {
        'intents/refund.amount.md': intentExample('refund.amount', ['Where is my money?', 'how much do I get back']),
      },
      passes: {},
    },
  },
  reads: 'utterances',
  *check({ index }) {
    for (const group of index.repeated) {
      const trained = group.find(({ isHeldout }) => !isHeldout);
      const heldout = group.find(({ isHeldout }) => isHeldout);
      for (const one of group) {
        const earlier = (one.isHeldout ? heldout : trained) as IndexedUtterance;
        if (earlier.file.intent === one.file.intent) continue;
        yield {
          message: `"${one.utterance.text}" also stands under ${earlier.file.intent}`,
          hint: 'keep it where it belongs; if a person cannot tell, the intents may be one',
          ...placeOfUtterance(one.file, one.utterance),
          related: [{ message: `under ${earlier.file.intent}`, ...placeOfUtterance(earlier.file, earlier.utterance) }],
          suggestion: removeLine(one.file, one.utterance.line),
        };
      }
    }
  },
};
