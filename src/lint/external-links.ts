import type { Workspace } from '../workspace/index.js';
import { readMarkdown } from './markdown.js';

/** The addresses outside the workspace that its articles link to, sorted, each once. */
export function externalLinks({ articles }: Workspace): readonly string[] {
  const targets = articles.flatMap(({ text, bodyStart }) =>
    readMarkdown(text, bodyStart).links.map(({ target }) => target),
  );
  return [...new Set(targets.filter((target) => /^https?:\/\//i.test(target)))].toSorted();
}
