import { parseWorkspace, type ReadWorkspace } from '../../src/workspace/index.js';

/** A workspace in memory from texts by path; kb.yaml lists English and Chinese unless given. */
export function workspaceOf(files: Readonly<Record<string, string>>): ReadWorkspace {
  const all = { 'kb.yaml': 'languages: [en, zh]\n', ...files };
  return parseWorkspace(Object.entries(all).map(([path, text]) => ({ path, text })));
}
