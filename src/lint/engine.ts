import { compareProblems, type Problem } from '../problem.js';
import {
  contentItems,
  hashOf,
  SETTINGS_FILE,
  type ContentItem,
  type ReadWorkspace,
  type SourceFile,
} from '../workspace/index.js';
import { applyBaseline, BASELINE_FILE, type Baseline } from './baseline.js';
import { emptyCache, type CheckedFile, type KeptFile, type KeptUtterances, type LintCache } from './cache.js';
import { applyDisables } from './disables.js';
import { fileChecker } from './file-checks.js';
import { LintIndex } from './lint-index.js';
import type { UtteranceRecognitions } from './recognitions.js';
import { rules } from './registry.js';
import type { Finding, LintContext } from './rule.js';
import { checkRuleSettings, keyOf, planRules, type PlannedRule } from './settings.js';
import { filesOf, type Files } from './texts.js';

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
  /** All files that were read. */
  readonly texts: Files;
}

/** A run under way: what is to be done, what is known from an earlier run, and what has been found. */
export interface LintRun {
  readonly read: ReadWorkspace;
  readonly options: LintOptions;
  readonly planned: readonly PlannedRule[];
  readonly before: LintCache;
  /** Files that have changed since. Each has its place among the checked ones, so that these keep the workspace's order. */
  readonly fresh: readonly ContentItem[];
  readonly checked: Map<string, KeptFile>;
  readonly context: Omit<LintContext, 'optionsOf'>;
}

/**
 * Checks a workspace with every rule that kb.yaml does not switch off.
 *
 * @param read - a workspace and the problems met in reading it; these are findings too.
 */
export function lint(read: ReadWorkspace, options: LintOptions): LintResult {
  const run = startLint(read, options);
  const check = fileChecker(run.planned, read.workspace.settings);
  for (const file of run.fresh) keep(run, file, check(file));
  return conclude(run);
}

export function startLint(read: ReadWorkspace, options: LintOptions): LintRun {
  const { workspace } = read;
  const planned = planRules(rules, workspace, options.only).filter(
    ({ rule: { meta } }) =>
      meta.needs === undefined ||
      (meta.needs === 'model' ? options.recognitions !== undefined : options.brokenLinks !== undefined),
  );
  // What the other rules find is never kept.
  const kept = planned.filter(({ rule }) => rule.meta.needs === undefined);
  const empty = emptyCache(
    workspace.settingsText,
    kept.map(({ rule, runs }) => [rule.meta.id, runs.map(({ key }) => key)]),
  );
  const before = options.cache?.configuration === empty.configuration ? options.cache : empty;
  const checked = new Map<string, KeptFile>();
  const fresh = contentItems(workspace).filter((file) => {
    const known = before.files.get(file.path);
    const isKnown = known?.hash === file.hash;
    checked.set(file.path, isKnown ? known : UNCHECKED);
    return !isKnown;
  });
  const { today, fileSize = () => undefined, recognitions, brokenLinks } = options;
  const context = {
    workspace,
    today,
    index: new LintIndex(workspace, checked),
    fileSize,
    ...(recognitions && { recognitions }),
    ...(brokenLinks && { brokenLinks }),
  };
  return { read, options, planned, before, fresh, checked, context };
}

const UNCHECKED: KeptFile = { hash: '', content: undefined };

/** Enters what was found in a file. */
export function keep({ checked }: LintRun, { path, hash, content }: ContentItem, found: CheckedFile): void {
  checked.set(path, { hash, content, ...found });
}

/** The result for a workspace whose kb.yaml cannot be read: no rule has seen anything. */
export function nothingRead(problems: readonly Problem[]): LintResult {
  const files = new Set(problems.map(({ file }) => file)).size;
  return { files, problems, unreadable: true, disabled: 0, baselined: 0, cache: emptyCache('', []), texts: new Map() };
}

/** Holds together what was found, and runs the rules about the whole. */
export function conclude(started: LintRun): LintResult {
  const { read, options, planned, before, checked, context } = started;
  const { workspace } = read;
  const utterances = checkUtterances(started);
  const inFiles = new Map<string, (readonly Finding[])[]>();
  for (const { findings } of checked.values()) {
    if (!findings) continue;
    for (const [key, list] of Object.entries(findings)) {
      const lists = inFiles.get(key);
      if (lists) lists.push(list);
      else inFiles.set(key, [list]);
    }
  }
  const isWanted = ({ code }: Problem): boolean => options.only?.has(code) ?? true;
  const found: Problem[] = [...read.problems, ...checkRuleSettings(rules, workspace).filter(isWanted)];
  const settingsFile = { path: SETTINGS_FILE, text: workspace.settingsText };
  for (const plan of planned) {
    const { rule, runs, severityOf } = plan;
    for (const run of runs) {
      const key = keyOf(plan, run);
      const withOptions = { ...context, settings: workspace.settings, optionsOf: run.optionsOf };
      const lists = [
        ...(inFiles.get(key) ?? []),
        rule.reads === 'utterances' ? (utterances.findings[key] ?? []) : (rule.check?.(withOptions) ?? []),
        rule.checkText?.(settingsFile, withOptions) ?? [],
      ];
      for (const list of lists) {
        for (const finding of list) {
          const severity = severityOf(run, finding.file);
          if (severity !== 'off') found.push({ code: rule.meta.id, severity, ...finding });
        }
      }
    }
  }

  const ran = new Set<string>(planned.map(({ rule }) => rule.meta.id));
  const known = new Set<string>(rules.map(({ meta }) => meta.id));
  const isOn = ({ code }: Problem): boolean => ran.has(code);
  const texts = filesOf(workspace);
  const disabling = new Map<string, SourceFile>([[SETTINGS_FILE, settingsFile]]);
  for (const [path, { disables }] of checked)
    if (disables) disabling.set(path, { path, text: texts.get(path)?.text ?? '' });
  const disables = applyDisables(found, disabling, { rules: ran, known, sawAll: read.problems.length === 0 });
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
    cache: { ...before, files: checked, utterances },
    texts,
  };
}

/** What the engine itself reports (`cfg/…`) counts as kb.yaml says, too. */
function withSetSeverity(problem: Problem, planned: readonly PlannedRule[]): Problem {
  if (!problem.code.startsWith('cfg/')) return problem;
  const plan = planned.find(({ rule }) => rule.meta.id === problem.code && !rule.check);
  const severity = plan?.runs[0] && plan.severityOf(plan.runs[0], problem.file);
  return severity === undefined || severity === 'off' ? problem : { ...problem, severity };
}

/** What the rules find that compare utterances with each other. */
function checkUtterances({ read: { workspace }, planned, before, context }: LintRun): KeptUtterances {
  const files = [...workspace.intents, ...workspace.heldout];
  const hash = hashOf(files.map((file) => `${file.path}\0${file.hash}`).join('\0'));
  if (before.utterances?.hash === hash) return before.utterances;
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
