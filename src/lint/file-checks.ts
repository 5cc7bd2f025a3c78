import type { ContentItem, Settings } from '../workspace/index.js';
import { ArticleText } from './article-text.js';
import type { CheckedFile } from './cache.js';
import { readFacts, readIntentFacts } from './facts.js';
import type { FileContext, Finding, Rule } from './rule.js';
import { keyOf, type PlannedRule } from './settings.js';
import { makeRoom } from './words.js';

/** What the rules about single files find in one of them, with the facts that rules about several need. */
export type FileChecker = (file: ContentItem) => CheckedFile;

interface Check {
  readonly key: string;
  readonly rule: Rule;
  readonly context: FileContext;
}

export function fileChecker(planned: readonly PlannedRule[], settings: Settings): FileChecker {
  const all = planned.flatMap((plan) =>
    plan.runs.map((run): Check => ({
      key: keyOf(plan, run),
      rule: plan.rule,
      context: { settings, optionsOf: run.optionsOf },
    })),
  );
  const checks = {
    article: all.filter(({ rule }) => rule.checkArticle ?? rule.checkText),
    intent: all.filter(({ rule }) => rule.checkIntent ?? rule.checkText),
    scenario: all.filter(({ rule }) => rule.checkScenario ?? rule.checkText),
  };
  const room = makeRoom(4096);
  return (file) => {
    // What is parsed of an article lives only until the next one; what stays is small.
    const article = file.kind === 'article' ? new ArticleText(file, room) : undefined;
    let findings: Record<string, readonly Finding[]> | undefined;
    for (const { key, rule, context } of checks[file.kind]) {
      const list = [...(rule.checkText?.(file, context) ?? []), ...(look(rule, file, article, context) ?? [])];
      if (list.length > 0) (findings ??= {})[key] = list;
    }
    return {
      ...(findings && { findings }),
      ...(article && { article: readFacts(article) }),
      ...(file.kind === 'intent' && { intent: readIntentFacts(file) }),
      ...(file.text.includes('kb-disable') && { disables: true }),
    };
  };
}

function look(
  rule: Rule,
  file: ContentItem,
  article: ArticleText | undefined,
  context: FileContext,
): Iterable<Finding> | undefined {
  if (article) return rule.checkArticle?.(article, context);
  return file.kind === 'intent'
    ? rule.checkIntent?.(file, context)
    : file.kind === 'scenario'
      ? rule.checkScenario?.(file, context)
      : undefined;
}
