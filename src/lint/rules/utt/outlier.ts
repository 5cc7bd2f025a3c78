import { z } from 'zod';
import { OUT_OF_SCOPE } from '../../../workspace/index.js';
import { labelledExample } from '../../model-examples.js';
import { placeOfUtterance } from '../../places.js';
import type { Rule } from '../../rule.js';

const options = z.strictObject({
  confidence: z
    .number()
    .min(0)
    .max(1)
    .default(0.015)
    .describe('Below this probability of its own intent an utterance is unlike the others.'),
});

export const outlier: Rule = {
  meta: {
    id: 'utt/outlier',
    summary:
      'An utterance is unlike all others of its intent, and of every other: it is a slip, or the first of a new intent.',
    severity: 'info',
    fixable: 'no',
    needs: 'model',
    example: {
      fails: labelledExample({ 'order.track': ['xylophone concert tickets jazz'] }),
      passes: labelledExample({}),
    },
  },
  options,
  *check({ workspace: { intents }, recognitions, optionsOf }) {
    const { confidence } = optionsOf(options);
    for (const file of intents) {
      if (file.intent === OUT_OF_SCOPE) continue;
      for (const utterance of file.utterances) {
        const recognition = recognitions?.get(utterance);
        // Unlike its own intent, and by the whole decision like nothing that is in scope.
        if (!recognition || recognition.intent !== null || recognition.confidence > 5 * confidence) continue;
        const own = recognition.alternatives.find(({ intent }) => intent === file.intent);
        if ((own?.confidence ?? 0) * recognition.confidence > confidence) continue;
        yield {
          message: `"${utterance.text}" is unlike all others of ${file.intent}`,
          hint: 'add more of its kind, move it, or take it out',
          ...placeOfUtterance(file, utterance),
        };
      }
    }
  },
};
