import type { Rule } from '../../rule.js';

/** Reported by the engine. */
export const unknownRuleSetting: Rule = {
  meta: {
    id: 'cfg/unknown-rule',
    summary: 'kb.yaml or a comment names a rule that does not exist, so that what was meant is not in force.',
    severity: 'error',
    fixable: 'no',
    example: {
      fails: { 'kb.yaml': 'lint: { rules: { utt/duplicates: off } }\n' },
      passes: { 'kb.yaml': 'lint: { rules: { utt/duplicate: off } }\n' },
    },
  },
};
