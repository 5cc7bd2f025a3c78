import type { Rule } from '../../rule.js';
import { articleExample } from '../../examples.js';

/** Reported by the engine. */
export const unusedDisable: Rule = {
  meta: {
    id: 'cfg/unused-disable',
    summary: 'A comment disables a rule that finds nothing there; it would hide what comes later.',
    severity: 'warning',
    fixable: 'yes',
    example: {
      fails: {
        'articles/refunds.md': articleExample('<!-- kb-disable-next-line kb/placeholder -- quoted -->\nIn five days.'),
      },
      passes: {
        'articles/refunds.md': articleExample('<!-- kb-disable-next-line kb/placeholder -- quoted -->\nIn TODO days.'),
      },
    },
  },
};
