import { z } from 'zod';
import { placeOf } from '../../../workspace/index.js';
import { articleExample } from '../../examples.js';
import type { Rule } from '../../rule.js';

const options = z.strictObject({
  languages: z.array(z.string()).default([]).describe('Languages that every article must have.'),
  nearly_all: z
    .number()
    .min(0)
    .max(1)
    .default(0.9)
    .describe('A language that this share of articles has (of at least ten) is meant for all.'),
});

export const translationMissing: Rule = {
  meta: {
    id: 'kb/translation-missing',
    summary: 'An article lacks a language that kb.yaml asks for, or that nearly all other articles have.',
    severity: 'warning',
    fixable: 'no',
    example: {
      fails: { 'kb.yaml': 'languages: [en, zh]\nlint: { rules: { kb/translation-missing: [warning, { languages: [zh] }] } }\n' },
      passes: {
        'kb.yaml': 'languages: [en, zh]\nlint: { rules: { kb/translation-missing: [warning, { languages: [zh] }] } }\n',
        'articles/refunds.zh.md': articleExample('五天内到账。'),
      },
    },
  },
  options,
  *check({ workspace, index, optionsOf }) {
    const { languages, nearly_all: nearlyAll } = optionsOf(options);
    const all = [...index.articlesById.values()];
    for (const language of workspace.settings.languages) {
      const has = all.filter((translations) => translations.some((article) => article.language === language)).length;
      const isExpected = languages.includes(language) || (all.length >= 10 && has / all.length >= nearlyAll);
      if (!isExpected) continue;
      for (const translations of all) {
        const [article] = translations;
        if (!article || translations.some((one) => one.language === language)) continue;
        yield {
          message: `there is no translation into ${language}`,
          hint: `it would stand in articles/${article.id}${language === workspace.settings.languages[0] ? '' : `.${language}`}.md`,
          ...placeOf(article.yaml, ['title']),
        };
      }
    }
  },
};
