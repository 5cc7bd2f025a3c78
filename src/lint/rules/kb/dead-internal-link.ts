import path from 'node:path';
import { nearestName, type Article } from '../../../workspace/index.js';
import { articleExample } from '../../examples.js';
import { placeOfFact, type ArticleLink } from '../../facts.js';
import { decodeLink } from '../../links.js';
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
    // A page that has moved may be linked to from everywhere.
    const meant = new Map<string, string | undefined>();
    const nearestPath = (target: string): string | undefined => {
      if (!meant.has(target)) meant.set(target, nearestName(target, paths.keys()));
      return meant.get(target);
    };
    for (const { article, facts } of context.index.articles) {
      for (const link of facts.links) {
        if (link.kind === 'link') yield* checkLink(article, link, paths, nearestPath, context);
      }
    }
  },
};

function* checkLink(
  article: Article,
  link: ArticleLink,
  paths: ReadonlyMap<string, Article>,
  nearestPath: (target: string) => string | undefined,
  { index, fileSize }: LintContext,
): Generator<Finding> {
  const { to: target } = link;
  if (target === undefined) return;
  const hash = link.target.indexOf('#');
  const [written, anchor] =
    hash === -1 ? [link.target, undefined] : [link.target.slice(0, hash), link.target.slice(hash + 1).split('#', 1)[0]];
  const linked = paths.get(target) ?? paths.get(`${target}.md`);
  if (linked && (anchor === undefined || anchor === '')) return;
  const at = placeOfFact(article.path, link);
  if (!linked) {
    if (fileSize(target) !== undefined) return;
    const nearest = nearestPath(target);
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
  if (anchor === undefined) return;
  const anchors = index.factsOf(linked).anchors;
  const wanted = decodeLink(anchor).toLowerCase();
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

function relative(from: string, to: string): string {
  return path.posix.relative(path.posix.dirname(from), to);
}
