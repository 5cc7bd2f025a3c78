import { distance } from 'fastest-levenshtein';
import { isMap, isNode, LineCounter, parseDocument, type Document, type Node } from 'yaml';
import type { z } from 'zod';
import { compareProblems, type Place, type Problem } from '../problem.js';

/** YAML text that knows where it stands in its file, so that a value can be pointed at. */
export interface YamlSource {
  readonly file: string;
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
  /** Lines of the file before the YAML's first one. */
  readonly lineOffset: number;
}

/** The source of YAML that is parsed only when somebody asks where something stands. */
export class LazyYaml implements YamlSource {
  #parsed: YamlSource | undefined;

  constructor(
    readonly file: string,
    readonly lineOffset: number,
    private readonly parse: () => YamlSource,
  ) {}

  get document(): Document.Parsed {
    return (this.#parsed ??= this.parse()).document;
  }

  get lines(): LineCounter {
    return (this.#parsed ??= this.parse()).lines;
  }
}

/** Parses YAML 1.2 with the core schema: data only, dates stay text. Syntax problems carry line and column. */
export function parseYaml(
  text: string,
  file: string,
  lineOffset = 0,
): { readonly source: YamlSource; readonly data: unknown; readonly problems: readonly Problem[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const source = { file, document, lines, lineOffset };
  // One mistake often makes several errors at one place; the first says it best.
  const places = new Set<number>();
  const firsts = [...document.errors, ...document.warnings].filter(({ pos: [start] }) => {
    const isFirst = !places.has(start);
    places.add(start);
    return isFirst;
  });
  const problems: Problem[] = firsts.map((error) => ({
    code: 'file/yaml-syntax',
    severity: 'error',
    message: `invalid YAML: ${lowerFirst(error.message)}`,
    file,
    ...lineAndColumn(source, error.pos[0]),
  }));
  let data: unknown;
  if (problems.length === 0) {
    try {
      data = document.toJS({ maxAliasCount: 100 });
      // An alias within its own anchor makes a circle, which nothing behind this could read.
      if (text.includes('&')) JSON.stringify(data);
    } catch (error) {
      problems.push({
        code: 'file/yaml-syntax',
        severity: 'error',
        message: `invalid YAML: ${error instanceof RangeError ? 'nested too deeply' : error instanceof TypeError ? 'an alias contains itself' : lowerFirst((error as Error).message)}`,
        file,
        line: lineOffset + 1,
        column: 1,
      });
    }
  }
  return { source, data, problems };
}

/** The place of the value at `path`; of its key with `part: 'key'`; of the nearest parent where there is none. */
export function placeOf(source: YamlSource, path: readonly PropertyKey[], part: 'key' | 'value' = 'value'): Place {
  for (let length = path.length; length > 0; length -= 1) {
    const offset = offsetOf(source.document, path.slice(0, length), length === path.length ? part : 'key');
    if (offset !== undefined) return { file: source.file, ...lineAndColumn(source, offset) };
  }
  return { file: source.file, line: source.lineOffset + 1, column: 1 };
}

function offsetOf(document: Document.Parsed, path: readonly PropertyKey[], part: 'key' | 'value'): number | undefined {
  const last = path.at(-1);
  const parent: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (isMap(parent)) {
    const pair = parent.items.find((item) => isNode(item.key) && String(item.key.toJSON()) === String(last));
    const node = (part === 'value' && isNode(pair?.value) ? pair.value : pair?.key) as Node | undefined;
    return node?.range?.[0];
  }
  const node: unknown = document.getIn(path, true);
  return isNode(node) ? node.range?.[0] : undefined;
}

function lineAndColumn(source: YamlSource, offset: number): { line: number; column: number } {
  const { line, col } = source.lines.linePos(offset);
  return { line: source.lineOffset + Math.max(line, 1), column: Math.max(col, 1) };
}

/** Checks data read by `parseYaml` against a schema; every issue becomes a problem that points at its value. */
export function validateYaml<Schema extends z.ZodType>(
  schema: Schema,
  source: YamlSource,
  data: unknown,
): { readonly value?: z.output<Schema>; readonly problems: readonly Problem[] } {
  const result = schema.safeParse(data ?? {}, { reportInput: true });
  if (result.success) return { value: result.data, problems: [] };
  return { problems: result.error.issues.flatMap((issue) => explain(schema, source, issue)).toSorted(compareProblems) };
}

function explain(schema: z.ZodType, source: YamlSource, issue: z.core.$ZodIssue): Problem[] {
  const at = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(schema, issue.path);
    return issue.keys.map((key) => ({
      code: 'kb/unknown-field',
      severity: 'error',
      message: `unknown key "${at === '' ? key : `${at}.${key}`}"`,
      hint: hintForKey(key, known),
      ...placeOf(source, [...issue.path, key], 'key'),
    }));
  }
  const nested = issue.code === 'invalid_union' ? bestBranch(issue) : undefined;
  if (nested)
    return nested.flatMap((inner) => explain(schema, source, { ...inner, path: [...issue.path, ...inner.path] }));
  const missing = issue.input === undefined && issue.code === 'invalid_type';
  return [
    {
      code: 'kb/front-matter-schema',
      severity: 'error',
      message: missing ? `"${at}" is missing` : `${at === '' ? 'the file' : `"${at}"`}: ${describe(issue)}`,
      ...placeOf(source, issue.path),
    },
  ];
}

/**
 * Of the alternatives of a union the one that was most likely meant: whose issues lie deepest. `undefined` where none
 * got beyond the value itself.
 */
function bestBranch(issue: z.core.$ZodIssueInvalidUnion): z.core.$ZodIssue[] | undefined {
  const depth = (branch: readonly z.core.$ZodIssue[]): number =>
    Math.max(...branch.map(({ path, code }) => path.length + (code === 'unrecognized_keys' ? 1 : 0)));
  const best = issue.errors.filter((branch) => branch.length > 0).toSorted((a, b) => depth(b) - depth(a))[0];
  return best && depth(best) > 0 ? best : undefined;
}

function describe(issue: z.core.$ZodIssue): string {
  const given = shorten(issue.input);
  if (issue.code === 'invalid_value') return `expected ${issue.values.map(String).join(', ')}, got ${given}`;
  if (issue.code === 'invalid_type')
    return `expected ${issue.expected === 'record' ? 'a map' : issue.expected}, got ${given}`;
  if (issue.code === 'invalid_union') {
    const allowed = issue.errors
      .flat()
      .flatMap((inner) => (inner.code === 'invalid_value' ? inner.values.map(String) : []));
    if (allowed.length > 0) return `expected ${allowed.join(', ')}, got ${given}`;
  }
  return `${lowerFirst(issue.message.replace(/^Invalid input: /, ''))}, got ${given}`;
}

function shorten(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function hintForKey(key: string, known: readonly string[]): string {
  const nearest = nearestName(key, known);
  if (nearest !== undefined) return `did you mean "${nearest}"?`;
  return known.length === 0 ? 'take it out' : `known keys: ${known.join(', ')}`;
}

/** The name that a misspelt one most likely meant: one to three edits away, the fewer the shorter it is. */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  const most = name.length < 4 ? 1 : name.length < 9 ? 2 : 3;
  let best: { name: string; edits: number } | undefined;
  for (const candidate of known) {
    // Each letter more or less is an edit: most candidates need no look.
    if (Math.abs(candidate.length - name.length) > most) continue;
    const edits = distance(name.toLowerCase(), candidate.toLowerCase());
    if (edits <= most && edits < (best?.edits ?? Infinity)) {
      best = { name: candidate, edits };
    }
  }
  return best?.name;
}

/** The keys that a schema knows at a path, through the wrappers (default, optional, union) on the way. */
function knownKeys(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let nodes: AnyDefinition[] = unwrap(schema);
  for (const key of path) {
    nodes = nodes.flatMap((node) => unwrap(child(node, key)));
  }
  return nodes.flatMap((node) => (node._zod.def.type === 'object' ? Object.keys(node._zod.def.shape ?? {}) : []));
}

/** The part of zod's own definition tree that is walked here (zod 4 core, `_zod.def`). */
interface AnyDefinition {
  readonly _zod: {
    readonly def: {
      readonly type: string;
      readonly shape?: Readonly<Record<string, AnyDefinition>>;
      readonly innerType?: AnyDefinition;
      readonly in?: AnyDefinition;
      readonly out?: AnyDefinition;
      readonly element?: AnyDefinition;
      readonly valueType?: AnyDefinition;
      readonly options?: readonly AnyDefinition[];
    };
  };
}

function unwrap(node: AnyDefinition | undefined): AnyDefinition[] {
  if (!node) return [];
  const { def } = node._zod;
  if (def.options) return def.options.flatMap(unwrap);
  if (def.type === 'pipe') return [...unwrap(def.in), ...unwrap(def.out)];
  return def.innerType ? unwrap(def.innerType) : [node];
}

function child(node: AnyDefinition, key: PropertyKey): AnyDefinition | undefined {
  const { def } = node._zod;
  return def.shape?.[String(key)] ?? def.element ?? def.valueType;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
