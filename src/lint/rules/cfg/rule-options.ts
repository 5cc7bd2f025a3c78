import type { Rule } from '../../rule.js';

/** Reported by the engine. */
export const ruleOptions: Rule = {
  meta: {
    id: 'cfg/rule-options',
    summary: 'kb.yaml gives a rule an option that it does not take, or a wrong value.',
    severity: 'error',
    fixable: 'no',
    example: {
      fails: { 'kb.yaml': 'lint: { rules: { utt/too-few: [warning, { least: 9 }] } }\n' },
      passes: { 'kb.yaml': 'lint: { rules: { utt/too-few: [warning, { min: 2 }] } }\n' },
    },
  },
};
