import { z } from 'zod';
import { OUT_OF_SCOPE } from '../../../workspace/index.js';
import { intentExample } from '../../examples.js';
import { placeOfUtterance } from '../../places.js';
import type { Rule } from '../../rule.js';

const options = z.strictObject({
  intents: z.array(z.string()).default([]).describe('Only these intents; all where empty.'),
});

export const missingProvenance: Rule = {
  meta: {
    id: 'utt/missing-provenance',
    summary:
      'An utterance does not say where it came from, where the policy asks for it (off unless kb.yaml switches it on).',
    severity: 'info',
    fixable: 'no',
    optIn: true,
    example: {
      fails: { 'kb.yaml': 'lint: { rules: { utt/missing-provenance: info } }\n' },
      passes: {
        'kb.yaml': 'lint: { rules: { utt/missing-provenance: [info, { intents: [refund.amount] }] } }\n',
        'intents/refund.amount.md': intentExample('refund.amount', [
          'how much is it <!-- from c_8f3a41d0b2c97e55 on 2026-10-02 -->',
        ]),
      },
    },
  },
  options,
  *checkIntent({ file }, { optionsOf }) {
    const { intents } = optionsOf(options);
    if (file.intent === OUT_OF_SCOPE || (intents.length > 0 && !intents.includes(file.intent))) return;
    for (const utterance of file.utterances) {
      if (utterance.provenance) continue;
      yield {
        message: 'nothing says where this came from',
        hint: 'end the line with <!-- from c_… on DAY -->',
        ...placeOfUtterance(file, utterance),
      };
    }
  },
};
