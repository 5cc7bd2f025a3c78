import { expect, test } from 'vitest';
import { placeOf } from '../../src/workspace/index.js';
import { workspaceOf } from './workspaces.js';

test('an article knows its id, language, tasks and where everything stands', () => {
  const { workspace, problems } = workspaceOf({
    'articles/orders/track.zh.md':
      '---\r\ntitle: 查询订单\r\nintents:\r\n  - order.track\r\n  - order.late\r\nupdated: 2026-10-01\r\n---\r\n您的订单…\r\n',
  });
  expect(problems).toEqual([]);
  const [article] = workspace.articles;
  if (!article) throw new Error('no article');
  expect(article).toMatchObject({
    id: 'orders/track',
    language: 'zh',
    updated: '2026-10-01',
    body: '您的订单…\r\n',
    bodyLineOffset: 7,
  });
  expect(placeOf(article.yaml, ['intents', 1])).toEqual({ file: 'articles/orders/track.zh.md', line: 5, column: 5 });
});

test.each([
  ['js', '---js\n{ title: process.exit(3) }\n---\n'],
  ['javascript', '---javascript\nprocess.exit(3)\n---\n'],
  ['coffee', '---coffee\ntitle: "x"\n---\n'],
  ['json', '---json\n{"title": "x"}\n---\n'],
  ['toml', '---toml\ntitle = "x"\n---\n'],
])('front matter in %s is refused, not run', (_, text) => {
  const { problems } = workspaceOf({ 'articles/x.md': text });
  expect(problems).toMatchObject([{ code: 'kb/front-matter-schema', file: 'articles/x.md', line: 1 }]);
  expect(problems[0]?.message).toContain('another language than YAML');
});

test('a broken file stays broken when it is read a second time', () => {
  const text = '---\ntitle: [\n---\nx\n';
  expect(workspaceOf({ 'articles/x.md': text }).problems).toHaveLength(1);
  expect(workspaceOf({ 'articles/x.md': text }).problems).toHaveLength(1);
});

test.each([
  ['no front matter', 'just text\n', 'no front matter'],
  ['an open end', '---\ntitle: x\n', 'the front matter does not end'],
  ['no title', '---\nintents: []\n---\n', '"title" is missing'],
  ['a day that does not exist', '---\ntitle: x\nreview_by: 2026-02-30\n---\n', '"review_by"'],
])('%s is told', (_, text, message) => {
  expect(workspaceOf({ 'articles/x.md': text }).problems[0]?.message).toContain(message);
});
