import { expect, test } from 'vitest';
import { KbError, type Problem } from '../../src/problem.js';
import { addLanguages } from '../../src/workspace/index.js';
import { workspaceOf } from './workspaces.js';

function problemsOf(settings: string): readonly Problem[] {
  try {
    workspaceOf({ 'kb.yaml': settings });
  } catch (error) {
    if (error instanceof KbError) return error.problems;
    throw error;
  }
  return [];
}

test('an empty kb.yaml is a workspace with defaults', () => {
  const { settings } = workspaceOf({ 'kb.yaml': '' }).workspace;
  expect(settings).toMatchObject({
    languages: ['en'],
    routing: { answer_precision: 0.95, out_of_scope_share: 0.2, costs: { wrong_answer: 20 } },
    privacy: { retention_days: 365 },
  });
});

test('unknown keys and wrong values are told all at once, with line, column and the nearest known key', () => {
  const problems = problemsOf('name: X\nrouting:\n  answer_precison: 0.9\n  out_of_scope_share: 1.5\ngaols: {}\n');
  expect(problems.map(({ code, line, column, hint }) => [code, line, column, hint])).toEqual([
    ['kb/unknown-field', 3, 3, 'did you mean "answer_precision"?'],
    ['kb/front-matter-schema', 4, 23, undefined],
    ['kb/unknown-field', 5, 1, 'did you mean "goals"?'],
  ]);
});

test('broken YAML is told with its place', () => {
  expect(problemsOf('name: [a\nlanguages: [en]\n')[0]).toMatchObject({
    code: 'file/yaml-syntax',
    file: 'kb.yaml',
    line: 2,
  });
});

test('an alias bomb is refused', () => {
  const levels = Array.from(
    { length: 12 },
    (_, level) => `l${level + 1}: &l${level + 1} [${`*l${level}, `.repeat(9)}*l${level}]`,
  );
  expect(problemsOf(`l0: &l0 x\n${levels.join('\n')}\n`)[0]?.code).toBe('file/yaml-syntax');
});

test.each([
  ['languages: [en, zh] # two\nname: X\n', 'languages: [en, zh, fr] # two\nname: X\n'],
  [
    'name: X\nlanguages:\n  - en # first\n  - zh\n\n# end\n',
    'name: X\nlanguages:\n  - en # first\n  - zh\n  - fr\n\n# end\n',
  ],
  ['name: X', 'name: X\nlanguages: [en, fr]\n'],
  ['languages:\r\n- en\r\n', 'languages:\r\n- en\r\n- fr\r\n'],
])('a language is added to %j without touching the rest', (before, after) => {
  const { workspace } = workspaceOf({ 'kb.yaml': before });
  const text = addLanguages(workspace.settingsText, workspace.settingsYaml, ['fr']);
  expect(text).toBe(after);
  expect(workspaceOf({ 'kb.yaml': text }).workspace.settings.languages.at(-1)).toBe('fr');
});

test.each(['{}\n', '{ name: X }\n', 'segments: &l [en]\nname: X\nlanguages: *l\n', '---\nname: x\n...\n'])(
  'a language is added to %j, if need be by writing the file anew',
  (before) => {
    const { workspace } = workspaceOf({ 'kb.yaml': before });
    const text = addLanguages(workspace.settingsText, workspace.settingsYaml, ['fr']);
    expect(workspaceOf({ 'kb.yaml': text }).workspace.settings.languages).toEqual(['en', 'fr']);
  },
);

test('an alias that contains itself is refused', () => {
  expect(problemsOf('segments: &s [*s]\n')[0]).toMatchObject({ code: 'file/yaml-syntax' });
});

test('a wrong value among alternatives says what would be right', () => {
  expect(problemsOf('lint: { rules: { utt/duplicate: eror } }\n')[0]?.message).toContain(
    'expected off, info, warning, error',
  );
});

test.each(['(a)\\1', '(?=a)b', '(?<!a)b', 'a)(b', '[a', '\\d*', '((\\d{999}){999}){9}'])(
  'the pattern %s of a fact, which could run away, match nothing or cannot be read, is told with its place',
  (pattern) => {
    const [problem] = problemsOf(`facts:\n  order_number: { type: string, pattern: '${pattern}' }\n`);
    expect(problem).toMatchObject({ file: 'kb.yaml', line: 2, column: 42 });
  },
);
