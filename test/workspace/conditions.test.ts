import { expect, test } from 'vitest';
import {
  compileCondition,
  findTaskGaps,
  settingsSchema,
  type Condition,
  type ConditionProblem,
} from '../../src/workspace/index.js';

const settings = settingsSchema.parse({
  segments: ['new', 'vip'],
  facts: {
    order_status: { type: 'enum', values: ['shipped', 'delivered', 'lost'] },
    days_late: { type: 'number' },
    has_photo: { type: 'boolean' },
    order_number: { type: 'string' },
  },
});

function condition(source: string, scope: 'task' | 'rule' = 'task'): Condition {
  const compiled = compileCondition(source, settings, scope);
  if (!('evaluate' in compiled)) throw new Error(compiled.map(({ message }) => message).join('; '));
  return compiled;
}

function problems(source: string, scope: 'task' | 'rule' = 'task'): readonly ConditionProblem[] {
  const compiled = compileCondition(source, settings, scope);
  return 'evaluate' in compiled ? [] : compiled;
}

test('a condition reads facts and says which', () => {
  const late = condition('order_status == "shipped" && (days_late >= 3 || !has_photo)');

  expect(late.names).toEqual(['days_late', 'has_photo', 'order_status']);
  expect(late.evaluate({ order_status: 'shipped', days_late: 3, has_photo: true })).toBe(true);
  expect(late.evaluate({ order_status: 'shipped', days_late: 2.5, has_photo: true })).toBe(false);
});

test('a fact that is not known makes unknown only what depends on it', () => {
  const late = condition('order_status == "shipped" && days_late >= 3');

  expect(late.evaluate({})).toBeUndefined();
  expect(late.evaluate({ order_status: 'shipped' })).toBeUndefined();
  expect(late.evaluate({ order_status: 'lost' })).toBe(false);
  expect(late.evaluate({ days_late: 1 })).toBe(false);
});

test('numbers compare and compute with whole numbers, as people write them', () => {
  expect(condition('days_late == 3').evaluate({ days_late: 3 })).toBe(true);
  expect(condition('days_late + 1 > 2 * 2').evaluate({ days_late: 3.5 })).toBe(true);
});

test('a routing rule sees the customer and the intent, a task does not', () => {
  const rule = 'customer.segment == "vip" && intent.tier != "simple" && turn > 1';

  expect(condition(rule, 'rule').evaluate({ customer: { segment: 'vip' }, intent: { tier: 'complex' }, turn: 2 })).toBe(
    true,
  );
  expect(problems(rule).map(({ name }) => name)).toEqual(['customer.segment', 'intent.tier', 'turn']);
});

test.each([
  ['order_status ==', 'syntax'],
  ['order_status = "lost"', 'syntax'],
  ['', 'syntax'],
  ['order_state == "lost"', 'unknown-name'],
  ['toString == "x"', 'unknown-name'],
  ['order_number.matches("(a+)+$")', 'unknown-name'],
  ['[1, 2].all(x, x > 1)', 'unknown-name'],
  ['order_status == "gone"', 'unknown-value'],
  ['order_status in ["lost", "gone"]', 'unknown-value'],
  ['days_late == "3"', 'type'],
  ['order_status', 'type'],
])('%s is refused: %s', (source, kind) => {
  expect(problems(source)[0]?.kind).toBe(kind);
});

test('all wrong names are told at once, each with its place', () => {
  const source = 'order_stat == "lost" && days_lat > 3';

  expect(problems(source).map(({ start, end }) => source.slice(start, end))).toEqual(['order_stat', 'days_lat']);
});

test('overlapping triggers are found, with facts under which both hold', () => {
  const tasks = [condition('days_late >= 3'), condition('order_status == "lost"'), condition('days_late < 3')];

  const { overlaps } = findTaskGaps(tasks, settings);

  expect(overlaps.map(({ tasks: pair }) => pair)).toEqual([
    [0, 1],
    [1, 2],
  ]);
  for (const { tasks: pair, when } of overlaps) {
    expect(pair.map((index) => tasks[index]?.evaluate(when))).toEqual([true, true]);
  }
});

test('facts for which no task applies are found', () => {
  const shipped = condition('order_status == "shipped" && days_late < 3');
  const lost = condition('order_status == "lost"');

  const { noExit } = findTaskGaps([shipped, lost], settings);

  expect(noExit).toBeDefined();
  expect(shipped.evaluate(noExit ?? {})).toBe(false);
  expect(lost.evaluate(noExit ?? {})).toBe(false);
});

test('triggers that share out all cases leave no gap, and a last task without one means otherwise', () => {
  const early = condition('days_late < 3');

  expect(findTaskGaps([early, condition('days_late >= 3')], settings)).toEqual({ overlaps: [] });
  expect(findTaskGaps([early, undefined], settings)).toEqual({ overlaps: [] });
  expect(findTaskGaps([undefined, early], settings).overlaps).toEqual([{ tasks: [0, 1], when: {} }]);
});
