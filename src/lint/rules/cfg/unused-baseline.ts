import type { Rule } from '../../rule.js';

const UNUSED = JSON.stringify({
  schema: 'kb.lint-baseline/1',
  findings: [
    { file: 'articles/refunds.md', code: 'kb/placeholder', fingerprint: '00', count: 1, message: 'mended long ago' },
  ],
});

/** Reported by the engine. */
export const unusedBaseline: Rule = {
  meta: {
    id: 'cfg/unused-baseline',
    summary: 'The baseline holds a finding that no longer occurs; it would hide it when it comes back.',
    severity: 'warning',
    fixable: 'yes',
    example: {
      fails: { 'lint-baseline.json': UNUSED },
      passes: {},
    },
  },
};
