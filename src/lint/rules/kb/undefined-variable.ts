import { nearestName } from '../../../workspace/index.js';
import { articleExample } from '../../examples.js';
import type { Rule } from '../../rule.js';

const VARIABLE = /\{\{\s{0,8}([^{}\n]{1,80}?)\s{0,8}\}\}/g;

export const undefinedVariable: Rule = {
  meta: {
    id: 'kb/undefined-variable',
    summary: 'A variable ({{order_number}}) that is not among the facts of kb.yaml: customers would read the braces.',
    severity: 'error',
    fixable: 'suggestion',
    example: {
      fails: {
        'kb.yaml': 'facts: { order_number: { type: string } }\n',
        'articles/refunds.md': articleExample('The refund of order {{ order_no }} is on its way.'),
      },
      passes: {
        'kb.yaml': 'facts: { order_number: { type: string } }\n',
        'articles/refunds.md': articleExample('The refund of order {{ order_number }} is on its way.'),
      },
    },
  },
  *checkArticle(text, { settings }) {
    const { prose } = text.markdown;
    if (!prose.includes('{{', text.article.bodyStart)) return;
    const facts = Object.keys(settings.facts);
    for (const match of prose.matchAll(VARIABLE)) {
      const name = match[1] as string;
      if (facts.includes(name)) continue;
      const nearest = nearestName(name, facts);
      const start = match.index + match[0].indexOf(name);
      yield {
        message: `kb.yaml declares no fact "${name}"`,
        hint: nearest === undefined ? 'declare it under `facts`, or write the text out' : `did you mean "${nearest}"?`,
        ...text.at(match.index),
        ...(nearest !== undefined && { suggestion: text.edit(start, start + name.length, nearest) }),
      };
    }
  },
};
