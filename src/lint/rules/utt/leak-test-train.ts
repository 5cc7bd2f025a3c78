import { foldForComparison } from '../../../text/index.js';
import type { IntentFile, Utterance } from '../../../workspace/index.js';
import { placeOfUtterance } from '../../places.js';
import type { Rule } from '../../rule.js';

export const leakTestTrain: Rule = {
  meta: {
    id: 'utt/leak-test-train',
    summary: 'A held-out sentence is also trained on, so that the evaluation measures memory and not skill.',
    severity: 'error',
    fixable: 'no',
    example: {
      fails: { 'heldout/refund.status.md': '---\nintent: refund.status\n---\n## en\n- Where is my money??\n' },
      passes: {
        'heldout/refund.status.md': '---\nintent: refund.status\n---\n## en\n- still waiting for the refund\n',
      },
    },
  },
  *check({ workspace }) {
    const trained = new Map<string, { file: IntentFile; utterance: Utterance }>();
    for (const file of workspace.intents) {
      for (const utterance of file.utterances) {
        const key = foldForComparison(utterance.text);
        if (!trained.has(key)) trained.set(key, { file, utterance });
      }
    }
    for (const file of workspace.heldout) {
      for (const utterance of file.utterances) {
        const match = trained.get(foldForComparison(utterance.text));
        if (!match) continue;
        yield {
          message: `"${utterance.text}" is also trained on, in ${match.file.path}:${match.utterance.line}`,
          hint: 'write another one, or take it out of training',
          ...placeOfUtterance(file, utterance),
          related: [{ message: 'trained on here', ...placeOfUtterance(match.file, match.utterance) }],
        };
      }
    }
  },
};
