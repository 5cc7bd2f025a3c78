import { stat } from 'node:fs/promises';
import path from 'node:path';
import { planArticles, readGuidelines, readMarkdownArticles, type ForeignArticle } from '../importing/index.js';
import { KbError } from '../problem.js';
import { count } from '../reporting/index.js';
import {
  findWorkspace,
  openWorkspace,
  readFolder,
  readGivenFile,
  unreadable,
  withLock,
  writeFiles,
} from '../workspace/index.js';
import type { Context, Outcome } from './context.js';

/** Whether what is to be imported are articles: a folder of Markdown, or guidelines. */
export async function holdsArticles(context: Context, source: string, from: string | undefined): Promise<boolean> {
  if (from !== undefined) return from === 'markdown' || from === 'guidelines';
  const found = await stat(path.resolve(context.cwd, source)).catch(() => undefined);
  return found?.isDirectory() === true || path.basename(source) === 'guidelines.json';
}

export async function importArticles(context: Context, source: string, owner: string | undefined): Promise<Outcome> {
  const root = await findWorkspace(context.cwd, context.workspace);
  const articles = await readArticles(context, source);
  return withLock(root, async () => {
    const { files, present } = planArticles(await openWorkspace(root), articles, owner);
    await writeFiles(root, files);
    const output = `${count(files.size, 'article')} added to articles/, ${present.length} were there already\n`;
    return { output, exitCode: 0 };
  });
}

async function readArticles(context: Context, source: string): Promise<readonly ForeignArticle[]> {
  const absolute = path.resolve(context.cwd, source);
  const found = await stat(absolute).catch((error: unknown) => {
    throw new KbError(unreadable(source, error), { cause: error });
  });
  if (!found.isDirectory()) return readGuidelines(await readGivenFile(context.cwd, source), source);
  const { items, problems } = await readFolder(absolute, '.', ['.md', '.markdown']);
  if (problems.length > 0) throw new KbError(problems);
  return readMarkdownArticles(items.map(({ path: file, text }) => ({ path: file.replace(/^\.\//, ''), text })));
}
