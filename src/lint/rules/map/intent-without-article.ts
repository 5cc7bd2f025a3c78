import { OUT_OF_SCOPE, placeOf } from '../../../workspace/index.js';
import type { Rule } from '../../rule.js';

export const intentWithoutArticle: Rule = {
  meta: {
    id: 'map/intent-without-article',
    summary: 'An intent that the machine should answer has no article, so its customers get no answer.',
    severity: 'error',
    fixable: 'no',
    example: {
      fails: {
        'intents/refund.amount.md': '---\nintent: refund.amount\ntier: simple\n---\n## en\n- how much do I get back\n',
      },
      passes: {
        'intents/refund.amount.md': '---\nintent: refund.amount\ntier: complex\n---\n## en\n- how much do I get back\n',
      },
    },
  },
  *check({ workspace }) {
    const answered = new Set(workspace.articles.flatMap(({ intents }) => intents));
    for (const { intent, tier, article, yaml } of workspace.intents) {
      // A complex one goes straight to a person; one without a tier is another rule's finding.
      if (tier === undefined || tier === 'complex' || intent === OUT_OF_SCOPE) continue;
      if (article === undefined && !answered.has(intent)) {
        yield {
          message: `no article answers ${intent}`,
          hint: 'name one with `article:`, or write one with `kb new article`',
          ...placeOf(yaml, ['intent']),
        };
      }
    }
  },
};
