import { isMap, isNode, isScalar, stringify, type Pair, type YAMLMap } from 'yaml';
import { KbError } from '../problem.js';
import { parseYaml, placeOf, type YamlSource } from './yaml.js';

/** What stands under `routing.thresholds`. */
export interface WrittenThresholds {
  readonly answer: number;
  readonly intents: Readonly<Record<string, number>>;
  readonly segments: Readonly<Record<string, number>>;
}

/**
 * kb.yaml's text with `routing.thresholds` set; comments and everything else stay as they are. Maps without anything in
 * them are not written.
 *
 * @param yaml - the same text, parsed.
 * @throws {KbError} when `routing` stands in a form that cannot be changed safely (an alias).
 */
export function setThresholds(text: string, yaml: YamlSource, thresholds: WrittenThresholds): string {
  const { answer, intents, segments } = thresholds;
  const wanted = {
    answer,
    ...(Object.keys(intents).length > 0 && { intents }),
    ...(Object.keys(segments).length > 0 && { segments }),
  };
  const spliced = splice(text, yaml, wanted);
  // Whatever the form of the file: what was written must read as what was meant, and nothing else may have changed.
  if (spliced !== undefined && reads(spliced, text, wanted)) return spliced;
  const { document } = parseYaml(text, yaml.file).source;
  if (!isMap(document.get('routing', true))) document.delete('routing');
  document.setIn(['routing', 'thresholds'], document.createNode(wanted));
  const rewritten = document.toString({ lineWidth: 0 });
  if (reads(rewritten, text, wanted)) return rewritten;
  throw new KbError({
    code: 'eval/thresholds',
    severity: 'error',
    message: 'cannot write `routing.thresholds` here',
    hint: 'write it yourself; `kb eval --tune` says what to write',
    ...placeOf(yaml, ['routing']),
  });
}

/** Changes the lines of `routing.thresholds` alone, where `routing` is written in lines. */
function splice(text: string, yaml: YamlSource, wanted: object): string | undefined {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = (indent: string, step: string): string =>
    stringify({ thresholds: wanted }, { lineWidth: 0, indent: Math.max(step.length, 1) })
      .trimEnd()
      .split('\n')
      .map((line) => `${indent}${line}`)
      .join(eol);
  const routing: unknown = yaml.document.get('routing', true);
  if (routing === undefined) {
    const end = text === '' || text.endsWith('\n') ? '' : eol;
    return `${text}${end}routing:${eol}${lines('  ', '  ')}${eol}`;
  }
  if (!isMap(routing) || routing.flow === true) return undefined;
  const indent = indentOf(text, routing);
  if (indent === undefined) return undefined;
  const index = routing.items.findIndex(({ key }) => isScalar(key) && key.value === 'thresholds');
  const [from, to] =
    index === -1
      ? [endOf(text, routing.items.at(-1)), endOf(text, routing.items.at(-1))]
      : [startOf(text, routing.items[index]), endOf(text, routing.items[index])];
  const before = text.slice(0, from);
  return `${before}${before.endsWith('\n') || before === '' ? '' : eol}${lines(indent, indent)}${text.slice(to)}`;
}

function indentOf(text: string, map: YAMLMap): string | undefined {
  const start = startOf(text, map.items[0]);
  const indent = /^[ ]*/.exec(text.slice(start))?.[0] ?? '';
  return map.items.length === 0 || indent === '' ? undefined : indent;
}

/** Where the line of a pair's key begins. */
function startOf(text: string, pair: Pair | undefined): number {
  const at = isNode(pair?.key) ? (pair.key.range?.[0] ?? 0) : 0;
  return text.lastIndexOf('\n', at - 1) + 1;
}

/** The end of the last line of a pair, its line end left out. */
function endOf(text: string, pair: Pair | undefined): number {
  const value = isNode(pair?.value) ? pair.value : pair?.key;
  const end = isNode(value) ? (value.range?.[1] ?? 0) : 0;
  // A block's range may end behind its last line.
  const content = text.slice(0, end).trimEnd().length;
  const line = text.indexOf('\n', content);
  const at = line === -1 ? text.length : line;
  return text[at - 1] === '\r' ? at - 1 : at;
}

function reads(result: string, before: string, wanted: object): boolean {
  const [now, then] = [result, before].map((text) => parseYaml(text, ''));
  if (!now || !then || now.problems.length > 0) return false;
  const without = (data: unknown): string => {
    const { routing, ...rest } = (data ?? {}) as { routing?: Record<string, unknown> | null };
    const { thresholds, ...others } = routing ?? {};
    void thresholds;
    return JSON.stringify([rest, others]);
  };
  const written = (now.data as { routing?: { thresholds?: unknown } }).routing?.thresholds;
  return JSON.stringify(written) === JSON.stringify(wanted) && without(now.data) === without(then.data);
}
