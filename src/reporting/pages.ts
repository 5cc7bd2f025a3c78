import type { CheckReport } from './check.js';
import type { EvalReport } from './evaluation.js';
import type { LearningCurveReport } from './learning-curve.js';
import type { SimulationReport } from './simulation.js';
import type { AcceptedRun } from '../evaluation/index.js';
import type { NextReport, SuspectReport } from './next.js';
import type { StatsReport } from './stats-words.js';
import type { MiningReport } from '../mining/index.js';
import type { LintResult } from '../lint/index.js';
import type { LogReplay } from '../simulation/index.js';
import type { TuningReport } from './tuning.js';

/** Reports as web pages, one file each. They are imported on use: what draws their charts would cost every other start some 40 ms. */
export const pages = {
  next: async (report: NextReport): Promise<string> => (await import('./html/next.js')).nextPage(report),
  suspects: async (report: SuspectReport): Promise<string> => (await import('./html/next.js')).suspectsPage(report),
  mining: async (report: MiningReport): Promise<string> => (await import('./html/mining.js')).miningPage(report),
  stats: async (report: StatsReport): Promise<string> => (await import('./html/stats.js')).statsPage(report),
  simulation: async (report: SimulationReport): Promise<string> =>
    (await import('./html/simulation.js')).simulationPage(report),
  lint: async (result: LintResult): Promise<string> => (await import('./html/lint.js')).lintPage(result),
  eval: async (report: EvalReport): Promise<string> => (await import('./html/evaluation.js')).evaluationPage(report),
  learningCurve: async (report: LearningCurveReport): Promise<string> =>
    (await import('./html/learning-curve.js')).learningCurvePage(report),
  history: async (runs: readonly AcceptedRun[]): Promise<string> =>
    (await import('./html/history.js')).historyPage(runs),
  tuning: async (report: TuningReport): Promise<string> => (await import('./html/tuning.js')).tuningPage(report),
  logReplay: async (replay: LogReplay): Promise<string> => (await import('./html/log-replay.js')).logReplayPage(replay),
  check: async (report: CheckReport): Promise<string> => (await import('./html/check.js')).checkPage(report),
};
