import { articleExample } from '../../examples.js';
import { placeOfFact } from '../../facts.js';
import type { Rule } from '../../rule.js';

export const expired: Rule = {
  meta: {
    id: 'kb/expired',
    summary: 'A day until which something holds (an offer, a price list, holiday hours) has passed: the answer is no longer true.',
    severity: 'error',
    fixable: 'no',
    example: {
      fails: { 'articles/refunds.md': articleExample('Refunds are doubled until 31 January 2020.') },
      passes: { 'articles/refunds.md': articleExample('Refunds are doubled until 31 January 2999.') },
    },
  },
  *check({ index, today }) {
    for (const { article, facts } of index.articles) {
      for (const deadline of facts.deadlines) {
        if (deadline.day < today) {
          yield {
            message: `"${deadline.raw}": that day has passed`,
            hint: 'bring the text up to date, or take it out',
            ...placeOfFact(article.path, deadline),
          };
        }
      }
    }
  },
};
