import type { Article, Settings } from '../workspace/index.js';
import { ArticleText } from './article-text.js';
import type { CachedArticle } from './cache.js';
import { readFacts } from './facts.js';
import type { Finding } from './rule.js';
import { keyOf, type PlannedRule } from './settings.js';
import { makeRoom } from './words.js';

/** What the rules about single articles find in one of them, with the facts that rules about several need. */
export type ArticleChecker = (article: Article, hash: string) => CachedArticle;

export function articleChecker(planned: readonly PlannedRule[], settings: Settings): ArticleChecker {
  const checks = planned.flatMap((plan) => {
    const { checkArticle } = plan.rule;
    return checkArticle ? plan.runs.map((run) => ({ key: keyOf(plan, run), run, checkArticle })) : [];
  });
  const room = makeRoom(4096);
  return (article, hash) => {
    // What is parsed lives only until the next article; what stays is small.
    const text = new ArticleText(article, room);
    const findings: Record<string, readonly Finding[]> = {};
    for (const { key, run, checkArticle } of checks) {
      const list = [...checkArticle(text, { settings, optionsOf: run.optionsOf })];
      if (list.length > 0) findings[key] = list;
    }
    return { hash, findings, facts: readFacts(text) };
  };
}
