import { nearestName, placeOf } from '../../../workspace/index.js';
import type { Finding, Rule } from '../../rule.js';

export const unknownArticle: Rule = {
  meta: {
    id: 'map/unknown-article',
    summary: 'An intent or a scenario names an article that does not exist, so there is nothing to answer with.',
    severity: 'error',
    fixable: 'no',
    example: {
      fails: {
        'intents/refund.status.md':
          '---\nintent: refund.status\ntier: simple\narticle: refund\n---\n## en\n- where is my money\n',
      },
      passes: {},
    },
  },
  *check({ workspace }) {
    const known = new Set([...workspace.articles.map(({ id }) => id), ...workspace.unreadable]);
    const unknown = (article: string): Pick<Finding, 'message' | 'hint'> => {
      const nearest = nearestName(article, known);
      return {
        message: `there is no article "${article}"`,
        hint: nearest === undefined ? `it would stand in articles/${article}.md` : `did you mean "${nearest}"?`,
      };
    };
    for (const { article, yaml } of workspace.intents) {
      if (article !== undefined && !known.has(article)) yield { ...unknown(article), ...placeOf(yaml, ['article']) };
    }
    for (const { turns, yaml } of workspace.scenarios) {
      for (const [index, { expect }] of turns.entries()) {
        if (expect.article !== undefined && !known.has(expect.article)) {
          yield { ...unknown(expect.article), ...placeOf(yaml, ['turns', index, 'expect', 'article']) };
        }
      }
    }
  },
};
