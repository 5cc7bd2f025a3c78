import { OUT_OF_SCOPE, placeOf } from '../../../workspace/index.js';
import type { Finding, Rule } from '../../rule.js';

export const goalWithoutMetric: Rule = {
  meta: {
    id: 'cfg/goal-without-metric',
    summary:
      'A goal that nothing in the workspace can measure (no scenarios, no held-out or out-of-scope utterances, no such segment): it never fails.',
    severity: 'warning',
    fixable: 'no',
    example: {
      fails: { 'kb.yaml': 'goals: { simulate: { handled: 0.9 } }\n' },
      passes: { 'kb.yaml': 'goals: { eval: { in_scope_accuracy: 0.9 } }\n' },
    },
  },
  *check({ workspace: { settings, settingsYaml, scenarios, intents, heldout }, index }): Generator<Finding> {
    const { simulate, eval: evaluated, stats } = settings.goals;
    const found = (group: string, goal: string, message: string, hint: string): Finding => ({
      message: `goals.${group}.${goal}: ${message}`,
      hint,
      ...placeOf(settingsYaml, ['goals', group, ...goal.split('.')], 'key'),
    });
    for (const [goal, value] of Object.entries(simulate)) {
      if (value === undefined) continue;
      if (scenarios.length === 0)
        yield found('simulate', goal, 'there are no scenarios', 'write one with `kb new scenario`');
    }
    for (const [group, waits] of Object.entries({ simulate, stats })) {
      for (const segment of Object.keys(waits.wait_p90_seconds ?? {})) {
        if (segment === 'all' || settings.segments.includes(segment)) continue;
        yield found(
          group,
          `wait_p90_seconds.${segment}`,
          `there is no segment "${segment}"`,
          `segments: all, ${settings.segments.join(', ')}`,
        );
      }
    }
    const files = heldout.length > 0 ? heldout : intents;
    const hasOutOfScope = files.some((file) => file.intent === OUT_OF_SCOPE && index.countOf(file) > 0);
    for (const goal of ['out_of_scope_recall', 'joint_accuracy'] as const) {
      if (evaluated[goal] !== undefined && !hasOutOfScope) {
        yield found(
          'eval',
          goal,
          'there are no out-of-scope utterances to measure it with',
          `add some to ${heldout.length > 0 ? 'heldout' : 'intents'}/out-of-scope.md`,
        );
      }
    }
    for (const intent of Object.keys(evaluated.intents ?? {})) {
      if (files.some((file) => file.intent === intent && index.countOf(file) > 0)) continue;
      yield {
        message: `goals.eval.intents.${intent}: there are no utterances of it to measure it with`,
        hint: `add some to ${heldout.length > 0 ? 'heldout' : 'intents'}/, or take the goal out`,
        ...placeOf(settingsYaml, ['goals', 'eval', 'intents', intent], 'key'),
      };
    }
    for (const [goal, value] of Object.entries(evaluated)) {
      if (value !== undefined && intents.every(({ utterances }) => utterances.length === 0)) {
        yield found('eval', goal, 'there are no utterances', 'import or write some');
      }
    }
  },
};
