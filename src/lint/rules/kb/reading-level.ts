import { z } from 'zod';
import { articleExample } from '../../examples.js';
import type { Rule } from '../../rule.js';
import { isUnspacedCode } from '../../words.js';

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
    let next = 0;
    for (const block of blocks) {
      while (next < words.count && (words.starts[next] as number) < block.start) next += 1;
      if (block.kind === 'row' || block.kind === 'heading') continue;
      // Most blocks are shorter than the limit as a whole.
      const beyond = next + Math.min(limits.words, limits.characters);
      if (beyond >= words.count || (words.starts[beyond] as number) >= block.end) continue;
      for (let from = next; from < words.count && (words.starts[from] as number) < block.end; ) {
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
