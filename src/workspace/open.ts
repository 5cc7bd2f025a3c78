import { stat } from 'node:fs/promises';
import path from 'node:path';
import { compareProblems, KbError, type Problem } from '../problem.js';
import { readArticle, type Article } from './article.js';
import { readFolder, readTextFile, type Found } from './files.js';
import { readIntent, type IntentFile } from './intent.js';
import { readScenario, type Scenario } from './scenario.js';
import { settingsSchema, type Settings } from './settings.js';
import { parseYaml, validateYaml, type YamlSource } from './yaml.js';

export const SETTINGS_FILE = 'kb.yaml';

/** Everything that people wrote, read and checked against the formats. Lists are in code-unit order of the paths. */
export interface Workspace {
  /** Absolute path of the folder that holds kb.yaml. */
  readonly root: string;
  readonly settings: Settings;
  readonly settingsText: string;
  readonly settingsYaml: YamlSource;
  readonly articles: readonly Article[];
  readonly intents: readonly IntentFile[];
  readonly heldout: readonly IntentFile[];
  readonly scenarios: readonly Scenario[];
}

/**
 * The workspace's folder: the one given, else the current one, `./kb`, and upward from there.
 *
 * @throws {KbError} `usage/no-workspace` when there is no kb.yaml.
 */
export async function findWorkspace(current: string, given?: string): Promise<string> {
  if (given !== undefined) {
    const folder = path.resolve(current, given);
    if (await hasSettings(folder)) return folder;
    throw noWorkspace(`no kb.yaml in ${given}`);
  }
  if (await hasSettings(path.join(current, 'kb'))) {
    return (await hasSettings(current)) ? current : path.join(current, 'kb');
  }
  for (let folder = current; ; folder = path.dirname(folder)) {
    if (await hasSettings(folder)) return folder;
    if (path.dirname(folder) === folder) throw noWorkspace('no kb.yaml here, in ./kb, or in a folder above');
  }
}

async function hasSettings(folder: string): Promise<boolean> {
  try {
    return (await stat(path.join(folder, SETTINGS_FILE))).isFile();
  } catch {
    return false;
  }
}

function noWorkspace(message: string): KbError {
  return new KbError({
    code: 'usage/no-workspace',
    severity: 'error',
    message,
    hint: 'name a workspace with -C DIR, or make one with `kb init DIR`',
  });
}

/**
 * Reads a workspace and keeps what could be read.
 *
 * @param root - the folder that holds kb.yaml.
 * @returns the workspace and all problems of its files, sorted; a file with a problem is not part of the workspace.
 * @throws {KbError} when kb.yaml itself cannot be read: without it nothing else can be understood.
 */
export async function readWorkspace(root: string): Promise<{ workspace: Workspace; problems: readonly Problem[] }> {
  const settings = await readSettings(root);
  const { languages } = settings.settings;
  const articles = await read(root, 'articles', ['.md'], (file) => readArticle(file, languages));
  const intents = await read(root, 'intents', ['.md'], (file) => readIntent(file, languages));
  const heldout = await read(root, 'heldout', ['.md'], (file) => readIntent(file, languages));
  const scenarios = await read(root, 'scenarios', ['.yaml', '.yml'], readScenario);
  return {
    workspace: {
      root,
      ...settings,
      articles: articles.items,
      intents: intents.items,
      heldout: heldout.items,
      scenarios: scenarios.items,
    },
    problems: [articles, intents, heldout, scenarios].flatMap((found) => found.problems).toSorted(compareProblems),
  };
}

/** Reads a workspace that must be whole; throws all problems of its files at once where it is not. */
export async function openWorkspace(root: string): Promise<Workspace> {
  const { workspace, problems } = await readWorkspace(root);
  if (problems.length > 0) throw new KbError(problems);
  return workspace;
}

async function readSettings(root: string): Promise<Pick<Workspace, 'settings' | 'settingsText' | 'settingsYaml'>> {
  const file = await readTextFile(root, SETTINGS_FILE);
  if (!('text' in file)) throw new KbError(file);
  const { source, data, problems } = parseYaml(file.text, SETTINGS_FILE);
  if (problems.length > 0) throw new KbError(problems);
  const checked = validateYaml(settingsSchema, source, data);
  if (!checked.value) throw new KbError(checked.problems);
  return { settings: checked.value, settingsText: file.text, settingsYaml: source };
}

async function read<T extends object>(
  root: string,
  folder: string,
  extensions: readonly string[],
  parse: (file: { path: string; text: string }) => T | readonly Problem[],
): Promise<Found<T>> {
  const files = await readFolder(root, folder, extensions);
  const items: T[] = [];
  const problems: Problem[] = [...files.problems];
  for (const file of files.items) {
    const result = parse(file);
    if (Array.isArray(result)) problems.push(...(result as readonly Problem[]));
    else items.push(result as T);
  }
  return { items, problems };
}
