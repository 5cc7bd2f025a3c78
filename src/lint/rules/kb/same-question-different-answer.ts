import { foldForComparison } from '../../../text/index.js';
import { placeOf, type Article } from '../../../workspace/index.js';
import type { Place } from '../../../problem.js';
import type { Rule } from '../../rule.js';

export const sameQuestionDifferentAnswer: Rule = {
  meta: {
    id: 'kb/same-question-different-answer',
    summary: 'One question (a title, or a heading that asks) is answered twice and differently: customers get either answer.',
    severity: 'error',
    fixable: 'no',
    example: {
      fails: { 'articles/money.md': '---\ntitle: refunds \nintents: [refund.status]\nowner: payments\n---\nIn ten days.\n' },
      passes: { 'articles/money.md': '---\ntitle: Money\nintents: [refund.status]\nowner: payments\n---\nIn ten days.\n' },
    },
  },
  *check({ index }) {
    const first = new Map<string, Asked>();
    for (const { article, facts } of index.articles) {
      const title = { key: foldForComparison(article.title), text: article.title, answer: facts.fingerprint };
      for (const question of [title, ...facts.questions]) {
        const asked = { article, ...question };
        // Audience and channels may differ on purpose: then these are two answers for two sorts of customers.
        const { language, audience = [], channels = [] } = article;
        const scope = `${language}\0${audience.join(',')}\0${channels.join(',')}\0${question.key}`;
        const earlier = first.get(scope);
        if (!earlier) first.set(scope, asked);
        else if (earlier.answer !== question.answer) {
          const place = placeOfQuestion(earlier);
          const where = place.file === article.path ? `line ${place.line}` : `${place.file}:${place.line}`;
          yield {
            message: `"${question.text}" is answered differently in ${where}`,
            hint: 'keep one answer, and link to it',
            ...placeOfQuestion(asked),
            related: [{ message: 'the other answer', ...place }],
          };
        }
      }
    }
  },
};

interface Asked {
  readonly article: Article;
  readonly answer: number;
  /** Of a heading; a title stands in the front matter. */
  readonly line?: number;
  readonly column?: number;
}

function placeOfQuestion({ article, line, column }: Asked): Place {
  return line === undefined || column === undefined
    ? placeOf(article.yaml, ['title'])
    : { file: article.path, line, column };
}
