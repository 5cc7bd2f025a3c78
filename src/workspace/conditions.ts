import { Environment, type ASTNode } from '@marcbachmann/cel-js';
import { compareText } from '../problem.js';
import type { Fact, Settings } from './settings.js';

/**
 * Conditions (`tasks[].when`, `routing.rules[].when`) are expressions of CEL, the Common Expression Language: no loops,
 * no side effects, always an end. Of its functions only those that take linear time are open.
 */
export interface Condition {
  readonly source: string;
  /** Names that it reads: facts, and paths such as `customer.segment`. Sorted, without repeats. */
  readonly names: readonly string[];
  /** The constants that each name is compared with. */
  readonly constants: ReadonlyMap<string, readonly (string | number)[]>;
  /**
   * Whether it holds. A missing value makes what depends on it unknown, not false: `undefined` is returned where the
   * result depends on it (`false && unknown` is still `false`, `true || unknown` still `true`).
   */
  evaluate(values: ConditionValues): boolean | undefined;
}

export type FactValue = string | number | boolean;
/** Facts by name, and `customer`, `channel`, `intent` and `turn` where a rule is evaluated. */
export type ConditionValues = Readonly<Record<string, FactValue | Readonly<Record<string, FactValue>> | undefined>>;

/** What is wrong with a condition; offsets count UTF-16 units from its first character. */
export interface ConditionProblem {
  readonly kind: 'syntax' | 'unknown-name' | 'unknown-value' | 'type';
  readonly message: string;
  /** The name or value in question, and those that would be right. */
  readonly name?: string;
  readonly known?: readonly string[];
  readonly start: number;
  readonly end: number;
}

/** Which names a condition may use: the facts of kb.yaml in an article's task; the turn as well in a routing rule. */
export type ConditionScope = 'task' | 'rule';

const ALLOWED_CALLS = new Set(['startsWith', 'endsWith', 'contains', 'size']);
const MAX_LENGTH = 2000;

/** What a routing rule sees of a turn beside the facts. */
const RULE_NAMES = {
  'customer.segment': 'string',
  'customer.language': 'string',
  channel: 'string',
  'intent.name': 'string',
  'intent.tier': 'string',
  confidence: 'double',
  turn: 'double',
} as const;

/**
 * Compiles and checks a condition against the declared facts.
 *
 * @returns the condition, or every problem that was found (names and values; of syntax and types the first only).
 */
export function compileCondition(
  source: string,
  settings: Settings,
  scope: ConditionScope,
): Condition | readonly ConditionProblem[] {
  const known = compilerOf(settings, scope).conditions;
  let condition = known.get(source);
  if (!condition) {
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(source, (condition = compile(source, settings, scope)));
  }
  return condition;
}

function compile(source: string, settings: Settings, scope: ConditionScope): Condition | readonly ConditionProblem[] {
  const whole = { start: 0, end: source.length };
  if (source.length > MAX_LENGTH) {
    return [{ kind: 'syntax', message: `longer than ${MAX_LENGTH} characters`, ...whole }];
  }
  const { environment } = compilerOf(settings, scope);
  let compiled: ReturnType<Environment['parse']>;
  try {
    compiled = environment.parse(source);
  } catch (error) {
    return [{ kind: 'syntax', ...wordsOf(error), ...rangeOf(error, whole) }];
  }
  const found = inspect(compiled.ast, settings, scope);
  if (found.problems.length > 0) return found.problems;
  const checked = compiled.check();
  if (!checked.valid) return [{ kind: 'type', ...wordsOf(checked.error), ...rangeOf(checked.error, whole) }];
  if (checked.type !== 'bool') {
    return [
      { kind: 'type', message: `is a ${checked.type ?? 'value'}, not a condition that is true or false`, ...whole },
    ];
  }
  const names = [...found.names].toSorted(compareText);
  // CEL throws for each value that is not known, which is dear, and customers' cases are alike: results are remembered.
  const known = new Map<string, boolean | undefined>();
  return {
    source,
    names,
    constants: found.constants,
    evaluate(values) {
      const key = names.map((name) => keyOf(valueAt(values, name))).join();
      if (known.has(key)) return known.get(key);
      if (known.size >= MOST_REMEMBERED) known.clear();
      const result = evaluate(compiled, values);
      known.set(key, result);
      return result;
    },
  };
}

const MOST_REMEMBERED = 1000;

function valueAt(values: ConditionValues, name: string): FactValue | undefined {
  const [first = '', second] = name.split('.');
  const value = Object.hasOwn(values, first) ? values[first] : undefined;
  if (typeof value !== 'object') return second === undefined ? value : undefined;
  return second !== undefined && Object.hasOwn(value, second) ? value[second] : undefined;
}

function keyOf(value: FactValue | undefined): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

function evaluate(compiled: ReturnType<Environment['parse']>, values: ConditionValues): boolean | undefined {
  try {
    return (compiled as (context: ConditionValues) => boolean)(values);
  } catch {
    // Types are checked, so what is left is a value that is not known (or a division by zero: as unknown).
    return undefined;
  }
}

/** Environments are dear and depend on the settings only. */
const compilers = new WeakMap<Settings, Map<ConditionScope, Compiler>>();

interface Compiler {
  readonly environment: Environment;
  /** What it has compiled: articles repeat each other's triggers, and several readers ask for each. */
  readonly conditions: Map<string, Condition | readonly ConditionProblem[]>;
}

function compilerOf(settings: Settings, scope: ConditionScope): Compiler {
  let byScope = compilers.get(settings);
  if (!byScope) compilers.set(settings, (byScope = new Map()));
  let compiler = byScope.get(scope);
  if (!compiler)
    byScope.set(scope, (compiler = { environment: makeEnvironment(settings, scope), conditions: new Map() }));
  return compiler;
}

function makeEnvironment(settings: Settings, scope: ConditionScope): Environment {
  const environment = new Environment({ limits: { maxAstNodes: 500, maxDepth: 50 } });
  for (const [name, { type }] of Object.entries(settings.facts)) {
    environment.registerVariable(name, type === 'number' ? 'double' : type === 'boolean' ? 'bool' : 'string');
  }
  if (scope === 'rule') {
    environment
      .registerVariable({ name: 'customer', schema: { segment: 'string', language: 'string' } })
      .registerVariable({ name: 'intent', schema: { name: 'string', tier: 'string' } })
      .registerVariable('channel', 'string')
      .registerVariable('confidence', 'double')
      .registerVariable('turn', 'double');
  }
  // CEL keeps 3 and 3.0 apart. People write `days_late + 1 == 3`, and a fact may be 2.5.
  environment.registerOperator('double == int', (a: number, b: bigint) => a === Number(b));
  const arithmetic: Readonly<Record<string, (a: number, b: number) => number>> = {
    '+': (a, b) => a + b,
    '-': (a, b) => a - b,
    '*': (a, b) => a * b,
    '/': (a, b) => a / b,
  };
  for (const [operator, apply] of Object.entries(arithmetic)) {
    environment.registerOperator(`double ${operator} int`, (a: number, b: bigint) => apply(a, Number(b)));
    environment.registerOperator(`int ${operator} double`, (a: bigint, b: number) => apply(Number(a), b));
  }
  return environment;
}

function wordsOf(error: unknown): { message: string } {
  const { summary, message } = error as { summary?: string; message: string };
  return { message: (summary ?? message).split('\n')[0] ?? '' };
}

function rangeOf(error: unknown, otherwise: { start: number; end: number }): { start: number; end: number } {
  return (error as { range?: { start: number; end: number } } | undefined)?.range ?? otherwise;
}

interface Inspected {
  readonly names: Set<string>;
  readonly constants: Map<string, (string | number)[]>;
  readonly problems: ConditionProblem[];
}

const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=', 'in']);

/** Walks the whole tree, so that every unknown name is reported and not the first only. */
function inspect(ast: ASTNode, settings: Settings, scope: ConditionScope): Inspected {
  const names = new Set<string>();
  const constants = new Map<string, (string | number)[]>();
  const problems: ConditionProblem[] = [];
  const known = [...Object.keys(settings.facts), ...(scope === 'rule' ? Object.keys(RULE_NAMES) : [])];
  const valuesOf = (name: string | undefined): readonly string[] | undefined => {
    if (name === undefined) return undefined;
    const fact = settings.facts[name];
    if (fact?.type === 'enum') return fact.values;
    if (scope !== 'rule') return undefined;
    if (name === 'customer.segment') return settings.segments;
    if (name === 'customer.language') return settings.languages;
    return name === 'intent.tier' ? ['simple', 'medium', 'complex'] : undefined;
  };
  const compare = (left: ASTNode, right: ASTNode): void => {
    const values = valuesOf(nameOf(left));
    for (const literal of right.op === 'list' ? right.args : [right]) {
      if (values === undefined || literal.op !== 'value' || typeof literal.args !== 'string') continue;
      if (values.includes(literal.args)) continue;
      problems.push({
        kind: 'unknown-value',
        message: `"${nameOf(left)}" is never "${literal.args}"`,
        name: literal.args,
        known: values,
        start: literal.start,
        end: literal.end,
      });
    }
  };
  const walk = (node: ASTNode): void => {
    const name = nameOf(node);
    if (name !== undefined) {
      if (known.includes(name)) names.add(name);
      else {
        const message = `nothing is called "${name}"`;
        problems.push({ kind: 'unknown-name', message, name, known, start: node.start, end: node.end });
      }
      return;
    }
    if (node.op === 'call' || node.op === 'rcall') {
      const [called] = node.args;
      if (!ALLOWED_CALLS.has(called)) {
        const message = `the function "${called}" can't be used here`;
        problems.push({
          kind: 'unknown-name',
          message,
          name: called,
          known: [...ALLOWED_CALLS],
          start: node.start,
          end: node.end,
        });
        return;
      }
    }
    if (COMPARISONS.has(node.op)) {
      const [left, right] = node.args as [ASTNode, ASTNode];
      compare(left, right);
      if (node.op !== 'in') compare(right, left);
      const literals = [...literalsIn(left), ...literalsIn(right)];
      for (const compared of [...namesIn(left), ...namesIn(right)]) {
        constants.set(compared, [...(constants.get(compared) ?? []), ...literals]);
      }
    }
    for (const child of childrenOf(node)) walk(child);
  };
  walk(ast);
  return { names, constants, problems };
}

function nameOf(node: ASTNode): string | undefined {
  if (node.op === 'id') return node.args;
  if (node.op !== '.') return undefined;
  const parent = nameOf(node.args[0]);
  return parent === undefined ? undefined : `${parent}.${node.args[1]}`;
}

function childrenOf(node: ASTNode): readonly ASTNode[] {
  const found: ASTNode[] = [];
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) collect(item);
    else if (typeof value === 'object' && value !== null && 'op' in value) found.push(value as ASTNode);
  };
  collect(node.args);
  return found;
}

function literalsIn(node: ASTNode): (string | number)[] {
  if (node.op !== 'value') return childrenOf(node).flatMap(literalsIn);
  if (typeof node.args === 'bigint') return [Number(node.args)];
  return typeof node.args === 'string' || typeof node.args === 'number' ? [node.args] : [];
}

function namesIn(node: ASTNode): string[] {
  const name = nameOf(node);
  return name === undefined ? childrenOf(node).flatMap(namesIn) : [name];
}

/** Facts under which something happens, as an example that a person can read. */
export type Witness = Readonly<Record<string, FactValue>>;

/** What a list of tasks leaves open; `tasks` are positions in the list. */
export interface TaskGaps {
  /** Two triggers that can both hold, with facts under which they do. */
  readonly overlaps: readonly { readonly tasks: readonly [number, number]; readonly when: Witness }[];
  /** Facts under which no task applies at all. */
  readonly noExit?: Witness;
}

/** More combinations of values than this are not tried; a gap among them is then not reported. */
const MAX_COMBINATIONS = 20_000;

/**
 * Searches the facts for combinations under which two tasks apply, or none does.
 *
 * Every value that can make a difference is tried: all of an enum, both of a boolean, the constants that a number or a
 * text is compared with and values beside them. What is reported is real (it carries its witness); what is not reported
 * may still exist when the conditions compute with facts, or name so many that `MAX_COMBINATIONS` is passed.
 *
 * @param tasks - the triggers in their order; `undefined` holds always and counts as "otherwise" when it is the last.
 */
export function findTaskGaps(tasks: readonly (Condition | undefined)[], settings: Settings): TaskGaps {
  const domainOf = (name: string): readonly FactValue[] =>
    domain(
      settings.facts[name],
      tasks.flatMap((task) => task?.constants.get(name) ?? []),
    );
  const overlaps: { tasks: [number, number]; when: Witness }[] = [];
  const last = tasks.length - 1;
  for (const [i, a] of tasks.entries()) {
    for (const [offset, b] of tasks.slice(i + 1).entries()) {
      const j = i + 1 + offset;
      if (!a || (!b && j === last)) {
        if (!a && i !== last) overlaps.push({ tasks: [i, j], when: {} });
        continue;
      }
      const names = new Set([...a.names, ...(b?.names ?? [])]);
      const when = search(names, domainOf, (values) => a.evaluate(values) === true && (b?.evaluate(values) ?? true));
      if (when) overlaps.push({ tasks: [i, j], when });
    }
  }
  const conditions = tasks.filter((task) => task !== undefined);
  const open =
    conditions.length === 0 || conditions.length < tasks.length
      ? undefined
      : search(new Set(conditions.flatMap(({ names }) => names)), domainOf, (values) =>
          conditions.every((condition) => condition.evaluate(values) === false),
        );
  return { overlaps, ...(open && { noExit: open }) };
}

function domain(fact: Fact | undefined, constants: readonly (string | number)[]): readonly FactValue[] {
  if (!fact) return [];
  if (fact.type === 'enum') return fact.values;
  if (fact.type === 'boolean') return [false, true];
  if (fact.type !== 'number') {
    const other = fact.type === 'date' ? '2000-01-01' : 'something else';
    return [...new Set([...constants.filter((value) => typeof value === 'string'), other])];
  }
  const numbers = constants.filter((value) => typeof value === 'number');
  const least = Math.min(0, ...numbers);
  const beside = numbers.flatMap((value) => [value - 1, value, value + 0.5, value + 1]);
  return [...new Set([0, ...beside])].filter((value) => value >= least).toSorted((a, b) => a - b);
}

function search(
  names: ReadonlySet<string>,
  domainOf: (name: string) => readonly FactValue[],
  holds: (values: Witness) => boolean,
): Witness | undefined {
  const list = [...names].toSorted(compareText);
  const domains = list.map(domainOf);
  const total = domains.reduce((product, values) => product * values.length, 1);
  if (total > MAX_COMBINATIONS) return undefined;
  for (let index = 0; index < total; index += 1) {
    let rest = index;
    const values: Record<string, FactValue> = {};
    for (const [i, name] of list.entries()) {
      const candidates = domains[i] as readonly FactValue[];
      values[name] = candidates[rest % candidates.length] as FactValue;
      rest = Math.floor(rest / candidates.length);
    }
    if (holds(values)) return values;
  }
  return undefined;
}
