export { BASELINE_FILE, fingerprintOf, readBaseline, writeBaseline, type Baseline } from './baseline.js';
export { CACHE_FILE, decodeCache, encodeCache, type LintCache } from './cache.js';
export { concerning, lint, type LintOptions, type LintResult } from './engine.js';
export { applyFixes, fixAll } from './fixes.js';
export { recogniseAll } from './recognitions.js';
export { rules } from './registry.js';
export type { Finding, LintContext, Rule, RuleMeta } from './rule.js';
export { matchesGlob, unknownRule } from './settings.js';
export { textsOf } from './texts.js';
