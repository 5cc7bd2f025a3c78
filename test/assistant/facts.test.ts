import { expect, test } from 'vitest';
import { answerTo, factsIn, isValueOf } from '../../src/assistant/facts.js';
import { workspaceOf } from '../workspace/workspaces.js';

const settingsWith = (pattern: string) =>
  workspaceOf({ 'kb.yaml': `facts:\n  number: { type: string, pattern: '${pattern}' }\n` }).workspace.settings;

test.each([
  ["it's 48213, the late one", '48213'],
  ['48213', '48213'],
  ['my number is 07700900123', undefined],
  ['order A48213', undefined],
  ['1234 48213', '48213'],
  ['订单48213到哪了', '48213'],
])('in "%s" the order number is %s', (text, found) => {
  expect(factsIn(text, settingsWith('\\d{5}'))).toEqual(found === undefined ? {} : { number: found });
});

test('a pattern that would backtrack for ages is searched for in linear time', () => {
  const settings = settingsWith('(a+)+');
  const began = performance.now();
  factsIn(`${'a'.repeat(1999)}!${'b'.repeat(100_000)}`, settings);
  factsIn(`${'a'.repeat(1999)}b`, settings);
  expect(performance.now() - began).toBeLessThan(2000);
});

test('a value that the pattern does not allow is none', () => {
  const { number } = settingsWith('\\d{5}').facts;
  if (!number) throw new Error('declared above');
  expect(isValueOf(number, '48213')).toBe(true);
  expect(isValueOf(number, '482134')).toBe(false);
  expect(answerTo(number, 'I have none')).toBeUndefined();
  expect(isValueOf({ type: 'number' }, Infinity)).toBe(false);
});
