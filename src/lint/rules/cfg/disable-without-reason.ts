import type { Rule } from '../../rule.js';
import { articleExample } from '../../examples.js';

/** Reported by the engine. */
export const disableWithoutReason: Rule = {
  meta: {
    id: 'cfg/disable-without-reason',
    summary: 'A comment disables a rule and does not say why, so nobody knows when it may go.',
    severity: 'warning',
    fixable: 'no',
    example: {
      fails: { 'articles/refunds.md': articleExample('<!-- kb-disable-next-line kb/placeholder -->\nIn TODO days.') },
      passes: {
        'articles/refunds.md': articleExample('<!-- kb-disable-next-line kb/placeholder -- quoted -->\nIn TODO days.'),
      },
    },
  },
};
