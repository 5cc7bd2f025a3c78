import type { Rule } from '../../rule.js';

export const unknownField: Rule = {
  meta: {
    id: 'kb/unknown-field',
    summary: 'A key is misspelt or belongs elsewhere; what stands under it would be ignored.',
    severity: 'error',
    fixable: 'no',
    example: {
      fails: {
        'articles/refunds.md':
          '---\ntitle: Refunds\nintent: [refund.status]\nowner: payments\n---\nMoney is back within five days.\n',
      },
      passes: {
        'articles/refunds.md':
          '---\ntitle: Refunds\nintents: [refund.status]\nowner: payments\n---\nMoney is back within five days.\n',
      },
    },
  },
};
