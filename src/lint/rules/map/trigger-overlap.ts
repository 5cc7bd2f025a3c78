import { placeOf } from '../../../workspace/index.js';
import { articleExample } from '../../examples.js';
import type { Rule } from '../../rule.js';
import { compiledTasks, words } from '../../tasks.js';
import { findTaskGaps } from '../../../workspace/index.js';

const FACTS = 'facts: { days: { type: number } }\n';
const tasks = (second: string): string =>
  `tasks:\n  - when: days > 5\n    do: handoff\n  - when: ${second}\n    do: Say that it is on its way.`;

export const triggerOverlap: Rule = {
  meta: {
    id: 'map/trigger-overlap',
    summary:
      'Two tasks of an article can be triggered by the same facts; which one is done depends on their order only.',
    severity: 'warning',
    fixable: 'no',
    example: {
      fails: { 'kb.yaml': FACTS, 'articles/refunds.md': articleExample('Five days.', tasks('days > 3')) },
      passes: { 'kb.yaml': FACTS, 'articles/refunds.md': articleExample('Five days.', tasks('days <= 5')) },
    },
  },
  *checkArticle({ article }, { settings }) {
    const compiled = compiledTasks(article, settings);
    if (!compiled || compiled.length < 2) return;
    for (const {
      tasks: [first, second],
      when,
    } of findTaskGaps(compiled, settings).overlaps) {
      if (article.tasks[first]?.do === article.tasks[second]?.do) continue;
      yield {
        message: `the tasks ${first + 1} and ${second + 1} both apply ${words(when)}`,
        hint: 'make the triggers exclude each other',
        ...placeOf(article.yaml, ['tasks', second, 'when']),
        related: [{ message: 'the other trigger', ...placeOf(article.yaml, ['tasks', first, 'when']) }],
      };
    }
  },
};
