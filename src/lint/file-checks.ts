import type { ContentItem, Settings } from '../workspace/index.js';
import { ArticleText } from './article-text.js';
import type { CheckedFile, FindingsByRule } from './cache.js';
import { readFacts } from './facts.js';
import type { FileContext, Finding, Rule } from './rule.js';
import { keyOf, type PlannedRule } from './settings.js';
import { readIntentFacts, utterancesIn } from './utterances.js';
import { makeRoom } from './words.js';

/** What the rules about single files find in one of them, with the facts that rules about several need. */
export type FileChecker = (file: ContentItem) => CheckedFile;

interface Check {
  readonly key: string;
  readonly rule: Rule;
  readonly context: FileContext;
}

/** Calls the function of a rule that is for the file's kind. */
type Look = (rule: Rule, context: FileContext) => Iterable<Finding> | undefined;

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
  const look = (file: ContentItem, check: Look): FindingsByRule | undefined => {
    // Nearly all of these many calls find nothing, and then nothing is made.
    let findings: Record<string, Finding[]> | undefined;
    for (const { key, rule, context } of checks[file.kind]) {
      for (const found of [rule.checkText?.(file, context), check(rule, context)]) {
        if (!found) continue;
        for (const finding of found) ((findings ??= {})[key] ??= []).push(finding);
      }
    }
    return findings;
  };
  /** What was found, and the facts for rules about several files. */
  const read = (file: ContentItem): Omit<CheckedFile, 'disables'> => {
    if (file.kind === 'article') {
      // What is parsed lives only until the next article; what stays is small.
      const article = new ArticleText(file, room);
      const findings = look(file, (rule, context) => rule.checkArticle?.(article, context));
      return { ...(findings && { findings }), article: readFacts(article) };
    }
    if (file.kind === 'intent') {
      const intent = readIntentFacts(file);
      const text = { file, isHeldout: file.path.startsWith('heldout/'), utterances: utterancesIn(file, intent) };
      const findings = look(file, (rule, context) => rule.checkIntent?.(text, context));
      return { ...(findings && { findings }), intent };
    }
    const findings = look(file, (rule, context) => rule.checkScenario?.(file, context));
    return { ...(findings && { findings }) };
  };
  return (file) => ({ ...read(file), ...(file.text.includes('kb-disable') && { disables: true }) });
}
