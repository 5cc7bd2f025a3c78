import { placeOf } from '../../../workspace/index.js';
import type { Rule } from '../../rule.js';

export const staleReview: Rule = {
  meta: {
    id: 'kb/stale-review',
    summary: "An article's review date has passed, so nobody vouches for what it says.",
    severity: 'warning',
    fixable: 'no',
    example: {
      fails: {
        'articles/refunds.md':
          '---\ntitle: Refunds\nintents: [refund.status]\nowner: payments\nreview_by: 2020-01-31\n---\nFive days.\n',
      },
      passes: {
        'articles/refunds.md':
          '---\ntitle: Refunds\nintents: [refund.status]\nowner: payments\nreview_by: 2999-01-31\n---\nFive days.\n',
      },
    },
  },
  *check({ workspace, today }) {
    for (const article of workspace.articles) {
      if (article.review_by !== undefined && article.review_by < today) {
        yield {
          message: `the review was due on ${article.review_by}`,
          hint: 'read it again, mend it, and set a new date',
          ...placeOf(article.yaml, ['review_by']),
        };
      }
    }
  },
};
