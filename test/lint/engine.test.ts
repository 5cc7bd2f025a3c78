import { expect, test } from 'vitest';
import {
  applyFixes,
  cacheParts,
  decodeCache,
  encodeCache,
  fixAll,
  matchesGlob,
  readBaseline,
  writeBaseline,
} from '../../src/lint/index.js';
import { unifiedDiff } from '../../src/reporting/index.js';
import { hashOf, parseWorkspace } from '../../src/workspace/index.js';
import { lintTexts, minimal } from './workspaces.js';

const TODO = '---\ntitle: Refunds\nintents: [refund.status]\nowner: payments\n---\nIn TODO days.\n';

function codes(files: Readonly<Record<string, string>>): string[] {
  return lintTexts({ ...minimal, ...files }).problems.map(
    ({ code, severity, file, line }) => `${severity} ${code} ${file}:${line}`,
  );
}

test('kb.yaml sets the severity of a rule, for all files and for some', () => {
  const article = { 'articles/refunds.md': TODO };

  expect(codes(article)).toEqual(['error kb/placeholder articles/refunds.md:6']);
  expect(codes({ ...article, 'kb.yaml': 'lint: { rules: { kb/placeholder: info } }\n' })).toEqual([
    'info kb/placeholder articles/refunds.md:6',
  ]);
  const overrides = 'lint: { overrides: [{ files: ["articles/ref*"], rules: { kb/placeholder: off } }] }\n';
  expect(codes({ ...article, 'kb.yaml': overrides })).toEqual([]);
});

test('a folder may have other options of a rule', () => {
  const long = `---\ntitle: Refunds\nintents: [refund.status]\nowner: payments\n---\nThe money ${'comes and '.repeat(20)}goes.\n`;
  const settings =
    'lint: { rules: { kb/reading-level: [warning, { words: 12 }] }, overrides: [{ files: [articles/**], rules: { kb/reading-level: [error, { words: 60 }] } }] }\n';

  expect(codes({ 'articles/refunds.md': long, 'kb.yaml': settings })).toEqual([]);
  expect(codes({ 'articles/refunds.md': long, 'kb.yaml': settings.replace('articles/**', 'articles/a*') })).toEqual([
    'warning kb/reading-level articles/refunds.md:6',
  ]);
});

test('patterns match names, and ** matches folders', () => {
  expect(matchesGlob('articles/**', 'articles/a/b.md')).toBe(true);
  expect(matchesGlob('**/b.md', 'b.md')).toBe(true);
  expect(matchesGlob('**/*.zh.md', 'articles/a/b.zh.md')).toBe(true);
  expect(matchesGlob('articles/*.md', 'articles/a/b.md')).toBe(false);
  expect(matchesGlob('articles/legal/', 'articles/legal/a.md')).toBe(true);
  expect(matchesGlob(`${'*a'.repeat(50)}b`, 'a'.repeat(2000))).toBe(false);
});

test('a comment disables a rule for a line, a part, or a file, and says why', () => {
  const body = (text: string): Record<string, string> => ({
    'articles/refunds.md': TODO.replace('In TODO days.', text),
  });

  expect(codes(body('<!-- kb-disable-next-line kb/placeholder -- a quotation -->\nIn TODO days.'))).toEqual([]);
  expect(codes(body('In TODO days.\n\n<!-- kb-disable-file kb/placeholder -- a quotation -->'))).toEqual([]);
  const part =
    '<!-- kb-disable kb/placeholder -- a quotation -->\nIn TODO days.\n<!-- kb-enable kb/placeholder -->\n\nTODO';
  expect(codes(body(part))).toEqual(['error kb/placeholder articles/refunds.md:10']);
});

test('in an intent file, too', () => {
  const utterance =
    'how long does a refund take\n<!-- kb-disable-next-line utt/duplicate -- as it was said -->\n- How long does a refund take?\n';
  const text = minimal['intents/refund.status.md']?.replace('how long does a refund take\n', utterance) ?? '';

  expect(codes({ 'intents/refund.status.md': text })).toEqual([]);
});

test('what the baseline holds does not count, though lines move; what it holds in vain is reported', () => {
  const first = lintTexts({ ...minimal, 'articles/refunds.md': TODO });
  const baseline = writeBaseline(first.problems, first.texts);
  const moved = {
    ...minimal,
    'articles/refunds.md': TODO.replace('In TODO', 'First, a word.\n\nIn TODO'),
    'lint-baseline.json': baseline,
  };

  expect(readBaseline(baseline).findings).toHaveLength(1);
  expect(lintTexts(moved)).toMatchObject({ problems: [], baselined: 1 });
  expect(lintTexts({ ...minimal, 'lint-baseline.json': baseline }).problems.map(({ code }) => code)).toEqual([
    'cfg/unused-baseline',
  ]);
});

test('fixes keep comments, order, blank lines and line ends, and a second round changes nothing', () => {
  const text =
    '---\r\nintent: refund.status\r\ntier: simple\r\narticle: refunds\r\n---\r\n\r\n## en\r\n<!-- kept -->\r\n- where is my money\r\n\r\n- Where is my money?\r\n- refund not here\u200b yet\r\n- when do you pay it back\r\n- write to joe@gmail.com\r\n- how long does a refund take\r\n- still no refund on my card';
  const texts = new Map(Object.entries({ ...minimal, 'intents/refund.status.md': text }));
  const find = (now: ReadonlyMap<string, string>) => lintTexts(Object.fromEntries(now)).problems;

  const fixed = fixAll(texts, find).texts.get('intents/refund.status.md');

  expect(fixed).toBe(
    text.replace('- Where is my money?\r\n', '').replace('\u200b', '').replace('joe@gmail.com', '<email>'),
  );
  expect(fixAll(new Map([...texts, ['intents/refund.status.md', fixed ?? '']]), find).texts.size).toBe(0);
});

test('of two fixes for one place the first is made', () => {
  const edit = (start: number, end: number, text: string) => ({
    code: 'a/b' as const,
    severity: 'error' as const,
    message: '',
    fix: [{ file: 'f', start, end, text }],
  });

  const { texts, mended } = applyFixes([edit(0, 2, 'x'), edit(1, 3, 'y'), edit(3, 4, '')], new Map([['f', 'abcd']]));

  expect(texts.get('f')).toBe('xc');
  expect(mended).toHaveLength(2);
});

test('a diff shows what changes, with its surroundings', () => {
  const lines = Array.from({ length: 12 }, (_, i) => `line ${i}\n`);

  expect(unifiedDiff('a.md', lines.join(''), lines.with(5, 'new\n').join(''))).toBe(
    '--- a/a.md\n+++ b/a.md\n@@ -3,7 +3,7 @@\n line 2\n line 3\n line 4\n-line 5\n+new\n line 6\n line 7\n line 8\n',
  );
});

test('with a cache the same is found; a changed article is read anew, a torn cache is none', () => {
  const files = { ...minimal, 'articles/refunds.md': TODO };
  const first = lintTexts(files);
  const [kept, utterances] = cacheParts.map((part) => encodeCache(first.cache, part, 'kb-1')) as [Buffer, Buffer];
  const parts = { files: kept, utterances };
  const cache = decodeCache(parts, 'kb-1');
  const changed = { ...files, 'articles/refunds.md': TODO.replace('TODO', 'five') };

  expect(cache && lintTexts(files, { cache }).problems).toEqual(first.problems);
  expect(cache && lintTexts(changed, { cache }).problems).toEqual([]);
  const torn = decodeCache({ ...parts, files: kept.subarray(0, -5) }, 'kb-1');
  expect(torn?.files.size).toBe(0);
  expect(torn?.utterances).toEqual(cache?.utterances);
  expect(decodeCache({ utterances: utterances.subarray(0, -5) }, 'kb-1')).toBeUndefined();
});

test('a cache that another program made is none, nor is one of another shape, its checksum right or not', () => {
  const { cache } = lintTexts(minimal);
  const files = encodeCache(cache, 'files', 'kb-1');
  expect(decodeCache({ files }, 'kb-1')?.files.size).toBe(3);
  expect(decodeCache({ files }, 'kb-2')).toBeUndefined();

  const [head = '', json = ''] = files.toString().split('\n');
  const entries = JSON.parse(json) as [string, Record<string, unknown>][];
  const withContent = (content: unknown): Buffer => {
    const text = JSON.stringify(content);
    return Buffer.from(`${[hashOf(text), ...head.split(' ').slice(1)].join(' ')}\n${text}`);
  };
  expect(decodeCache({ files: withContent(entries) }, 'kb-1')?.files.size).toBe(3);
  const without = (name: string): unknown =>
    entries.map(([path, file]) => [path, Object.fromEntries(Object.entries(file).filter(([key]) => key !== name))]);
  for (const wrong of [{}, null, [1], [['articles/a.md']], ...['hash', 'content', 'article', 'intent'].map(without)]) {
    expect(decodeCache({ files: withContent(wrong) }, 'kb-1')).toBeUndefined();
  }
  expect(decodeCache({ utterances: withContent({}) }, 'kb-1')).toBeUndefined();
});

test('a finding of another file is kept when a changed file has to do with it', async () => {
  const { concerning } = await import('../../src/lint/index.js');
  const files = {
    ...minimal,
    'intents/z.md': '---\nintent: z\ntier: complex\nowner: a\n---\n## en\n- where is my money\n',
  };
  const { problems } = lintTexts(files, { only: new Set(['utt/cross-intent-duplicate']) });

  expect(problems.map(({ file }) => file)).toEqual(['intents/z.md']);
  expect(concerning(problems, (file) => file === 'intents/refund.status.md')).toHaveLength(1);
  expect(concerning(problems, (file) => file === 'articles/refunds.md')).toHaveLength(0);
});

test('an article with simple front matter is read as the YAML parser reads it', () => {
  const { workspace } = parseWorkspace([
    {
      path: 'articles/a.md',
      text: '---\ntitle: A "b" (c) & d\nintents: [x.y, z]\nupdated: 2026-01-02\ntasks:\n  - when: n > 1 && s == "a"\n    do: handoff\n---\nBody\n',
    },
  ]);

  expect(workspace.articles[0]).toMatchObject({
    title: 'A "b" (c) & d',
    intents: ['x.y', 'z'],
    updated: '2026-01-02',
    body: 'Body\n',
    bodyLineOffset: 8,
  });
  expect(workspace.articles[0]?.tasks).toEqual([{ when: 'n > 1 && s == "a"', do: 'handoff' }]);
});
