export { jsonLine, jsonText } from './json.js';
export { unifiedDiff } from './diff.js';
export { graphReporters, whyReporters, type WhyReport } from './graph.js';
export { checkReporters, type CheckReport } from './check.js';
export { comparisonInWords, type ComparisonReport } from './comparison.js';
export { evalReporters, goalValue, type EvalReport } from './evaluation.js';
export { explainReporters, figureReporters, ruleReporters } from './explain.js';
export { figureMeanings } from './figures.js';
export { learningCurveReporters, type LearningCurveReport } from './learning-curve.js';
export { lintReporters, lintSummary, ruleListReporters, type LintFormat } from './lint.js';
export { miningReporters } from './mining.js';
export { pages } from './pages.js';
export { problemLine } from './problems.js';
export { conversationScreen, groupScreen, reviewReporters, type ReviewFigures } from './review.js';
export {
  caseReporters,
  logReplayReporters,
  simulationReporters,
  type SimulationFormat,
  type SimulationReport,
} from './simulation.js';
export { count, quote, table, type Style } from './style.js';
export { csvLine, logsReporters, valueText } from './logs.js';
export { tuningReporters, type TuningReport } from './tuning.js';
export { historyReporters } from './history.js';
export { statsReporters } from './stats.js';
export type { StatsReport } from './stats-words.js';
export { FIGURE_COLUMNS, figureRows } from './stats-rows.js';
export { nextReporters, suspectReporters, type PlacedLine, type PlacedSuspect } from './next.js';
export { statsSchema } from './stats-schema.js';
