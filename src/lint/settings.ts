import type { z } from 'zod';
import { compareText, type Problem, type Severity } from '../problem.js';
import { nearestName, placeOf, type Workspace } from '../workspace/index.js';
import type { Rule } from './rule.js';

type RuleSetting = Workspace['settings']['lint']['rules'][string];

/** A rule with everything kb.yaml says of it. */
export interface PlannedRule {
  readonly rule: Rule;
  /** The different options it runs with: those of the whole workspace, and those of folders with their own. */
  readonly runs: readonly RuleRun[];
  /** How a finding counts; `off` where the run's options are not those of the file. */
  readonly severityOf: (run: RuleRun, file: string | undefined) => Severity | 'off';
}

export interface RuleRun {
  readonly key: string;
  readonly optionsOf: <Schema extends z.ZodType>(schema: Schema) => z.output<Schema>;
}

/** The name of a rule with its options, by which findings are kept. */
export function keyOf({ rule }: PlannedRule, run: RuleRun): string {
  return `${rule.meta.id} ${run.key}`;
}

/** What runs, and how: `lint.rules` and `lint.overrides` of kb.yaml applied to the rules. */
export function planRules(
  rules: readonly Rule[],
  { settings: { lint } }: Workspace,
  only?: ReadonlySet<string>,
): readonly PlannedRule[] {
  return rules.flatMap((rule): PlannedRule[] => {
    const { id } = rule.meta;
    if (only && !only.has(id)) return [];
    const overrides = lint.overrides.flatMap(({ files, rules: set }) => {
      const setting = set[id];
      return setting === undefined ? [] : [{ files, setting: read(rule, setting) }];
    });
    const unset = rule.meta.optIn === true && !only ? 'off' : rule.meta.severity;
    const base = read(rule, lint.rules[id] ?? unset);
    const settings = [base, ...overrides.map(({ setting }) => setting)].filter(({ severity }) => severity !== 'off');
    const runs = new Map(settings.map(({ run }) => [run.key, run]));
    if (runs.size === 0) return [];
    const settingOf = (file: string | undefined): ReturnType<typeof read> =>
      (file === undefined
        ? undefined
        : overrides.findLast(({ files }) => files.some((pattern) => matchesGlob(pattern, file)))?.setting) ?? base;
    return [
      {
        rule,
        runs: [...runs.values()],
        severityOf: (run, file) => {
          const { severity, run: own } = overrides.length === 0 ? base : settingOf(file);
          return own.key === run.key ? severity : 'off';
        },
      },
    ];
  });
}

function read(rule: Rule, setting: RuleSetting): { readonly severity: Severity | 'off'; readonly run: RuleRun } {
  const [severity, given] = typeof setting === 'string' ? [setting, {}] : setting;
  // Wrong options are reported as such; the rule then runs with its defaults.
  const valid = rule.options?.safeParse(given).success === true ? given : {};
  // A rule has one schema, and asks for every article.
  let parsed: unknown;
  const run: RuleRun = {
    key: JSON.stringify(valid),
    optionsOf: <Schema extends z.ZodType>(schema: Schema) => (parsed ??= schema.parse(valid)) as z.output<Schema>,
  };
  return { severity, run };
}

/** Settings of rules that do not exist, and options that a rule does not take. */
export function checkRuleSettings(rules: readonly Rule[], workspace: Workspace): readonly Problem[] {
  const { lint } = workspace.settings;
  const byId = new Map<string, Rule>(rules.map((rule) => [rule.meta.id, rule]));
  const groups = [
    { path: ['lint', 'rules'] as PropertyKey[], set: lint.rules },
    ...lint.overrides.map(({ rules: set }, index) => ({ path: ['lint', 'overrides', index, 'rules'], set })),
  ];
  return groups.flatMap(({ path, set }) =>
    Object.entries(set).flatMap(([id, setting]): Problem[] => {
      const rule = byId.get(id);
      if (!rule) return [unknownRule(id, byId.keys(), placeOf(workspace.settingsYaml, [...path, id], 'key'))];
      if (typeof setting === 'string') return [];
      const place = placeOf(workspace.settingsYaml, [...path, id, 1]);
      if (!rule.options) {
        return Object.keys(setting[1]).length === 0
          ? []
          : [{ code: 'cfg/rule-options', severity: 'error', message: `${id} takes no options`, ...place }];
      }
      const checked = rule.options.safeParse(setting[1]);
      return (checked.error?.issues ?? []).map((issue) => ({
        code: 'cfg/rule-options',
        severity: 'error',
        message: `options of ${id}: ${issue.path.map(String).join('.') || 'all'}: ${issue.message}`,
        hint: `\`kb explain ${id}\` shows what it takes`,
        ...placeOf(workspace.settingsYaml, [...path, id, 1, ...issue.path]),
      }));
    }),
  );
}

export function unknownRule(
  id: string,
  known: Iterable<string>,
  place: Pick<Problem, 'file' | 'line' | 'column'>,
): Problem {
  const nearest = nearestName(id, [...known].toSorted(compareText));
  return {
    code: 'cfg/unknown-rule',
    severity: 'error',
    message: `no rule is called "${id}"`,
    hint: nearest === undefined ? '`kb lint --list-rules` lists them' : `did you mean "${nearest}"?`,
    ...place,
  };
}

/** Whether a path matches a pattern: `*` and `?` within a name, `**` over folders. In time linear in each name. */
export function matchesGlob(pattern: string, path: string): boolean {
  const wanted = pattern
    .replace(/^\.?\//, '')
    .replace(/\/$/, '/**')
    .split('/');
  const names = path.split('/');
  // reached[i]: the first i parts of the pattern match the names read so far.
  let reached = [true, ...wanted.map((part, index) => wanted.slice(0, index + 1).every((one) => one === '**'))];
  for (const name of names) {
    const next = [false, ...wanted.map(() => false)];
    for (const [index, part] of wanted.entries()) {
      if (part === '**')
        next[index + 1] = reached[index + 1] === true || next[index] === true || reached[index] === true;
      else next[index + 1] = reached[index] === true && matchesName(part, name);
    }
    // `**` may also stand for no folder at all.
    for (const [index, part] of wanted.entries()) if (part === '**' && next[index] === true) next[index + 1] = true;
    reached = next;
  }
  return reached.at(-1) ?? false;
}

function matchesName(pattern: string, name: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  let i = 0;
  while (i < name.length) {
    if (pattern[at] === '*') {
      star = at;
      at += 1;
      resume = i;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === name[i])) {
      at += 1;
      i += 1;
    } else if (star !== -1) {
      at = star + 1;
      resume += 1;
      i = resume;
    } else return false;
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}
