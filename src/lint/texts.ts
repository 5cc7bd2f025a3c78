import { contentItems, SETTINGS_FILE, type Workspace } from '../workspace/index.js';

/** The files of a workspace by path, in the paths' order; a text is read when it is asked for. */
export type Files = ReadonlyMap<string, { readonly text: string }>;

export function filesOf(workspace: Workspace): Files {
  const files = new Map<string, { readonly text: string }>();
  for (const file of contentItems(workspace)) files.set(file.path, file);
  return files.set(SETTINGS_FILE, { text: workspace.settingsText });
}

/** Their texts. */
export function textsOf(workspace: Workspace): ReadonlyMap<string, string> {
  return new Map([...filesOf(workspace)].map(([path, { text }]) => [path, text]));
}
