import { intentExample } from '../../examples.js';
import type { IndexedUtterance } from '../../utterances.js';
import { placeOfUtterance, removeLine } from '../../places.js';
import type { Rule } from '../../rule.js';

export const duplicate: Rule = {
  meta: {
    id: 'utt/duplicate',
    summary: 'The same sentence stands twice in one intent, which weighs it double and teaches nothing.',
    severity: 'warning',
    fixable: 'yes',
    example: {
      fails: {
        'intents/refund.amount.md': intentExample('refund.amount', ['how much do I get', 'How much do I get?']),
      },
      passes: {},
    },
  },
  reads: 'utterances',
  *check({ index }) {
    for (const group of index.repeated) {
      const first = new Map<string, IndexedUtterance>();
      for (const one of group) {
        const { file, utterance, isHeldout, language } = one;
        const key = `${isHeldout ? 'heldout' : ''}\n${file.intent}\n${language}`;
        const earlier = first.get(key);
        if (!earlier) {
          first.set(key, one);
          continue;
        }
        const where =
          earlier.file === file
            ? `in line ${earlier.utterance.line}`
            : `in ${earlier.file.path}:${earlier.utterance.line}`;
        yield {
          message: `"${utterance.text}" stands ${where} already`,
          hint: 'take one of them out',
          ...placeOfUtterance(file, utterance),
          related: [{ message: 'first here', ...placeOfUtterance(earlier.file, earlier.utterance) }],
          fix: removeLine(file, utterance.line),
        };
      }
    }
  },
};
