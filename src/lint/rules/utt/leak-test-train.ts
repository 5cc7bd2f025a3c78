import { heldoutExample } from '../../examples.js';
import type { IndexedUtterance } from '../../utterances.js';
import { placeOfUtterance, removeLine } from '../../places.js';
import type { Finding, Rule } from '../../rule.js';

export const leakTestTrain: Rule = {
  meta: {
    id: 'utt/leak-test-train',
    summary:
      'A held-out sentence, or nearly the same, is also trained on, so that the evaluation measures memory and not skill.',
    severity: 'error',
    fixable: 'yes',
    example: {
      fails: { 'heldout/refund.status.md': heldoutExample('refund.status', ['Where is my money??']) },
      passes: { 'heldout/refund.status.md': heldoutExample('refund.status', ['still waiting for the refund']) },
    },
  },
  reads: 'utterances',
  *check({ index }) {
    const leaking = new Set<IndexedUtterance>();
    for (const group of index.repeated) {
      const match = group.find(({ isHeldout }) => !isHeldout);
      if (!match) continue;
      for (const one of group) {
        if (!one.isHeldout) continue;
        leaking.add(one);
        yield leak(one, match, `"${one.utterance.text}" is also trained on`);
      }
    }
    for (const { earlier, later, difference } of index.nearPairs) {
      if (earlier.isHeldout || !later.isHeldout || earlier.file.intent !== later.file.intent || leaking.has(later))
        continue;
      leaking.add(later);
      yield leak(later, earlier, `"${later.utterance.text}" differs from one that is trained on only by ${difference}`);
    }
  },
};

function leak({ file, utterance }: IndexedUtterance, match: IndexedUtterance, message: string): Finding {
  return {
    message: `${message}, in ${match.file.path}:${match.utterance.line}`,
    hint: 'write another one, or take it out of training',
    ...placeOfUtterance(file, utterance),
    related: [{ message: 'trained on here', ...placeOfUtterance(match.file, match.utterance) }],
    fix: removeLine(file, utterance.line),
  };
}
