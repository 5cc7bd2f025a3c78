import { z } from 'zod';
import { articleExample } from '../../examples.js';
import { placeOfFact } from '../../facts.js';
import type { Rule } from '../../rule.js';

const options = z.strictObject({
  max_kilobytes: z.number().positive().default(2048).describe('The size of an image, at most.'),
});

export const imageMissing: Rule = {
  meta: {
    id: 'kb/image-missing',
    summary: 'The file of an image is not there, or is too large to be loaded on a phone.',
    severity: 'error',
    fixable: 'no',
    example: {
      fails: { 'articles/refunds.md': articleExample('![the form](from.png)'), 'articles/form.png': 'png' },
      passes: { 'articles/refunds.md': articleExample('![the form](form.png)'), 'articles/form.png': 'png' },
    },
  },
  options,
  *check({ index, fileSize, optionsOf }) {
    const most = optionsOf(options).max_kilobytes;
    for (const { article, facts } of index.articles) {
      for (const link of facts.links) {
        const { to: path } = link;
        if (link.kind !== 'image' || path === undefined) continue;
        const size = fileSize(path);
        const at = placeOfFact(article.path, link);
        if (size === undefined) yield { message: `there is no image ${path}`, hint: 'add the file, or take the image out', ...at };
        else if (size > most * 1024) {
          yield { message: `${path} has ${Math.ceil(size / 1024)} kB; at most ${most}`, hint: 'make it smaller', ...at };
        }
      }
    }
  },
};
