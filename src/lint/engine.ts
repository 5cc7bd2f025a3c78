import { compareProblems, type Problem } from '../problem.js';
import type { ReadWorkspace, Workspace } from '../workspace/index.js';
import { ArticleText } from './article-text.js';
import { applyBaseline, BASELINE_FILE, type Baseline } from './baseline.js';
import { emptyCache, hashText, type CachedArticle, type CachedUtterances, type LintCache } from './cache.js';
import { applyDisables } from './disables.js';
import { readFacts, type ArticleFacts } from './facts.js';
import { LintIndex } from './lint-index.js';
import type { UtteranceRecognitions } from './recognitions.js';
import { rules } from './registry.js';
import type { Finding, LintContext } from './rule.js';
import { checkRuleSettings, planRules, type PlannedRule, type RuleRun } from './settings.js';
import { textsOf } from './texts.js';
import { makeRoom } from './words.js';

export interface LintOptions {
  /** The day that dates are held against. */
  readonly today: string;
  /** Only these rules, even where kb.yaml has them off. */
  readonly only?: ReadonlySet<string>;
  /** Old findings that do not count. */
  readonly baseline?: Baseline;
  /** What an earlier run left; what it holds of unchanged files is taken over. */
  readonly cache?: LintCache;
  readonly fileSize?: LintContext['fileSize'];
  readonly recognitions?: UtteranceRecognitions;
  readonly brokenLinks?: ReadonlyMap<string, string>;
}

export interface LintResult {
  readonly files: number;
  /** Sorted by file, line and column: problems of the files themselves, then what the rules found in the rest. */
  readonly problems: readonly Problem[];
  /** Whether a file could not be read: the rules have not seen it. */
  readonly unreadable: boolean;
  /** Findings that comments in the files hide. */
  readonly disabled: number;
  /** Findings that the baseline hides. */
  readonly baselined: number;
  /** To be kept for the next run. */
  readonly cache: LintCache;
  /** The texts of all files that were read, by path. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Checks a workspace with every rule that kb.yaml does not switch off.
 *
 * @param read - a workspace and the problems met in reading it; these are findings too.
 */
export function lint(read: ReadWorkspace, options: LintOptions): LintResult {
  const { workspace } = read;
  const planned = planRules(rules, workspace, options.only).filter(
    ({ rule: { meta } }) =>
      meta.needs === undefined ||
      (meta.needs === 'model' ? options.recognitions !== undefined : options.brokenLinks !== undefined),
  );
  const texts = textsOf(workspace);
  const configuration = hashText(
    JSON.stringify([
      workspace.settingsText,
      planned.map(({ rule, runs }) => [rule.meta.id, runs.map(({ key }) => key)]),
    ]),
  );
  const before = options.cache?.configuration === configuration ? options.cache : emptyCache(configuration);

  const articles = checkArticles(workspace, planned, before);
  const facts = new Map<string, ArticleFacts>(Object.entries(articles).map(([path, cached]) => [path, cached.facts]));
  const context = {
    workspace,
    today: options.today,
    index: new LintIndex(workspace, facts),
    fileSize: options.fileSize ?? (() => undefined),
    ...(options.recognitions && { recognitions: options.recognitions }),
    ...(options.brokenLinks && { brokenLinks: options.brokenLinks }),
  };
  const utterances = checkUtterances(workspace, planned, context, before.utterances);

  const inArticles = new Map<string, (readonly Finding[])[]>();
  for (const { findings } of Object.values(articles)) {
    for (const [key, list] of Object.entries(findings)) {
      const lists = inArticles.get(key);
      if (lists) lists.push(list);
      else inArticles.set(key, [list]);
    }
  }
  const found: Problem[] = [...read.problems, ...(options.only ? [] : checkRuleSettings(rules, workspace))];
  for (const plan of planned) {
    const { rule, runs, severityOf } = plan;
    for (const run of runs) {
      const key = keyOf(plan, run);
      const lists: Iterable<Finding>[] = [];
      if (rule.checkArticle) {
        for (const list of inArticles.get(key) ?? []) lists.push(list);
      }
      if (rule.check && rule.reads === 'utterances') lists.push(utterances.findings[key] ?? []);
      else if (rule.check) lists.push(rule.check({ ...context, optionsOf: run.optionsOf }));
      for (const finding of lists.flatMap((list) => [...list])) {
        const severity = severityOf(run, finding.file);
        if (severity !== 'off') found.push({ code: rule.meta.id, severity, ...finding });
      }
    }
  }

  const ran = new Set<string>(planned.map(({ rule }) => rule.meta.id));
  const known = new Set<string>(rules.map(({ meta }) => meta.id));
  const isOn = ({ code }: Problem): boolean => ran.has(code);
  const disables = applyDisables(found, texts, { rules: ran, known });
  const baselined = options.baseline && applyBaseline(disables.kept, options.baseline, texts, ran);
  const problems = [
    ...(baselined?.kept ?? disables.kept),
    ...disables.found.filter(isOn),
    ...(baselined?.found ?? []).filter(isOn),
  ].map((problem) => withSetSeverity(problem, planned));
  return {
    files: texts.size + new Set(read.problems.map(({ file }) => file).filter((file) => !texts.has(file ?? ''))).size,
    problems: problems.toSorted(compareProblems),
    unreadable: read.problems.length > 0,
    disabled: disables.hidden,
    baselined: baselined?.hidden ?? 0,
    cache: { ...emptyCache(configuration), articles, utterances },
    texts,
  };
}

/** What the engine itself reports (`cfg/…`) counts as kb.yaml says, too. */
function withSetSeverity(problem: Problem, planned: readonly PlannedRule[]): Problem {
  if (!problem.code.startsWith('cfg/')) return problem;
  const plan = planned.find(({ rule }) => rule.meta.id === problem.code && !rule.check && !rule.checkArticle);
  const severity = plan?.runs[0] && plan.severityOf(plan.runs[0], problem.file);
  return severity === undefined || severity === 'off' ? problem : { ...problem, severity };
}

function keyOf({ rule }: PlannedRule, run: RuleRun): string {
  return `${rule.meta.id} ${run.key}`;
}

function checkArticles(
  { articles, settings }: Workspace,
  planned: readonly PlannedRule[],
  before: LintCache,
): Record<string, CachedArticle> {
  const checks = planned.flatMap((plan) => {
    const { checkArticle } = plan.rule;
    return checkArticle ? plan.runs.map((run) => ({ key: keyOf(plan, run), run, checkArticle })) : [];
  });
  const result: Record<string, CachedArticle> = {};
  const room = makeRoom(4096);
  for (const article of articles) {
    const hash = hashText(article.text);
    const known = before.articles[article.path];
    if (known?.hash === hash) {
      result[article.path] = known;
      continue;
    }
    // What is parsed lives only until the next article; what stays is small.
    const text = new ArticleText(article, room);
    const findings: Record<string, readonly Finding[]> = {};
    for (const { key, run, checkArticle } of checks) {
      const list = [...checkArticle(text, { settings, optionsOf: run.optionsOf })];
      if (list.length > 0) findings[key] = list;
    }
    result[article.path] = { hash, findings, facts: readFacts(text) };
  }
  return result;
}

function checkUtterances(
  { intents, heldout }: Workspace,
  planned: readonly PlannedRule[],
  context: Omit<LintContext, 'optionsOf'>,
  before: CachedUtterances | undefined,
): CachedUtterances {
  const hash = hashText([...intents, ...heldout].map(({ path, text }) => `${path}\0${text}`).join('\0'));
  if (before?.hash === hash) return before;
  const findings: Record<string, readonly Finding[]> = {};
  for (const plan of planned) {
    const { check, reads } = plan.rule;
    if (!check || reads !== 'utterances') continue;
    for (const run of plan.runs) findings[keyOf(plan, run)] = [...check({ ...context, optionsOf: run.optionsOf })];
  }
  return { hash, findings };
}

/** Findings of some files: those in them, and those elsewhere that have to do with them. */
export function concerning(problems: readonly Problem[], isMeant: (file: string) => boolean): readonly Problem[] {
  return problems.filter(
    ({ file = '', related = [] }) =>
      file === BASELINE_FILE ||
      isMeant(file) ||
      related.some((place) => place.file !== undefined && isMeant(place.file)),
  );
}
