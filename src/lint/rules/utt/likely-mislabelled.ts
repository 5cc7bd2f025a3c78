import { z } from 'zod';
import { labelledExample } from '../../model-examples.js';
import { moveUtterance, placeOfUtterance } from '../../places.js';
import type { Rule } from '../../rule.js';

const options = z.strictObject({
  confidence: z.number().min(0).max(1).default(0.9).describe('How sure of another intent the classifier must be.'),
});

export const likelyMislabelled: Rule = {
  meta: {
    id: 'utt/likely-mislabelled',
    summary:
      'A classifier that has not seen an utterance is sure that it belongs to another intent: the label is likely wrong.',
    severity: 'warning',
    fixable: 'suggestion',
    needs: 'model',
    example: {
      fails: labelledExample({ 'order.track': ['i want my money back for the broken lamp'] }),
      passes: labelledExample({}),
    },
  },
  options,
  *check({ workspace: { intents }, recognitions, optionsOf }) {
    const { confidence } = optionsOf(options);
    for (const file of intents) {
      for (const utterance of file.utterances) {
        const recognition = recognitions?.get(utterance);
        const best = recognition?.alternatives[0];
        if (!recognition || !best || best.intent === file.intent) continue;
        // Sure of the intent, and of its being in scope: a hard utterance is no wrong label.
        if (best.confidence < confidence || recognition.confidence < confidence) continue;
        const target = intents.find(({ intent }) => intent === best.intent);
        const move = target && moveUtterance(file, utterance, target);
        yield {
          message: `"${utterance.text}" looks like ${best.intent} (${Math.round(best.confidence * 100)} %), not ${file.intent}`,
          hint: `move it to ${target?.path ?? best.intent}, or word it so that the difference shows`,
          ...placeOfUtterance(file, utterance),
          ...(move && { suggestion: move }),
        };
      }
    }
  },
};
