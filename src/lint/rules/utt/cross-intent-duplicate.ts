import { foldForComparison } from '../../../text/index.js';
import type { IntentFile, Utterance } from '../../../workspace/index.js';
import { placeOfUtterance } from '../../places.js';
import type { Rule } from '../../rule.js';

export const crossIntentDuplicate: Rule = {
  meta: {
    id: 'utt/cross-intent-duplicate',
    summary: 'The same sentence stands under two intents, so that one of them must be recognised wrongly.',
    severity: 'error',
    fixable: 'no',
    example: {
      fails: {
        'intents/refund.amount.md':
          '---\nintent: refund.amount\ntier: complex\n---\n## en\n- Where is my money?\n- how much do I get back\n',
      },
      passes: {},
    },
  },
  *check({ workspace }) {
    for (const files of [workspace.intents, workspace.heldout]) {
      const first = new Map<string, { file: IntentFile; utterance: Utterance }>();
      for (const file of files) {
        for (const utterance of file.utterances) {
          const key = foldForComparison(utterance.text);
          const earlier = first.get(key);
          if (!earlier) first.set(key, { file, utterance });
          else if (earlier.file.intent !== file.intent) {
            yield {
              message: `"${utterance.text}" also stands under ${earlier.file.intent}`,
              hint: 'keep it where it belongs; if a person cannot tell, the intents may be one',
              ...placeOfUtterance(file, utterance),
              related: [
                { message: `under ${earlier.file.intent}`, ...placeOfUtterance(earlier.file, earlier.utterance) },
              ],
            };
          }
        }
      }
    }
  },
};
