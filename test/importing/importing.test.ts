import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formats, planImport, readUtterances } from '../../src/importing/index.js';
import { KbError } from '../../src/problem.js';
import { parseWorkspace, type Workspace } from '../../src/workspace/index.js';
import { workspaceOf } from '../workspace/workspaces.js';

function read(text: string, name: string): ReturnType<typeof readUtterances> {
  const format = formats.find((candidate) => candidate.name === name);
  if (!format) throw new Error(name);
  return readUtterances(text, { file: `rows.${name}`, format, language: 'en' });
}

/** The workspace after an import. */
function imported(files: Readonly<Record<string, string>>, plan: ReturnType<typeof planImport>): Workspace {
  const all = { 'kb.yaml': 'languages: [en, zh]\n', ...files, ...Object.fromEntries(plan.files) };
  const { workspace, problems } = parseWorkspace(Object.entries(all).map(([path, text]) => ({ path, text })));
  expect(problems).toEqual([]);
  return workspace;
}

test('JSON Lines: null is out of scope, white space is folded, lang and language are read, other keys ignored', () => {
  const rows = read(
    '{"text":" where is\\n my  parcel ","intent":"order.track","lang":"de","scenario":1}\n\n{"text":"天气","intent":null,"language":"zh"}\r\n{"text":"hi","intent":"greet"}',
    'jsonl',
  );
  expect(rows).toEqual([
    { text: 'where is my parcel', intent: 'order.track', language: 'de' },
    { text: '天气', intent: 'out-of-scope', language: 'zh' },
    { text: 'hi', intent: 'greet', language: 'en' },
  ]);
});

test('CSV: quotes, line breaks in cells, semicolons, columns in any order, an empty intent', () => {
  expect(read('intent;text;lang\ngreet;"hi; ""you""\nthere";en\n;nonsense;zh\n', 'csv')).toEqual([
    { text: 'hi; "you" there', intent: 'greet', language: 'en' },
    { text: 'nonsense', intent: 'out-of-scope', language: 'zh' },
  ]);
});

test('CSV with mixed line ends keeps its rows apart', () => {
  const rows = read('intent,text\r\na,hi there\nb,go home\r\n', 'csv');
  expect(rows.map(({ intent, text }) => [intent, text])).toEqual([
    ['a', 'hi there'],
    ['b', 'go home'],
  ]);
});

test('tab-separated rows may hold a quotation mark', () => {
  expect(read('text\tintent\na 5" lid\tspare\n', 'csv')).toMatchObject([{ text: 'a 5" lid', intent: 'spare' }]);
});

test('all wrong rows are told at once with their lines', () => {
  const text = ['{"text":"a"}', 'nonsense', '{"text":"","intent":"x"}', '{"text":"b","intent":7}', '[1]'].join('\n');
  expect(() => read(text, 'jsonl')).toThrow(KbError);
  try {
    read(text, 'jsonl');
  } catch (error) {
    const places = (error as KbError).problems.map(({ file, line }) => `${file}:${line}`).toSorted();
    expect(places).toEqual(['rows.jsonl:1', 'rows.jsonl:2', 'rows.jsonl:3', 'rows.jsonl:4', 'rows.jsonl:5']);
  }
  expect(() => read('a,b\n1,2\n', 'csv')).toThrow('no column for the text among: a, b');
});

test('new lines are appended sorted, existing ones never move, exact repeats are dropped', () => {
  const before = { 'intents/g.md': '---\nintent: greet\n---\nHellos.\n\n## en\n- yo\n- hi\n\n## zh\n- 你好\n' };
  const { workspace } = workspaceOf(before);
  const rows = read(
    ['hi', 'hello', 'ahoy', 'ahoy', 'Hi'].map((text) => JSON.stringify({ text, intent: 'greet' })).join('\n'),
    'jsonl',
  );
  const plan = planImport(workspace, rows, 'intents');
  expect(plan).toMatchObject({ added: 3, repeated: 2, newIntents: [], newLanguages: [] });
  expect(plan.files.get('intents/g.md')).toBe(
    '---\nintent: greet\n---\nHellos.\n\n## en\n- yo\n- hi\n- Hi\n- ahoy\n- hello\n\n## zh\n- 你好\n',
  );
});

test('a language that kb.yaml lacks is added to it', () => {
  const plan = planImport(
    workspaceOf({}).workspace,
    read('{"text":"hola","intent":"greet","lang":"es"}', 'jsonl'),
    'heldout',
  );
  expect(plan.newLanguages).toEqual(['es']);
  expect([...plan.files.keys()].toSorted()).toEqual(['heldout/greet.md', 'kb.yaml']);
  expect(imported({}, plan).settings.languages).toEqual(['en', 'zh', 'es']);
});

const row = fc.record({
  text: fc.oneof(fc.string({ unit: 'binary', minLength: 1 }), fc.constantFrom('hi', 'Hi', '- x', '## en', '你好')),
  intent: fc.constantFrom('greet', 'Greet', 'greet?', 'out-of-scope', 'Out of Scope', '404', '退款'),
  lang: fc.constantFrom('en', 'zh', 'pt-BR'),
});

test('importing twice changes nothing, and the order of the rows does not matter', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 30 }), fc.nat(), (rows, seed) => {
      const lines = rows.filter(({ text }) => /[^\s\p{Cc}]/u.test(text)).map((item) => JSON.stringify(item));
      const shuffled = lines.map((line, index) => ({ line, key: ((index + 1) * (seed + 7)) % 31 }));
      const other = shuffled.toSorted((a, b) => a.key - b.key).map(({ line }) => line);
      const { workspace } = workspaceOf({});
      const plan = planImport(workspace, read(lines.join('\n'), 'jsonl'), 'intents');
      const again = planImport(workspace, read(other.join('\n'), 'jsonl'), 'intents');
      expect(new Map(again.files)).toEqual(new Map(plan.files));

      const after = imported({}, plan);
      const second = planImport(after, read(lines.join('\n'), 'jsonl'), 'intents');
      expect(second.files.size).toBe(0);
      expect(second.added).toBe(0);
      const stored = after.intents.flatMap(({ utterances }) => utterances).length;
      expect(stored).toBe(plan.added);
    }),
  );
});
