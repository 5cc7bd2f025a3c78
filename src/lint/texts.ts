import { compareText } from '../problem.js';
import { SETTINGS_FILE, type Workspace } from '../workspace/index.js';

/** The texts of a workspace's files by path, in their order. */
export function textsOf(workspace: Workspace): ReadonlyMap<string, string> {
  const files = [workspace.articles, workspace.intents, workspace.heldout, workspace.scenarios].flat();
  return new Map([
    ...files.map(({ path, text }): [string, string] => [path, text]).toSorted(([a], [b]) => compareText(a, b)),
    [SETTINGS_FILE, workspace.settingsText],
  ]);
}
