import { OUT_OF_SCOPE, type Settings } from '../workspace/index.js';
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

/** Holds the goals under `goals.eval` against an evaluation: the overall ones in the order of the schema, then by intent. */
export function judgeEvalGoals(
  { intents = {}, ...overall }: Settings['goals']['eval'],
  { summary, byIntent }: Pick<Evaluation, 'summary' | 'byIntent'>,
): readonly GoalResult[] {
  const values: Record<keyof typeof overall, number | null> = {
    in_scope_accuracy: summary.inScope.accuracy,
    accuracy_without_threshold: summary.inScope.accuracyWithoutThreshold,
    macro_f1: summary.inScope.macroF1,
    out_of_scope_recall: summary.outOfScope.recall,
    joint_accuracy: summary.joint.accuracy,
    answer_precision: summary.answer.precision,
    answer_coverage: summary.answer.coverage,
  };
  const judged = (goal: string, target: number | undefined, value: number | null): GoalResult[] =>
    target === undefined ? [] : [{ goal, target, value, met: value === null ? null : value >= target }];
  return [
    ...Object.entries(values).flatMap(([name, value]) =>
      judged(`eval.${name}`, overall[name as keyof typeof overall], value),
    ),
    ...Object.entries(intents).flatMap(([name, goals]) => {
      const own = byIntent.find(({ intent }) => (intent ?? OUT_OF_SCOPE) === name);
      return (['precision', 'recall', 'f1'] as const).flatMap((figure) =>
        judged(`eval.intents.${name}.${figure}`, goals[figure], own?.[figure] ?? null),
      );
    }),
  ];
}
