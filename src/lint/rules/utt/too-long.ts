import { z } from 'zod';
import { OUT_OF_SCOPE } from '../../../workspace/index.js';
import { intentExample } from '../../examples.js';
import { placeOfUtterance } from '../../places.js';
import type { Rule } from '../../rule.js';

const options = z.strictObject({
  characters: z
    .number()
    .int()
    .positive()
    .default(300)
    .describe('Characters of an utterance, at most; of a Chinese one a third.'),
  sentences: z.number().int().positive().default(4).describe('Sentences of an utterance, at most.'),
});

export const tooLong: Rule = {
  meta: {
    id: 'utt/too-long',
    summary: 'A whole paragraph stands as one utterance; most of its words have nothing to do with the intent.',
    severity: 'warning',
    fixable: 'no',
    example: {
      fails: {
        'intents/refund.amount.md': intentExample('refund.amount', [
          `how much do I get back ${'and then I wrote again '.repeat(15)}`,
        ]),
      },
      passes: { 'intents/refund.amount.md': intentExample('refund.amount', ['how much do I get back']) },
    },
  },
  options,
  *checkIntent({ file, isHeldout, utterances }, { optionsOf }) {
    const { characters, sentences } = optionsOf(options);
    // What is held out should be as customers wrote it.
    if (isHeldout || file.intent === OUT_OF_SCOPE) return;
    for (const { utterance } of utterances) {
      const { text } = utterance;
      if (text.length < 30) continue;
      const limit = /\p{Script=Han}/u.test(text) ? Math.ceil(characters / 3) : characters;
      const count = text.match(/[.!?。！？]+(?=\s+\S|$)|[。！？]+/g)?.length ?? 1;
      if (text.length > limit)
        yield {
          message: `${text.length} characters; at most ${limit}`,
          hint: 'keep the sentence that says what the customer wants',
          ...placeOfUtterance(file, utterance),
        };
      else if (count > sentences)
        yield {
          message: `${count} sentences; at most ${sentences}`,
          hint: 'keep the one that says what the customer wants',
          ...placeOfUtterance(file, utterance),
        };
    }
  },
};
