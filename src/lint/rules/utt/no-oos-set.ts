import { z } from 'zod';
import { OUT_OF_SCOPE, placeOf, SETTINGS_FILE } from '../../../workspace/index.js';
import { intentExample } from '../../examples.js';
import type { Rule } from '../../rule.js';

const options = z.strictObject({
  min: z.number().int().nonnegative().default(10).describe('Out-of-scope utterances, at least.'),
});

const LINES =
  'tell me a joke;who won the match;capital of Mongolia;best pizza in town;should I buy bitcoin;write me a poem;solve 3x = 9;any jobs going;is it going to rain;marry me'.split(
    ';',
  );

export const noOosSet: Rule = {
  meta: {
    id: 'utt/no-oos-set',
    summary: 'There are no, or too few, examples of what the service must not answer: it has an answer to everything.',
    severity: 'warning',
    fixable: 'no',
    example: {
      fails: { 'intents/out-of-scope.md': intentExample(OUT_OF_SCOPE, LINES.slice(0, 3)) },
      passes: { 'intents/out-of-scope.md': intentExample(OUT_OF_SCOPE, LINES) },
    },
  },
  options,
  reads: 'utterances',
  *check({ workspace: { intents }, index, optionsOf }) {
    const { min } = optionsOf(options);
    if (!intents.some((file) => file.intent !== OUT_OF_SCOPE && index.countOf(file) > 0)) return;
    const files = intents.filter(({ intent }) => intent === OUT_OF_SCOPE);
    const count = files.reduce((sum, file) => sum + index.countOf(file), 0);
    if (count >= min) return;
    yield {
      message:
        count === 0
          ? 'there are no out-of-scope utterances'
          : `there are ${count} out-of-scope utterances; at least ${min}`,
      hint: `add questions that are nobody's business here to intents/${OUT_OF_SCOPE}.md`,
      ...(files[0] ? placeOf(files[0].yaml, ['intent']) : { file: SETTINGS_FILE, line: 1, column: 1 }),
    };
  },
};
