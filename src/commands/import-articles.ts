import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { planArticles, readGuidelines, readMarkdownArticles, type ForeignArticle } from '../importing/index.js';
import { KbError } from '../problem.js';
import { count } from '../reporting/index.js';
import { findWorkspace, openWorkspace, readFolder, systemMessage, withLock, writeFiles } from '../workspace/index.js';
import type { Context, Outcome } from './context.js';

/** Whether what is to be imported are articles: a folder of Markdown, or guidelines. */
export async function holdsArticles(context: Context, source: string, from: string | undefined): Promise<boolean> {
  if (from !== undefined) return from === 'markdown' || from === 'guidelines';
  const found = await stat(path.resolve(context.cwd, source)).catch(() => undefined);
  return found?.isDirectory() === true || path.basename(source) === 'guidelines.json';
}

export async function importArticles(context: Context, source: string, owner: string | undefined): Promise<Outcome> {
  const root = await findWorkspace(context.cwd, context.workspace);
  const articles = await readArticles(path.resolve(context.cwd, source), source);
  return withLock(root, async () => {
    const { files, present } = planArticles(await openWorkspace(root), articles, owner);
    await writeFiles(root, files);
    const output = `${count(files.size, 'article')} added to articles/, ${present.length} were there already\n`;
    return { output, exitCode: 0 };
  });
}

async function readArticles(absolute: string, source: string): Promise<readonly ForeignArticle[]> {
  try {
    if (!(await stat(absolute)).isDirectory()) return readGuidelines(await readFile(absolute, 'utf8'), source);
  } catch (error) {
    if (error instanceof KbError) throw error;
    throw new KbError(
      { code: 'file/unreadable', severity: 'error', message: `cannot be read: ${systemMessage(error)}`, file: source },
      { cause: error },
    );
  }
  const { items, problems } = await readFolder(absolute, '.', ['.md', '.markdown']);
  if (problems.length > 0) throw new KbError(problems);
  return readMarkdownArticles(items.map(({ path: file, text }) => ({ path: file.replace(/^\.\//, ''), text })));
}
