import { z } from 'zod';
import { OUT_OF_SCOPE, placeOf } from '../../../workspace/index.js';
import { intentExample } from '../../examples.js';
import type { Rule } from '../../rule.js';

const options = z.strictObject({
  share: z.number().min(0).max(1).default(0.95).describe('Share of a common word’s uses that may fall on one intent.'),
  within: z.number().min(0).max(1).default(0.4).describe('Share of the intent’s utterances that must hold it.'),
  min: z.number().int().positive().default(8).describe('Uses from which on it counts.'),
});

export const giveawayToken: Rule = {
  meta: {
    id: 'utt/giveaway-token',
    summary:
      'A common word that has nothing to do with the topic stands in one intent only: every message with it will go there.',
    severity: 'warning',
    fixable: 'no',
    example: {
      fails: {
        'intents/refund.amount.md': intentExample(
          'refund.amount',
          'shoes boots socks hats caps gloves belts bags'
            .split(' ')
            .map((thing) => `yesterday ${thing} came too small`),
        ),
        'intents/refund.fee.md': intentExample(
          'refund.fee',
          'shoes boots socks hats caps gloves belts bags'.split(' ').map((thing) => `is a fee taken for ${thing}`),
        ),
      },
      passes: { 'intents/refund.amount.md': intentExample('refund.amount', ['how much do I get back yesterday']) },
    },
  },
  options,
  reads: 'utterances',
  *check({ workspace, index, optionsOf }) {
    const { share, within, min } = optionsOf(options);
    const total = new Map<string, number>();
    const byIntent = new Map<string, Map<string, number>>();
    const sizes = new Map<string, number>();
    for (const file of workspace.intents) {
      const { count, common } = index.intentFactsOf(file);
      if (count === 0) continue;
      sizes.set(file.intent, (sizes.get(file.intent) ?? 0) + count);
      let counts = byIntent.get(file.intent);
      if (!counts) byIntent.set(file.intent, (counts = new Map()));
      for (const [word, uses] of common) {
        total.set(word, (total.get(word) ?? 0) + uses);
        counts.set(word, (counts.get(word) ?? 0) + uses);
      }
    }
    if (sizes.size < 3) return;
    for (const file of workspace.intents) {
      if (file.intent === OUT_OF_SCOPE) continue;
      for (const [word, count] of byIntent.get(file.intent) ?? []) {
        if (count < min || count < (total.get(word) ?? 0) * share || count < (sizes.get(file.intent) ?? 0) * within)
          continue;
        yield {
          message: `"${word}" stands in ${count} utterances of ${file.intent} and hardly anywhere else`,
          hint: `write some without it, and some of other intents with it`,
          ...placeOf(file.yaml, ['intent']),
        };
      }
    }
  },
};
