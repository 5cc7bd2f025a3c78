import { z } from 'zod';
import { placeOf } from '../../../workspace/index.js';
import { intentExample } from '../../examples.js';
import type { Rule } from '../../rule.js';

const options = z.strictObject({
  days: z.number().int().positive().default(730).describe('Age of the median dated utterance, at most.'),
  min: z.number().int().positive().default(5).describe('Dated utterances from which on it counts.'),
});

const dated = (day: string): string[] =>
  ['how much is it', 'what sum', 'the full price?', 'minus a fee?', 'with postage?'].map(
    (text) => `${text} <!-- from c_8f3a41d0b2c97e55 on ${day} -->`,
  );

export const staleSet: Rule = {
  meta: {
    id: 'utt/stale-set',
    summary: 'Half of the dated utterances of an intent are years old: customers may ask otherwise by now.',
    severity: 'info',
    fixable: 'no',
    example: {
      fails: { 'intents/refund.amount.md': intentExample('refund.amount', dated('2019-10-02')) },
      passes: { 'intents/refund.amount.md': intentExample('refund.amount', dated('2998-10-02')) },
    },
  },
  options,
  *check({ workspace: { intents }, today, index, optionsOf }) {
    const { days, min } = optionsOf(options);
    const limit = new Date(Date.parse(today) - days * 86_400_000).toISOString().slice(0, 10);
    for (const file of intents) {
      const { intent, yaml } = file;
      const dates = index
        .intentFactsOf(file)
        .dated.map(({ day }) => day)
        .toSorted();
      const median = dates[dates.length >> 1];
      if (dates.length < min || median === undefined || median >= limit) continue;
      yield {
        message: `half of ${intent}'s dated utterances are from before ${median}`,
        hint: 'look for new ones in the logs with `kb mine`',
        ...placeOf(yaml, ['intent']),
      };
    }
  },
};
