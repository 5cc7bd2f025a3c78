import { OUT_OF_SCOPE } from '../../../workspace/index.js';
import { intentExample } from '../../examples.js';
import { placeOfUtterance } from '../../places.js';
import type { Rule } from '../../rule.js';

/** Words that open a second request. */
const JOINED =
  /\b(?:(?:and|but) also (?:can|could|how|where|when|what|why|do|does|is|i (?:want|need|would))|(?:another|a second|one more) (?:question|request)|two (?:questions|requests)|(?:also|secondly|additionally),? (?:can|could|how|where|when|what|why|do you|i (?:want|need|would))|by the way,? (?:can|could|how|where|when|what|why|do))\b|另外.{0,4}(?:请问|我想|还想|怎么|能不能|可以)|还有(?:一个|个)问题|顺便问|两个问题/i;

export const multiIntent: Rule = {
  meta: {
    id: 'utt/multi-intent',
    summary: 'An utterance joins two requests; whichever intent it stands under, half of its words belong to another.',
    severity: 'info',
    fixable: 'no',
    example: {
      fails: {
        'intents/refund.amount.md': intentExample('refund.amount', [
          'how much do I get back, and also can you change my address',
        ]),
      },
      passes: {
        'intents/refund.amount.md': intentExample('refund.amount', [
          'how much do I get back, with the postage and the fee?',
        ]),
      },
    },
  },
  *checkIntent({ file, isHeldout }) {
    if (file.intent === OUT_OF_SCOPE || isHeldout) return;
    for (const utterance of file.utterances) {
      if (utterance.text.length > 2000) continue;
      const match = JOINED.exec(utterance.text);
      if (!match || match.index < 8) continue;
      yield {
        message: `"${match[0]}" joins two requests`,
        hint: 'make two utterances of it, each under its intent',
        ...placeOfUtterance(file, { ...utterance, column: utterance.column + match.index }),
      };
    }
  },
};
