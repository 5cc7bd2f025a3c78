export { unifiedDiff } from './diff.js';
export { checkReporters, type CheckReport } from './check.js';
export { evalReporters, goalValue, type EvalReport } from './evaluation.js';
export { explainReporters, ruleReporters } from './explain.js';
export { learningCurveReporters, type LearningCurveReport } from './learning-curve.js';
export { lintReporters, lintSummary, ruleListReporters, type LintFormat } from './lint.js';
export { problemLine } from './problems.js';
export { formatsWithCases, logReplayReporters, simulationReporters, type SimulationReport } from './simulation.js';
export { count, percent, quote, table, type Style } from './style.js';
