import { expect, test } from 'vitest';
import { planArticles, readGuidelines, readMarkdownArticles } from '../../src/importing/index.js';
import { parseWorkspace } from '../../src/workspace/index.js';

const { workspace } = parseWorkspace([{ path: 'articles/known.md', text: '---\ntitle: Known\n---\nText.\n' }]);

test('a Markdown file becomes an article: front matter is added, the body untouched', () => {
  const articles = readMarkdownArticles([
    { path: 'a/b.md', text: '# Refunds: how\r\n\r\nSoon.\r\n' },
    { path: 'c.md', text: '---\ntitle: "C"\nlayout: page\n---\nText.\n' },
    { path: 'known.md', text: 'Other.' },
  ]);

  const { files, present } = planArticles(workspace, articles, 'shop');

  expect(files.get('articles/a/b.md')).toBe(
    '---\r\ntitle: "Refunds: how"\r\nowner: shop\r\n---\r\n# Refunds: how\r\n\r\nSoon.\r\n',
  );
  expect(files.get('articles/c.md')).toBe('---\ntitle: C\nowner: shop\n---\nText.\n');
  expect(present).toEqual(['known']);
});

test('guidelines become an article for each subflow', () => {
  const text = JSON.stringify({
    'Product Defect': {
      subflows: {
        'Initiate Refund': {
          instructions: ['Ask why.', 'Say goodbye.'],
          actions: [{ text: 'Pull up', subtext: ['Name'] }],
        },
      },
    },
  });

  expect(readGuidelines(text, 'guidelines.json')).toEqual([
    {
      id: 'product-defect/initiate-refund',
      title: 'Initiate Refund',
      body: 'Ask why.\n\n1. Pull up\n   - Name\n\nSay goodbye.\n',
    },
  ]);
  expect(() => readGuidelines('[]', 'guidelines.json')).toThrow('no guidelines');
});
