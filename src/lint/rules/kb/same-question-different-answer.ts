import { foldForComparison } from '../../../text/index.js';
import { placeOf } from '../../../workspace/index.js';
import type { Place } from '../../../problem.js';
import { placeOfFact } from '../../facts.js';
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
  *check({ workspace, index }) {
    const first = new Map<string, { answer: number; question: string; place: Place }>();
    for (const article of workspace.articles) {
      const facts = index.factsOf(article);
      const title = { key: foldForComparison(article.title), text: article.title, answer: facts.fingerprint };
      for (const { key, text, answer, ...at } of [title, ...facts.questions]) {
        const place = 'line' in at ? placeOfFact(article.path, at) : placeOf(article.yaml, ['title']);
        // Audience and channels may differ on purpose: then these are two answers for two sorts of customers.
        const scope = JSON.stringify([article.language, article.audience ?? [], article.channels ?? [], key]);
        const earlier = first.get(scope);
        if (!earlier) first.set(scope, { answer, question: text, place });
        else if (earlier.answer !== answer) {
          yield {
            message: `"${text}" is answered differently in ${earlier.place.file === article.path ? `line ${earlier.place.line}` : `${earlier.place.file}:${earlier.place.line}`}`,
            hint: 'keep one answer, and link to it',
            ...place,
            related: [{ message: 'the other answer', ...earlier.place }],
          };
        }
      }
    }
  },
};
