import { placeOf } from '../../../workspace/index.js';
import type { Rule } from '../../rule.js';

export const missingOwner: Rule = {
  meta: {
    id: 'kb/missing-owner',
    summary: 'An article has no owner, so nobody is asked when it is wrong.',
    severity: 'warning',
    fixable: 'no',
    example: {
      fails: { 'articles/refunds.md': '---\ntitle: Refunds\nintents: [refund.status]\n---\nFive days.\n' },
      passes: {
        'articles/refunds.md': '---\ntitle: Refunds\nintents: [refund.status]\nowner: payments\n---\nFive days.\n',
      },
    },
  },
  *checkArticle({ article }) {
    if (article.owner === undefined)
      yield { message: 'no owner', hint: 'add `owner:` with a team', ...placeOf(article.yaml, ['title'], 'key') };
  },
};
