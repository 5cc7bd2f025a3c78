import { intentExample } from '../../examples.js';
import { isOutOfScope } from '../../utterances.js';
import { placeOfUtterance } from '../../places.js';
import type { Rule } from '../../rule.js';

export const ambiguousPair: Rule = {
  meta: {
    id: 'utt/ambiguous-pair',
    summary: 'Nearly the same sentence stands under two intents: no classifier, and few people, can tell them apart.',
    severity: 'warning',
    fixable: 'no',
    example: {
      fails: { 'intents/refund.amount.md': intentExample('refund.amount', ['hello, where is my money please']) },
      passes: { 'intents/refund.amount.md': intentExample('refund.amount', ['how much money is it']) },
    },
  },
  reads: 'utterances',
  *check({ index }) {
    for (const { earlier, later, difference } of index.nearPairs) {
      const isOne = earlier.file.intent === later.file.intent || isOutOfScope(earlier) !== isOutOfScope(later);
      if (isOne || earlier.isHeldout !== later.isHeldout) continue;
      yield {
        message: `"${later.utterance.text}" differs from one of ${earlier.file.intent} only by ${difference}`,
        hint: 'word it so that the difference shows, or keep it under one intent',
        ...placeOfUtterance(later.file, later.utterance),
        related: [{ message: earlier.utterance.text, ...placeOfUtterance(earlier.file, earlier.utterance) }],
      };
    }
  },
};
