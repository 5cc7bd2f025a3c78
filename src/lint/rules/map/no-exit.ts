import { findTaskGaps, placeOf } from '../../../workspace/index.js';
import { articleExample } from '../../examples.js';
import type { Rule } from '../../rule.js';
import { compiledTasks, words } from '../../tasks.js';

const FACTS = 'facts: { refund_state: { type: enum, values: [issued, arrived] } }\n';

export const noExit: Rule = {
  meta: {
    id: 'map/no-exit',
    summary: 'Under some facts no task of an article applies: the customer reaches neither a solution nor a person.',
    severity: 'error',
    fixable: 'no',
    example: {
      fails: {
        'kb.yaml': FACTS,
        'articles/refunds.md': articleExample(
          'Five days.',
          'tasks:\n  - when: refund_state == "issued"\n    do: Say so.',
        ),
      },
      passes: {
        'kb.yaml': FACTS,
        'articles/refunds.md': articleExample(
          'Five days.',
          'tasks:\n  - when: refund_state == "issued"\n    do: Say so.\n  - do: handoff',
        ),
      },
    },
  },
  *checkArticle({ article }, { settings }) {
    const compiled = compiledTasks(article, settings);
    const open = compiled && compiled.length > 0 ? findTaskGaps(compiled, settings).noExit : undefined;
    if (!open) return;
    yield {
      message: `no task applies ${words(open)}`,
      hint: 'add a last task without `when`, such as `- do: handoff`',
      ...placeOf(article.yaml, ['tasks'], 'key'),
    };
  },
};
