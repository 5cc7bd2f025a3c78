import { articleExample } from '../../examples.js';
import type { Rule } from '../../rule.js';

export const missingAltText: Rule = {
  meta: {
    id: 'kb/missing-alt-text',
    summary: 'An image without a text: readers by ear, and channels without images, get nothing.',
    severity: 'warning',
    fixable: 'no',
    example: {
      fails: { 'articles/refunds.md': articleExample('It looks so: ![](form.png)') },
      passes: { 'articles/refunds.md': articleExample('It looks so: ![the refund form](form.png)') },
    },
  },
  *checkArticle(text) {
    for (const { kind, text: label, target, start } of text.markdown.links) {
      if (kind === 'image' && label.trim() === '') {
        yield { message: `the image ${target} has no text`, hint: 'say in the brackets what it shows: ![text](file)', ...text.at(start) };
      }
    }
  },
};
