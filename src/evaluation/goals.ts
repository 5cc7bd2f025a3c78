import type { Settings } from '../workspace/index.js';
import type { Evaluation } from './evaluate.js';

/** One goal of kb.yaml held against what was measured. */
export interface GoalResult {
  /** Its path in kb.yaml, `eval.in_scope_accuracy`. */
  readonly goal: string;
  readonly target: number;
  readonly value: number | null;
  /** `null`: not measured, since there are no data for it. That is no failure. */
  readonly met: boolean | null;
}

/** Holds the goals under `goals.eval` against an evaluation, in the order of the schema. */
export function judgeEvalGoals(goals: Settings['goals']['eval'], { summary }: Evaluation): readonly GoalResult[] {
  const values: Record<keyof Settings['goals']['eval'], number | null> = {
    in_scope_accuracy: summary.inScope.accuracy,
    accuracy_without_threshold: summary.inScope.accuracyWithoutThreshold,
    macro_f1: summary.inScope.macroF1,
    out_of_scope_recall: summary.outOfScope.recall,
    joint_accuracy: summary.joint.accuracy,
    answer_precision: summary.answer.precision,
    answer_coverage: summary.answer.coverage,
  };
  return Object.entries(values).flatMap(([name, value]) => {
    const target = goals[name as keyof typeof goals];
    if (target === undefined) return [];
    return [{ goal: `eval.${name}`, target, value, met: value === null ? null : value >= target }];
  });
}
