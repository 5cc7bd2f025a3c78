import { placeOf } from '../../../workspace/index.js';
import type { Rule } from '../../rule.js';

export const articleWithoutIntent: Rule = {
  meta: {
    id: 'map/article-without-intent',
    summary: 'No intent leads to an article, so no customer ever reads it.',
    severity: 'warning',
    fixable: 'no',
    example: {
      fails: { 'articles/history.md': '---\ntitle: Our history\nowner: press\n---\nFounded in 2014.\n' },
      passes: {},
    },
  },
  *check({ workspace }) {
    const reached = new Set(workspace.intents.flatMap(({ article }) => (article === undefined ? [] : [article])));
    for (const { id, intents, yaml } of workspace.articles) {
      if (intents.length === 0 && !reached.has(id)) {
        yield {
          message: 'no intent leads to this article',
          hint: 'list its intents under `intents:`',
          ...placeOf(yaml, ['title'], 'key'),
        };
      }
    }
  },
};
