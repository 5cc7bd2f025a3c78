import { OUT_OF_SCOPE, placeOf } from '../../../workspace/index.js';
import { intentExample } from '../../examples.js';
import type { Rule } from '../../rule.js';

export const handoffIncomplete: Rule = {
  meta: {
    id: 'map/handoff-incomplete',
    summary: 'An intent that goes to a person names no team, and its article neither: nobody takes it over.',
    severity: 'error',
    fixable: 'no',
    example: {
      fails: {
        'intents/refund.amount.md': '---\nintent: refund.amount\ntier: complex\n---\n## en\n- how much do I get back\n',
      },
      passes: { 'intents/refund.amount.md': intentExample('refund.amount', ['how much do I get back']) },
    },
  },
  *check({ workspace: { intents, articles } }) {
    const owned = new Set(
      articles.flatMap(({ id, intents: answered, owner }) =>
        owner === undefined ? [] : [id, ...answered.map((intent) => `intent ${intent}`)],
      ),
    );
    for (const { intent, tier, owner, article, yaml } of intents) {
      if (intent === OUT_OF_SCOPE || owner !== undefined || (tier !== 'medium' && tier !== 'complex')) continue;
      if (owned.has(article ?? '') || owned.has(`intent ${intent}`)) continue;
      yield {
        message: `${intent} is ${tier}, but no team owns it`,
        hint: 'add `owner:` with the team that takes it over',
        ...placeOf(yaml, ['tier']),
      };
    }
  },
};
