export { lint, type LintResult } from './engine.js';
export { rules } from './registry.js';
export type { Finding, LintContext, Rule, RuleMeta } from './rule.js';
