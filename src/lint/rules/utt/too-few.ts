import { z } from 'zod';
import { OUT_OF_SCOPE, placeOf } from '../../../workspace/index.js';
import { intentExample } from '../../examples.js';
import type { Rule } from '../../rule.js';

const options = z.strictObject({
  min: z.number().int().positive().default(5).describe('Utterances of an intent, at least.'),
  intents: z.record(z.string(), z.number().int().nonnegative()).default({}).describe('Other minima, by intent.'),
});

export const tooFew: Rule = {
  meta: {
    id: 'utt/too-few',
    summary: 'An intent has so few utterances that the classifier can only guess what else its customers may say.',
    severity: 'warning',
    fixable: 'no',
    example: {
      fails: { 'intents/refund.amount.md': intentExample('refund.amount', ['how much do I get back']) },
      passes: {
        'intents/refund.amount.md': intentExample('refund.amount', [
          'how much do I get back',
          'what sum',
          'is it the full price',
          'with postage?',
          'minus the fee?',
        ]),
      },
    },
  },
  options,
  reads: 'utterances',
  *check({ workspace, index, optionsOf }) {
    const { min, intents } = optionsOf(options);
    const counts = new Map<string, number>();
    for (const file of workspace.intents) counts.set(file.intent, (counts.get(file.intent) ?? 0) + index.countOf(file));
    for (const { intent, yaml } of workspace.intents) {
      const count = counts.get(intent) ?? 0;
      const least = intents[intent] ?? min;
      // None at all is `utt/empty-intent`; out of scope has a rule of its own.
      if (intent === OUT_OF_SCOPE || count === 0 || count >= least) continue;
      yield {
        message: `${intent} has ${count} utterance${count === 1 ? '' : 's'}; at least ${least}`,
        hint: 'add what customers really wrote: `kb mine` finds it in the logs',
        ...placeOf(yaml, ['intent']),
      };
    }
  },
};
