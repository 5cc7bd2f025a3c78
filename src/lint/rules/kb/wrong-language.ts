import { articleExample } from '../../examples.js';
import { guessLanguage } from '../../languages.js';
import type { Rule } from '../../rule.js';

export const wrongLanguage: Rule = {
  meta: {
    id: 'kb/wrong-language',
    summary: 'An article is written in another language than its file name says.',
    severity: 'warning',
    fixable: 'no',
    example: {
      fails: {
        'kb.yaml': 'languages: [en, de]\n',
        'articles/refunds.de.md': articleExample('The money is on the card with which you paid, within five days, and we write to you when it is.'),
      },
      passes: {
        'kb.yaml': 'languages: [en, de]\n',
        'articles/refunds.de.md': articleExample('Das Geld ist nach fünf Tagen auf der Karte, mit der Sie bezahlt haben, und wir schreiben Ihnen.'),
      },
    },
  },
  *checkArticle(text, { settings }) {
    const { article, words, lead } = text;
    const guess = guessLanguage(text.markdown.prose, words, article.language, settings.languages);
    if (guess === undefined) return;
    yield {
      message: `written in ${guess}, but the file name says ${article.language}`,
      hint: `name the file ${article.id}${guess === settings.languages[0] ? '' : `.${guess}`}.md, or translate it`,
      ...text.at(lead?.start ?? article.bodyStart),
    };
  },
};
