import { z } from 'zod';
import { tokenise } from '../../../text/index.js';
import { articleExample } from '../../examples.js';
import { placeOfFact } from '../../facts.js';
import type { Rule } from '../../rule.js';
import { dictionary } from '../../spelling.js';

const options = z.strictObject({
  words: z.array(z.string()).default([]).describe('Words of the house that no dictionary has.'),
  accept_from: z.number().int().min(2).default(5).describe('A word in this many articles is one of the house, no slip.'),
});

export const spelling: Rule = {
  meta: {
    id: 'kb/spelling',
    summary: 'A word that no dictionary has, one letter away from one that it has (English articles; names and words of the house are left alone).',
    severity: 'warning',
    fixable: 'suggestion',
    example: {
      fails: { 'articles/refunds.md': articleExample('The money is back when we have recieved the parcel.') },
      passes: { 'articles/refunds.md': articleExample('The money is back when we have received the teacake.') },
    },
  },
  options,
  *check({ workspace, index, optionsOf }) {
    const { words, accept_from: acceptFrom } = optionsOf(options);
    const { settings, intents } = workspace;
    const names = [settings.name, ...settings.segments, ...Object.keys(settings.channels), ...Object.keys(settings.facts)];
    const glossary = new Set([...words, ...names, ...intents.flatMap(({ intent, title = '' }) => [intent, title])].flatMap((name) => tokenise(name.replaceAll('_', ' '))));
    const counts = new Map<string, number>();
    for (const { facts } of index.articles) {
      for (const { word } of facts.unknownWords) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    for (const { article, facts } of index.articles) {
      for (const unknown of facts.unknownWords) {
        const { word, start } = unknown;
        if (glossary.has(word) || (counts.get(word) ?? 0) >= acceptFrom) continue;
        const suggestion = dictionary().suggest(word);
        if (suggestion === undefined) continue;
        yield {
          message: `"${word}" is in no dictionary`,
          hint: `did you mean "${suggestion}"? If it is a word of the house, list it in the rule's \`words\``,
          ...placeOfFact(article.path, unknown),
          suggestion: [{ file: article.path, start, end: start + word.length, text: suggestion }],
        };
      }
    }
  },
};
