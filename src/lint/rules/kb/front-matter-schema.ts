import type { Rule } from '../../rule.js';

export const frontMatterSchema: Rule = {
  meta: {
    id: 'kb/front-matter-schema',
    summary: 'A field is missing or has the wrong type; the file cannot be understood without it.',
    severity: 'error',
    fixable: 'no',
    example: {
      fails: { 'articles/refunds.md': '---\nintents: [refund.status]\n---\nMoney is back within five days.\n' },
      passes: {
        'articles/refunds.md':
          '---\ntitle: Refunds\nintents: [refund.status]\nowner: payments\n---\nMoney is back within five days.\n',
      },
    },
  },
};
