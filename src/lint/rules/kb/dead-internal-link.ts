import path from 'node:path';
import { nearestName, type Article } from '../../../workspace/index.js';
import { articleExample } from '../../examples.js';
import { placeOfFact, type ArticleLink } from '../../facts.js';
import type { Finding, LintContext, Rule } from '../../rule.js';

export const deadInternalLink: Rule = {
  meta: {
    id: 'kb/dead-internal-link',
    summary: 'A link leads to an article or a heading that is not there, so the customer is left standing.',
    severity: 'error',
    fixable: 'suggestion',
    example: {
      fails: { 'articles/refunds.md': articleExample('See [the times](refund.md#when).') },
      passes: { 'articles/refunds.md': articleExample('See [the times](refunds.md#when-it-comes).\n\n## When it comes\n\nSoon.') },
    },
  },
  *check(context) {
    const paths = new Map(context.workspace.articles.map((article) => [article.path, article]));
    for (const article of context.workspace.articles) {
      for (const link of context.index.factsOf(article).links) {
        if (link.kind === 'link') yield* checkLink(article, link, paths, context);
      }
    }
  },
};

function* checkLink(
  article: Article,
  link: ArticleLink,
  paths: ReadonlyMap<string, Article>,
  { index, fileSize }: LintContext,
): Generator<Finding> {
  if (isExternal(link.target) || link.target === '') return;
  const [written = '', anchor] = link.target.split('#', 2);
  const target = resolveLink(article.path, written);
  const at = placeOfFact(article.path, link);
  const linked = paths.get(target) ?? paths.get(`${target}.md`);
  if (!linked) {
    if (fileSize(target) !== undefined) return;
    const nearest = nearestName(target, paths.keys());
    const name = nearest === undefined ? undefined : relative(article.path, nearest);
    yield {
      message: `the link leads to ${target}, which is not there`,
      hint: name === undefined ? 'link to an article that exists, or take the link out' : `did you mean "${name}"?`,
      ...at,
      ...(name !== undefined && {
        suggestion: [{ file: article.path, start: link.targetStart, end: link.targetStart + written.length, text: name }],
      }),
    };
    return;
  }
  if (anchor === undefined || anchor === '') return;
  const anchors = index.factsOf(linked).anchors;
  const wanted = decode(anchor).toLowerCase();
  if (anchors.includes(wanted)) return;
  const nearest = nearestName(wanted, anchors);
  const start = link.targetStart + written.length + 1;
  yield {
    message: `${linked === article ? 'this article' : linked.path} has no heading "#${anchor}"`,
    hint: nearest === undefined ? `it has ${anchors.length === 0 ? 'none' : anchors.map((one) => `#${one}`).slice(0, 8).join(', ')}` : `did you mean "#${nearest}"?`,
    ...at,
    ...(nearest !== undefined && { suggestion: [{ file: article.path, start, end: start + anchor.length, text: nearest }] }),
  };
}

export function isExternal(target: string): boolean {
  return /^[a-z][a-z0-9+.-]{0,30}:|^\/\//i.test(target);
}

/** The path in the workspace that a link in an article means; a leading slash means the workspace's folder. */
export function resolveLink(from: string, target: string): string {
  const plain = decode(target.split(/[?#]/, 1)[0] ?? '');
  if (plain === '') return from;
  if (plain.startsWith('/')) return path.posix.normalize(plain.slice(1));
  return path.posix.join(path.posix.dirname(from), plain);
}

function relative(from: string, to: string): string {
  return path.posix.relative(path.posix.dirname(from), to);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
