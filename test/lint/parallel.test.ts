import { expect, test } from 'vitest';
import { lint } from '../../src/lint/index.js';
import type * as Parallel from '../../src/lint/parallel.js';
import { parseWorkspace } from '../../src/workspace/index.js';
import { minimal } from './workspaces.js';

test('other threads find what one thread finds, in the same order', async () => {
  const files = Object.entries(minimal).map(([path, text]) => ({ path, text }));
  for (let i = 0; i < 300; i += 1) {
    const body = `We have recieved it, see [this](gone-${i % 7}.md). Fee: TODO.`;
    files.push({ path: `articles/a${i}.md`, text: `---\ntitle: Article ${i}\nowner: a\n---\n${body}\n` });
  }
  const read = parseWorkspace(files);
  // A thread runs what was built: nothing reads TypeScript there.
  const built = String(new URL('../../dist/lint/parallel.js', import.meta.url));
  const { lintInParallel } = (await import(built)) as typeof Parallel;

  const alone = lint(read, { today: '2026-11-23' });
  const together = await lintInParallel(read, { today: '2026-11-23' }, 0);

  expect(alone.problems.length).toBeGreaterThan(600);
  expect(together.problems).toEqual(alone.problems);
  expect([...together.cache.files]).toEqual([...alone.cache.files]);
});
