import { placeOf } from '../../../workspace/index.js';
import type { Rule } from '../../rule.js';

export const emptyIntent: Rule = {
  meta: {
    id: 'utt/empty-intent',
    summary: 'An intent without a single utterance can never be recognised.',
    severity: 'error',
    fixable: 'no',
    example: {
      fails: { 'intents/refund.amount.md': '---\nintent: refund.amount\ntier: complex\n---\n## en\n' },
      passes: {
        'intents/refund.amount.md': '---\nintent: refund.amount\ntier: complex\n---\n## en\n- how much do I get back\n',
      },
    },
  },
  *checkIntent({ file, isHeldout, utterances }) {
    if (isHeldout || utterances.length > 0) return;
    yield {
      message: `${file.intent} has no utterances`,
      hint: 'write some as list items under a heading such as "## en"',
      ...placeOf(file.yaml, ['intent']),
    };
  },
};
