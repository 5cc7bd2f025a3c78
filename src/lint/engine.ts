import { compareProblems, type Problem, type Severity } from '../problem.js';
import { nearestName, placeOf, type ReadWorkspace, type Settings } from '../workspace/index.js';
import { rules } from './registry.js';
import type { Rule } from './rule.js';

export interface LintResult {
  readonly files: number;
  /** Sorted by file, line and column: problems of the files themselves, then what the rules found in the rest. */
  readonly problems: readonly Problem[];
  /** Whether a file could not be read: the rules have not seen it. */
  readonly unreadable: boolean;
}

/**
 * Checks a workspace with every rule that kb.yaml does not switch off.
 *
 * @param read - a workspace and the problems met in reading it; these are findings too.
 * @param options.today - the day that review dates are held against.
 */
export function lint(read: ReadWorkspace, options: { readonly today: string }): LintResult {
  const { workspace } = read;
  const context = { workspace, today: options.today };
  const found = rules.flatMap((rule) => {
    const severity = severityOf(rule, workspace.settings);
    if (severity === 'off' || !rule.check) return [];
    return [...rule.check(context)].map((finding): Problem => ({ code: rule.meta.id, severity, ...finding }));
  });
  const readable = [workspace.articles, workspace.intents, workspace.heldout, workspace.scenarios].flat();
  return {
    files: 1 + readable.length + new Set(read.problems.map(({ file }) => file)).size,
    problems: [...read.problems, ...unknownRules(read), ...found].toSorted(compareProblems),
    unreadable: read.problems.length > 0,
  };
}

function severityOf(rule: Rule, { lint: { rules: configured } }: Settings): Severity | 'off' {
  const setting = configured[rule.meta.id] ?? rule.meta.severity;
  return typeof setting === 'string' ? setting : setting[0];
}

function unknownRules({ workspace }: ReadWorkspace): readonly Problem[] {
  const known = new Set<string>(rules.map(({ meta }) => meta.id));
  return Object.keys(workspace.settings.lint.rules)
    .filter((id) => !known.has(id))
    .map((id) => {
      const nearest = nearestName(id, known);
      return {
        code: 'cfg/unknown-rule',
        severity: 'error',
        message: `no rule is called "${id}"`,
        hint: nearest === undefined ? '`kb lint --list-rules` lists them' : `did you mean "${nearest}"?`,
        ...placeOf(workspace.settingsYaml, ['lint', 'rules', id], 'key'),
      };
    });
}
