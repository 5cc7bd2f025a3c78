import { indexArticles, searchArticles } from '../assistant/index.js';
import { jsonText, table } from '../reporting/index.js';
import { findWorkspace, openWorkspace } from '../workspace/index.js';
import type { Context, Outcome } from './context.js';

export interface SearchFlags {
  readonly format: 'table' | 'json';
  readonly limit: number;
}

export async function runSearch(context: Context, text: string, { format, limit }: SearchFlags): Promise<Outcome> {
  const { articles, settings } = await openWorkspace(await findWorkspace(context.cwd, context.workspace));
  const hits = searchArticles(indexArticles(articles), text).slice(0, limit);
  const { search_threshold: threshold } = settings.routing;
  if (format === 'json') {
    return { output: jsonText({ schema: 'kb.search/1', text, threshold, hits }), exitCode: 0 };
  }
  if (hits.length === 0) return { output: 'no article shares a word with the question\n', exitCode: 0 };
  const rows = hits.map(({ id, language, title, score, coverage }) => [
    `${(coverage * 100).toFixed(0)} %`,
    score.toFixed(1),
    id,
    language,
    title,
  ]);
  const head = ['covers', 'score', 'article', '', 'title'];
  return { output: `${table(head, rows, ['right', 'right', 'left', 'left', 'left'], context)}\n`, exitCode: 0 };
}
