import { expect, test } from 'vitest';
import { addIgnored } from '../../src/workspace/index.js';
import { workspaceOf } from './workspaces.js';

test('ignored.md holds an utterance a list item, with its place; other lines are for people', () => {
  const text =
    '# Ignored\n\nNot ours.\n\n- ok boomer\n-   tell me a joke <!-- from c_8f3a41d0b2c97e55 on 2026-10-02 -->\r\n';
  const { workspace, problems } = workspaceOf({ 'ignored.md': text });
  expect(problems).toEqual([]);
  expect(workspace.ignored?.utterances).toEqual([
    { text: 'ok boomer', line: 5, column: 3 },
    {
      text: 'tell me a joke',
      line: 6,
      column: 5,
      provenance: { customer: 'c_8f3a41d0b2c97e55', date: '2026-10-02' },
    },
  ]);
});

test('an empty item is told with its line, and nothing is half read', () => {
  const { workspace, problems } = workspaceOf({ 'ignored.md': '- ok\n-\n' });
  expect(workspace.ignored).toBeUndefined();
  expect(problems).toMatchObject([{ code: 'utt/empty', file: 'ignored.md', line: 2 }]);
});

test('lines are added at the end, in the line ends of the file', () => {
  expect(addIgnored('- ok\r\n- no', ['- maybe'])).toBe('- ok\r\n- no\r\n- maybe\r\n');
  expect(addIgnored(undefined, ['- maybe'])).toMatch(/^# Ignored\n[^]*\n\n- maybe\n$/);
});
