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
    const lost = workspace.articles.filter(({ id, intents }) => intents.length === 0 && !reached.has(id));
    // Articles that come from elsewhere come before their intents: that there are none needs to be said once only.
    const [first] = lost;
    if (first && lost.length > 1 && workspace.intents.length === 0) {
      yield {
        message: `no intent leads to this article, nor to ${lost.length - 1} others: there are no intents yet`,
        hint: 'bring utterances in with `kb import`, or make an intent with `kb new intent`',
        ...placeOf(first.yaml, ['title'], 'key'),
      };
      return;
    }
    for (const { yaml } of lost) {
      yield {
        message: 'no intent leads to this article',
        hint: 'list its intents under `intents:`',
        ...placeOf(yaml, ['title'], 'key'),
      };
    }
  },
};
