import { lstat, stat } from 'node:fs/promises';
import path from 'node:path';
import { compareProblems, compareText, KbError, type Problem } from '../problem.js';
import { readArticle, type Article } from './article.js';
import type { ContentFile, Remembered } from './content-file.js';
import { readFolder, readTextFile, hashOfFile, type Found, type SourceFile } from './files.js';
import { IGNORED_FILE, readIgnored, type IgnoredFile } from './ignored.js';
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
  /** What mining must not bring up again; absent where nothing is ignored. */
  readonly ignored?: IgnoredFile;
  /** Intents and article ids whose files cannot be read: nothing is known of them but that they are there. */
  readonly unreadable: readonly string[];
}

/** A content file of any kind. */
export type ContentItem = Article | IntentFile | Scenario;

/** All content files in code-unit order of their paths. */
export function contentItems({ articles, intents, heldout, scenarios }: Workspace): readonly ContentItem[] {
  return [...articles, ...heldout, ...intents, ...scenarios];
}

/** A content file made again from what was read of it with the same languages. */
export function contentItem(file: SourceFile, languages: readonly string[], content: unknown): ContentItem {
  const item = file.path.startsWith('articles/')
    ? readArticle(file, languages, content as Article['content'])
    : file.path.startsWith('scenarios/')
      ? readScenario(file, content as Scenario['content'])
      : readIntent(file, languages, content as IntentFile['content']);
  // With its content there is nothing to be found wrong.
  return item as ContentItem;
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

/** Everything that could be read, and the problems of what could not; a file with a problem is not in the workspace. */
export interface ReadWorkspace {
  readonly workspace: Workspace;
  /** Sorted by file, line and column. */
  readonly problems: readonly Problem[];
}

const FOLDERS = [
  { folder: 'articles', extensions: ['.md'] },
  { folder: 'intents', extensions: ['.md'] },
  { folder: 'heldout', extensions: ['.md'] },
  { folder: 'scenarios', extensions: ['.yaml', '.yml'] },
] as const;

/** Whether a workspace is read from a file of this path relative to it. */
export function isContentPath(file: string): boolean {
  if (file === SETTINGS_FILE || file === IGNORED_FILE) return true;
  const [top, ...rest] = file.split('/');
  const { extensions = [] } = FOLDERS.find(({ folder }) => folder === top) ?? {};
  const isHidden = rest.some((part) => part.startsWith('.'));
  return rest.length > 0 && !isHidden && extensions.some((extension) => file.endsWith(extension));
}

/**
 * Reads the workspace whose kb.yaml is in `root`.
 *
 * @param known - what an earlier run with the same kb.yaml read, if there was one.
 * @throws {KbError} when kb.yaml itself cannot be read: without it nothing else can be understood.
 */
export async function readWorkspace(
  root: string,
  known?: (settings: string) => Remembered | undefined,
): Promise<ReadWorkspace> {
  const settings = await readTextFile(root, SETTINGS_FILE);
  if (!('text' in settings)) throw new KbError(settings);
  const found: Found<SourceFile>[] = [];
  for (const { folder, extensions } of FOLDERS) found.push(await readFolder(root, folder, extensions));
  found.push(await readIfThere(root, IGNORED_FILE));
  const files = [settings, ...found.flatMap(({ items }) => items)];
  const { workspace, problems } = parseWorkspace(files, root, known?.(settings.text));
  const all = [...problems, ...found.flatMap((folder) => folder.problems)];
  return { workspace, problems: all.toSorted(compareProblems) };
}

async function readIfThere(root: string, file: string): Promise<Found<SourceFile>> {
  const isThere = await lstat(path.join(root, file)).catch(() => undefined);
  if (!isThere) return { items: [], problems: [] };
  const read = await readTextFile(root, file);
  return 'text' in read ? { items: [read], problems: [] } : { items: [], problems: [read] };
}

/** Reads a workspace that must be whole; throws all problems of its files at once where it is not. */
export async function openWorkspace(root: string): Promise<Workspace> {
  const { workspace, problems } = await readWorkspace(root);
  if (problems.length > 0) throw new KbError(problems);
  return workspace;
}

/**
 * The same from texts in memory.
 *
 * @param files - the files with their paths relative to the workspace, kb.yaml among them, in any order.
 * @param root - where they stand on disk, if they do.
 * @param known - what has been read with the same kb.yaml before.
 */
export function parseWorkspace(files: readonly SourceFile[], root = '', known?: Remembered): ReadWorkspace {
  const sorted = files.toSorted((a, b) => compareText(a.path, b.path));
  const settings = parseSettings(
    sorted.find((file) => file.path === SETTINGS_FILE) ?? { path: SETTINGS_FILE, text: '' },
  );
  const { languages } = settings.settings;
  const problems: Problem[] = [];
  const unreadable: string[] = [];
  const parse = <T extends ContentFile>(
    folder: string,
    read: (file: SourceFile, content?: T['content']) => T | readonly Problem[],
  ): T[] => {
    const items: T[] = [];
    for (const file of sorted.filter(({ path: name }) => name.startsWith(`${folder}/`))) {
      const before = known?.get(file.path);
      const result = read(file, before && before.hash === hashOfFile(file) ? before.content : undefined);
      if (Array.isArray(result)) {
        // One by one: a file can have more problems than a call can have arguments.
        for (const problem of result as readonly Problem[]) problems.push(problem);
        unreadable.push(...namesIn(file));
      } else {
        items.push(result as T);
      }
    }
    return items;
  };
  const ignored = sorted.find((file) => file.path === IGNORED_FILE);
  const read = ignored && readIgnored(ignored);
  if (Array.isArray(read)) problems.push(...(read as readonly Problem[]));
  const workspace: Workspace = {
    root,
    ...settings,
    articles: parse<Article>('articles', (file, content) => readArticle(file, languages, content)),
    intents: parse<IntentFile>('intents', (file, content) => readIntent(file, languages, content)),
    heldout: parse<IntentFile>('heldout', (file, content) => readIntent(file, languages, content)),
    scenarios: parse<Scenario>('scenarios', readScenario),
    ...(read && 'utterances' in read && { ignored: read }),
    unreadable,
  };
  return { workspace, problems: problems.toSorted(compareProblems) };
}

/** What a file that cannot be read most likely defines: its intent's name, its article's id. */
function namesIn({ path: name, text }: SourceFile): readonly string[] {
  const intent = /^intent:[ \t]*(["']?)(.{1,200}?)\1[ \t]*(?:#.*)?$/m.exec(text.slice(0, 4096))?.[2];
  const article = /^articles\/(.+)\.md$/.exec(name)?.[1];
  return [...(intent === undefined ? [] : [intent]), ...(article === undefined ? [] : [article])];
}

function parseSettings(file: SourceFile): Pick<Workspace, 'settings' | 'settingsText' | 'settingsYaml'> {
  const { source, data, problems } = parseYaml(file.text, file.path);
  if (problems.length > 0) throw new KbError(problems);
  const checked = validateYaml(settingsSchema, source, data);
  if (!checked.value) throw new KbError(checked.problems);
  return { settings: checked.value, settingsText: file.text, settingsYaml: source };
}
