import { articleExample } from '../../examples.js';
import { placeOfFact } from '../../facts.js';
import type { Rule } from '../../rule.js';

export const deadExternalLink: Rule = {
  meta: {
    id: 'kb/dead-external-link',
    summary: 'An address outside the workspace does not answer or says that the page is gone (asked with --online only, and kept).',
    severity: 'warning',
    fixable: 'no',
    needs: 'network',
    example: {
      fails: { 'articles/refunds.md': articleExample('See [the bank](https://gone.example/).') },
      passes: { 'articles/refunds.md': articleExample('See [the bank](https://here.example/).') },
    },
  },
  *check({ index, brokenLinks }) {
    for (const { article, facts } of index.articles) {
      for (const link of facts.links) {
        const wrong = brokenLinks?.get(link.target);
        if (wrong !== undefined) {
          yield { message: `${link.target}: ${wrong}`, hint: 'link to where it stands now, or take the link out', ...placeOfFact(article.path, link) };
        }
      }
    }
  },
};
