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
  reads: 'utterances',
  *check({ workspace }) {
    for (const { intent, utterances, yaml } of workspace.intents) {
      if (utterances.length === 0) {
        yield {
          message: `${intent} has no utterances`,
          hint: 'write some as list items under a heading such as "## en"',
          ...placeOf(yaml, ['intent']),
        };
      }
    }
  },
};
