import { placeOf, type Article } from '../../../workspace/index.js';
import type { Place } from '../../../problem.js';
import type { Question } from '../../facts.js';
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
    // Nearly all questions are asked once. Of the others, those for other customers than the first one's.
    const first = new Map<string, Asked>();
    const others = new Map<string, Asked>();
    for (const { article, facts } of index.articles) {
      for (const question of facts.questions) {
        const asked = { article, question };
        const known = first.get(question.key);
        if (!known) {
          first.set(question.key, asked);
          continue;
        }
        const scope = scopeOf(asked);
        const earlier = scopeOf(known) === scope ? known : others.get(scope);
        if (!earlier) others.set(scope, asked);
        else if (earlier.question.answer !== question.answer) {
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
  readonly question: Question;
}

/** Audience and channels may differ on purpose: then these are two answers for two sorts of customers. */
function scopeOf({ article: { language, audience = [], channels = [] }, question }: Asked): string {
  return JSON.stringify([language, audience, channels, question.key]);
}

function placeOfQuestion({ article, question: { line, column } }: Asked): Place {
  return line === undefined || column === undefined
    ? placeOf(article.yaml, ['title'])
    : { file: article.path, line, column };
}
