import { intentExample } from '../../examples.js';
import { placeOfUtterance, removeLine } from '../../places.js';
import type { Rule } from '../../rule.js';

export const nearDuplicate: Rule = {
  meta: {
    id: 'utt/near-duplicate',
    summary:
      'Two utterances of an intent differ by a filler word, a word form or a typing slip: the second teaches next to nothing.',
    severity: 'info',
    fixable: 'suggestion',
    example: {
      fails: {
        'intents/refund.amount.md': intentExample('refund.amount', [
          'how much do I get back',
          'How much do I get back please?',
        ]),
      },
      passes: {
        'intents/refund.amount.md': intentExample('refund.amount', ['how much do I get back', 'how much do I lose']),
      },
    },
  },
  reads: 'utterances',
  *check({ index }) {
    for (const { earlier, later, difference } of index.nearPairs) {
      if (earlier.file !== later.file) continue;
      yield {
        message: `"${later.utterance.text}" differs from line ${earlier.utterance.line} only by ${difference}`,
        hint: 'keep one, or write how another customer would say it',
        ...placeOfUtterance(later.file, later.utterance),
        related: [{ message: earlier.utterance.text, ...placeOfUtterance(earlier.file, earlier.utterance) }],
        suggestion: removeLine(later.file, later.utterance.line),
      };
    }
  },
};
