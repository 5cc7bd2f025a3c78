import { compareProblems, type Problem } from '../problem.js';
import type { Article, ReadWorkspace, Workspace } from '../workspace/index.js';
import { articleChecker } from './article-checks.js';
import { applyBaseline, BASELINE_FILE, type Baseline } from './baseline.js';
import { emptyCache, hashText, type CachedArticle, type CachedUtterances, type LintCache } from './cache.js';
import { applyDisables } from './disables.js';
import type { ArticleFacts } from './facts.js';
import { LintIndex } from './lint-index.js';
import type { UtteranceRecognitions } from './recognitions.js';
import { rules } from './registry.js';
import type { Finding, LintContext } from './rule.js';
import { checkRuleSettings, keyOf, planRules, type PlannedRule } from './settings.js';
import { textsOf } from './texts.js';

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

/** What runs, and what an earlier run left for it. */
export interface LintPlan {
  readonly planned: readonly PlannedRule[];
  readonly before: LintCache;
}

/** What was found before anything of several articles is held together. */
export interface Checked {
  /** By path, in the workspace's order. */
  readonly articles: ReadonlyMap<string, CachedArticle>;
  readonly utterances: CachedUtterances;
}

/**
 * Checks a workspace with every rule that kb.yaml does not switch off.
 *
 * @param read - a workspace and the problems met in reading it; these are findings too.
 */
export function lint(read: ReadWorkspace, options: LintOptions): LintResult {
  const { workspace } = read;
  const plan = planLint(workspace, options);
  const check = articleChecker(plan.planned, workspace.settings);
  const articles = new Map(
    workspace.articles.map((article) => {
      const hash = hashText(article.text);
      return [article.path, keptCheck(plan, article, hash) ?? check(article, hash)];
    }),
  );
  return conclude(read, options, plan, { articles, utterances: checkUtterances(workspace, plan, options) });
}

/** What an earlier run found in an article that has not changed since. */
export function keptCheck({ before }: LintPlan, { path }: Article, hash: string): CachedArticle | undefined {
  const known = before.articles.get(path);
  return known?.hash === hash ? known : undefined;
}

/** The result for a workspace whose kb.yaml cannot be read: no rule has seen anything. */
export function nothingRead(problems: readonly Problem[]): LintResult {
  const files = new Set(problems.map(({ file }) => file)).size;
  return { files, problems, unreadable: true, disabled: 0, baselined: 0, cache: emptyCache(null), texts: new Map() };
}

export function planLint(workspace: Workspace, options: LintOptions): LintPlan {
  const planned = planRules(rules, workspace, options.only).filter(
    ({ rule: { meta } }) =>
      meta.needs === undefined ||
      (meta.needs === 'model' ? options.recognitions !== undefined : options.brokenLinks !== undefined),
  );
  const empty = emptyCache([
    workspace.settingsText,
    planned.map(({ rule, runs }) => [rule.meta.id, runs.map(({ key }) => key)]),
  ]);
  const before = options.cache?.configuration === empty.configuration ? options.cache : empty;
  return { planned, before };
}

/** Holds together what was found, and runs the rules about the whole. */
export function conclude(
  read: ReadWorkspace,
  options: LintOptions,
  { planned, before }: LintPlan,
  { articles, utterances }: Checked,
): LintResult {
  const { workspace } = read;
  const texts = textsOf(workspace);
  const facts = new Map<string, ArticleFacts>();
  for (const [path, cached] of articles) facts.set(path, cached.facts);
  const context = contextOf(workspace, options, facts);
  const inArticles = new Map<string, (readonly Finding[])[]>();
  for (const { findings } of articles.values()) {
    for (const [key, list] of Object.entries(findings)) {
      const lists = inArticles.get(key);
      if (lists) lists.push(list);
      else inArticles.set(key, [list]);
    }
  }
  const isWanted = ({ code }: Problem): boolean => options.only?.has(code) ?? true;
  const found: Problem[] = [...read.problems, ...checkRuleSettings(rules, workspace).filter(isWanted)];
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
    cache: { ...before, articles, utterances },
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

function contextOf(
  workspace: Workspace,
  { today, fileSize = () => undefined, recognitions, brokenLinks }: LintOptions,
  facts: ReadonlyMap<string, ArticleFacts>,
): Omit<LintContext, 'optionsOf'> {
  return {
    workspace,
    today,
    index: new LintIndex(workspace, facts),
    fileSize,
    ...(recognitions && { recognitions }),
    ...(brokenLinks && { brokenLinks }),
  };
}

/** What the rules find that depend on nothing but utterances. */
export function checkUtterances(
  workspace: Workspace,
  { planned, before }: LintPlan,
  options: LintOptions,
): CachedUtterances {
  const { intents, heldout } = workspace;
  const hash = hashText([...intents, ...heldout].map(({ path, text }) => `${path}\0${text}`).join('\0'));
  if (before.utterances?.hash === hash) return before.utterances;
  const context = contextOf(workspace, options, new Map());
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
