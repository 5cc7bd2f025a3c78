import type { GoalResult } from '../../evaluation/index.js';
import { goalValue } from '../evaluation.js';
import { code, markup, type Html } from './markup.js';
import type { Section } from './page.js';
import { tableOf } from './tables.js';

/** The goals of kb.yaml with what was measured; nothing without goals. */
export function goalsSection(goals: readonly GoalResult[]): Section {
  const table = tableOf({
    id: 'all-goals',
    caption: markup`<b>Goals</b> of kb.yaml, and what was measured.`,
    columns: [
      { head: 'goal' },
      { head: 'target', kind: 'number' },
      { head: 'measured', kind: 'number' },
      { head: 'verdict', kind: 'line' },
    ],
    rows: goals.map(({ goal, target, value, met }) => [
      code(goal),
      { show: goalValue(goal, target), by: target },
      { show: goalValue(goal, value), by: value },
      goalVerdict(met),
    ]),
  });
  return { id: 'goals', title: 'Goals', body: table };
}

function goalVerdict(met: boolean | null): Html {
  if (met === null) return markup`<span class="muted">not measured</span>`;
  return met ? markup`<span class="good">✓ met</span>` : markup`<span class="bad">✗ missed</span>`;
}

/** The goals that were missed, a line each. */
export function missedGoals(goals: readonly GoalResult[]): readonly Html[] {
  return goals
    .filter(({ met }) => met === false)
    .map(
      ({ goal, target, value }) =>
        markup`${code(goal)} is ${goalValue(goal, value)}, the goal is ${goalValue(goal, target)}`,
    );
}
