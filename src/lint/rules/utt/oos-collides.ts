import { OUT_OF_SCOPE } from '../../../workspace/index.js';
import { intentExample } from '../../examples.js';
import { isOutOfScope } from '../../utterances.js';
import { placeOfUtterance } from '../../places.js';
import type { Rule } from '../../rule.js';

export const oosCollides: Rule = {
  meta: {
    id: 'utt/oos-collides',
    summary:
      'An out-of-scope utterance is nearly the same as one of an intent: the service learns to refuse what it should answer.',
    severity: 'warning',
    fixable: 'no',
    example: {
      fails: { 'intents/out-of-scope.md': intentExample(OUT_OF_SCOPE, ['hey, where is my money']) },
      passes: { 'intents/out-of-scope.md': intentExample(OUT_OF_SCOPE, ['where is Mongolia']) },
    },
  },
  reads: 'utterances',
  *check({ index }) {
    for (const { earlier, later, difference } of index.nearPairs) {
      if (isOutOfScope(earlier) === isOutOfScope(later)) continue;
      const [outside, inside] = isOutOfScope(earlier) ? [earlier, later] : [later, earlier];
      yield {
        message: `"${outside.utterance.text}" is out of scope, but differs from one of ${inside.file.intent} only by ${difference}`,
        hint: 'decide which of the two it is',
        ...placeOfUtterance(outside.file, outside.utterance),
        related: [{ message: inside.utterance.text, ...placeOfUtterance(inside.file, inside.utterance) }],
      };
    }
  },
};
