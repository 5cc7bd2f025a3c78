import fc from 'fast-check';
import { expect, test } from 'vitest';
import { suppress } from '../../src/analytics/suppress.js';

const cells = (groups: Readonly<Record<string, number>>) =>
  Object.entries(groups).map(([key, people]) => ({ key, people }));

test('one small group takes the smallest other one with it; of two groups none is left', () => {
  expect([...suppress(cells({ chat: 40, email: 3, social: 9 }), [['chat', 'email', 'social']], 5)].toSorted()).toEqual([
    'email',
    'social',
  ]);
  expect(suppress(cells({ chat: 40, email: 3 }), [['chat', 'email']], 5).size).toBe(2);
  expect(suppress(cells({ chat: 40, email: 30, social: 0 }), [['chat', 'email', 'social']], 5).size).toBe(0);
});

test('two small groups whose sum is small too take a third', () => {
  expect(suppress(cells({ a: 1, b: 2, c: 8, d: 90 }), [['a', 'b', 'c', 'd']], 5)).toEqual(new Set(['a', 'b', 'c']));
  expect(suppress(cells({ a: 3, b: 4, c: 8 }), [['a', 'b', 'c']], 5)).toEqual(new Set(['a', 'b']));
});

test('whatever the groups and the wholes they add up to: no difference shows fewer than the least', () => {
  const table = fc.array(fc.array(fc.nat(20), { minLength: 3, maxLength: 3 }), { minLength: 2, maxLength: 5 });
  fc.assert(
    fc.property(table, fc.integer({ min: 2, max: 8 }), (rows, least) => {
      const key = (row: number, column: number): string => `${row} ${column}`;
      const all = rows.flatMap((row, r) => row.map((people, c) => ({ key: key(r, c), people })));
      const wholes = [
        ...rows.map((row, r) => row.map((_, c) => key(r, c))),
        ...[0, 1, 2].map((c) => rows.map((_, r) => key(r, c))),
      ];
      const hidden = suppress(all, wholes, least);
      const people = new Map(all.map((cell) => [cell.key, cell.people]));
      for (const { key: name, people: number } of all)
        if (number > 0 && number < least) expect(hidden.has(name)).toBe(true);
      for (const whole of wholes) {
        const gone = whole.filter((name) => hidden.has(name));
        const sum = gone.reduce((total, name) => total + (people.get(name) ?? 0), 0);
        const isWholeGone = whole.filter((name) => (people.get(name) ?? 0) > 0).length === gone.length;
        if (gone.length > 0 && !isWholeGone) {
          expect(gone.length).toBeGreaterThan(1);
          expect(sum).toBeGreaterThanOrEqual(least);
        }
      }
    }),
  );
});
