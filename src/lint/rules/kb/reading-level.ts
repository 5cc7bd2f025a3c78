import { z } from 'zod';
import { articleExample } from '../../examples.js';
import type { Rule } from '../../rule.js';
import { isUnspacedCode } from '../../../text/index.js';

const options = z.strictObject({
  words: z.number().int().min(10).default(45).describe('Words of a sentence, at most.'),
  characters: z.number().int().min(20).default(120).describe('Characters of a Chinese or Japanese sentence, at most.'),
});

export const readingLevel: Rule = {
  meta: {
    id: 'kb/reading-level',
    summary: 'A sentence is so long that customers lose it half-way, most of all those who read in a second language.',
    severity: 'info',
    fixable: 'no',
    example: {
      fails: { 'articles/refunds.md': articleExample(`The money comes ${'and goes and comes '.repeat(20)}back.`) },
      passes: { 'articles/refunds.md': articleExample('The money comes back. '.repeat(20)) },
    },
  },
  options,
  *checkArticle(text, { optionsOf }) {
    const limits = optionsOf(options);
    const { prose, blocks } = text.markdown;
    const { words } = text;
    const { first } = text.blockWords;
    for (const [at, block] of blocks.entries()) {
      const begin = first[at] as number;
      const beyond = first[at + 1] as number;
      // Most blocks are shorter than the limit as a whole.
      if (block.kind === 'row' || block.kind === 'heading' || beyond - begin <= Math.min(limits.words, limits.characters))
        continue;
      for (let from = begin; from < beyond; ) {
        const { start, end } = text.sentenceAt(words.starts[from] as number);
        let to = from + 1;
        let unspaced = 0;
        while (to < words.count && (words.starts[to] as number) < end) {
          if (isUnspacedCode(prose.charCodeAt(words.starts[to] as number))) unspaced += 1;
          to += 1;
        }
        const isUnspaced = unspaced * 2 > to - from;
        const limit = isUnspaced ? limits.characters : limits.words;
        if (to - from > limit) {
          yield {
            message: `a sentence of ${to - from} ${isUnspaced ? 'characters' : 'words'}; at most ${limit} are read easily`,
            hint: 'make two of it',
            ...text.at(Math.max(start, words.starts[from] as number)),
          };
        }
        from = to;
      }
    }
  },
};
