import { foldForComparison } from '../../../text/index.js';
import type { Rule } from '../../rule.js';
import { placeOfUtterance } from '../../places.js';

export const duplicate: Rule = {
  meta: {
    id: 'utt/duplicate',
    summary: 'The same sentence stands twice in one intent, which weighs it double and teaches nothing.',
    severity: 'warning',
    fixable: 'no',
    example: {
      fails: {
        'intents/refund.status.md':
          '---\nintent: refund.status\ntier: simple\narticle: refunds\n---\n## en\n- where is my money\n- Where is my money?\n',
      },
      passes: {},
    },
  },
  *check({ workspace }) {
    for (const file of [...workspace.intents, ...workspace.heldout]) {
      const first = new Map<string, (typeof file.utterances)[number]>();
      for (const utterance of file.utterances) {
        const key = `${utterance.language} ${foldForComparison(utterance.text)}`;
        const earlier = first.get(key);
        if (!earlier) first.set(key, utterance);
        else {
          yield {
            message: `"${utterance.text}" stands in line ${earlier.line} already`,
            hint: 'take one of them out',
            ...placeOfUtterance(file, utterance),
            related: [{ message: 'first here', ...placeOfUtterance(file, earlier) }],
          };
        }
      }
    }
  },
};
