import { z } from 'zod';
import { OUT_OF_SCOPE, placeOf } from '../../../workspace/index.js';
import { intentExample } from '../../examples.js';
import type { Rule } from '../../rule.js';

const options = z.strictObject({
  ratio: z
    .number()
    .min(1)
    .default(20)
    .describe(
      'The largest intent has at most this many times the utterances of the median one, and it of the smallest.',
    ),
});

const MANY = Array.from({ length: 130 }, (_, i) => `how much of the ${i} pounds do I get`);

export const imbalance: Rule = {
  meta: {
    id: 'utt/imbalance',
    summary:
      'An intent has many times more utterances than the usual one (or many times fewer): what is common there drowns the rest.',
    severity: 'info',
    fixable: 'no',
    example: {
      fails: {
        'intents/refund.amount.md': intentExample('refund.amount', MANY),
        'intents/refund.fee.md': intentExample('refund.fee', [
          'is there a fee',
          'what does it cost',
          'a fee?',
          'fees',
          'charge',
        ]),
      },
      passes: { 'intents/refund.amount.md': intentExample('refund.amount', MANY.slice(0, 20)) },
    },
  },
  options,
  reads: 'utterances',
  *check({ workspace, index, optionsOf }) {
    const { ratio } = optionsOf(options);
    const files = workspace.intents.filter((file) => file.intent !== OUT_OF_SCOPE && index.countOf(file) > 0);
    if (files.length < 3) return;
    const counts = files.map((file) => index.countOf(file)).toSorted((a, b) => a - b);
    const median = counts[counts.length >> 1] as number;
    for (const file of files) {
      const { intent, yaml } = file;
      const count = index.countOf(file);
      if (count <= median * ratio && median <= count * ratio) continue;
      yield {
        message: `${intent} has ${count} utterances, the median intent ${median}`,
        hint: count > median ? 'split it, or leave out what says the same' : 'add utterances',
        ...placeOf(yaml, ['intent']),
      };
    }
  },
};
