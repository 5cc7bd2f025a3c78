import { OUT_OF_SCOPE, placeOf } from '../../../workspace/index.js';
import type { Rule } from '../../rule.js';

export const tierMissing: Rule = {
  meta: {
    id: 'map/tier-missing',
    summary: 'An intent without a tier: nobody has decided whether the machine may answer it.',
    severity: 'error',
    fixable: 'no',
    example: {
      fails: { 'intents/refund.amount.md': '---\nintent: refund.amount\n---\n## en\n- how much do I get back\n' },
      passes: {
        'intents/refund.amount.md': '---\nintent: refund.amount\ntier: complex\n---\n## en\n- how much do I get back\n',
      },
    },
  },
  *check({ workspace }) {
    for (const { intent, tier, yaml } of workspace.intents) {
      if (tier === undefined && intent !== OUT_OF_SCOPE) {
        yield {
          message: `${intent} has no tier`,
          hint: 'add `tier: simple`, `medium` or `complex`',
          ...placeOf(yaml, ['intent'], 'key'),
        };
      }
    }
  },
};
