import { OUT_OF_SCOPE, nearestName, placeOf } from '../../../workspace/index.js';
import type { Finding, Rule } from '../../rule.js';

export const unknownIntent: Rule = {
  meta: {
    id: 'map/unknown-intent',
    summary:
      'An article, a scenario or a held-out set names an intent that does not exist, so it can never be reached.',
    severity: 'error',
    fixable: 'no',
    example: {
      fails: {
        'articles/refunds.md': '---\ntitle: Refunds\nintents: [refund.state]\nowner: payments\n---\nFive days.\n',
      },
      passes: {},
    },
  },
  *check({ workspace }) {
    const known = new Set([...workspace.intents.map(({ intent }) => intent), ...workspace.unreadable, OUT_OF_SCOPE]);
    const unknown = (intent: string): Pick<Finding, 'message' | 'hint'> => {
      const nearest = nearestName(intent, known);
      return {
        message: `no intent is called "${intent}"`,
        hint: nearest === undefined ? `make it with \`kb new intent ${intent}\`` : `did you mean "${nearest}"?`,
      };
    };
    for (const { intents, yaml } of workspace.articles) {
      for (const [index, intent] of intents.entries()) {
        if (!known.has(intent)) yield { ...unknown(intent), ...placeOf(yaml, ['intents', index]) };
      }
    }
    for (const { intent, yaml } of workspace.heldout) {
      if (!known.has(intent)) yield { ...unknown(intent), ...placeOf(yaml, ['intent']) };
    }
    for (const { turns, yaml } of workspace.scenarios) {
      for (const [index, { customer, expect }] of turns.entries()) {
        if (typeof customer !== 'string' && !known.has(customer.intent)) {
          yield { ...unknown(customer.intent), ...placeOf(yaml, ['turns', index, 'customer', 'intent']) };
        }
        if (expect.intent !== undefined && !known.has(expect.intent)) {
          yield { ...unknown(expect.intent), ...placeOf(yaml, ['turns', index, 'expect', 'intent']) };
        }
      }
    }
  },
};
