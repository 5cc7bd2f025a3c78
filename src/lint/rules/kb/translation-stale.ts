import { placeOf } from '../../../workspace/index.js';
import { articleExample } from '../../examples.js';
import type { Rule } from '../../rule.js';

export const translationStale: Rule = {
  meta: {
    id: 'kb/translation-stale',
    summary: 'The article was updated after its translation: customers of that language read what was true before.',
    severity: 'warning',
    fixable: 'no',
    example: {
      fails: {
        'kb.yaml': 'languages: [en, zh]\n',
        'articles/refunds.md': articleExample('Five days.', 'updated: 2026-05-02'),
        'articles/refunds.zh.md': articleExample('五天内到账。', 'updated: 2026-05-01'),
      },
      passes: {
        'kb.yaml': 'languages: [en, zh]\n',
        'articles/refunds.md': articleExample('Five days.', 'updated: 2026-05-02'),
        'articles/refunds.zh.md': articleExample('五天内到账。', 'updated: 2026-05-02'),
      },
    },
  },
  *check({ workspace: { settings }, index }) {
    for (const translations of index.articlesById.values()) {
      const source = translations.find(({ language }) => language === settings.languages[0]);
      if (source?.updated === undefined) continue;
      for (const { language, updated, yaml } of translations) {
        if (updated === undefined || language === source.language || updated >= source.updated) continue;
        yield {
          message: `updated on ${updated}, but the ${source.language} article on ${source.updated}`,
          hint: 'bring the translation up to date, and set its `updated`',
          ...placeOf(yaml, ['updated']),
          related: [{ message: 'the article that it translates', ...placeOf(source.yaml, ['updated']) }],
        };
      }
    }
  },
};
