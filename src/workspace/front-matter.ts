import { createRequire } from 'node:module';
import type Matter from 'gray-matter';
import type { Problem } from '../problem.js';
import type { SourceFile } from './files.js';
import { readSimpleYaml } from './simple-yaml.js';
import { LazyYaml, parseYaml, type YamlSource } from './yaml.js';

/** gray-matter looks for comments with a quadratic expression; on this many characters that is still instant. */
const MAX_FRONT_MATTER_CHARACTERS = 16 * 1024;

export interface FrontMatter {
  readonly yaml: YamlSource;
  readonly data: unknown;
  /** The text after the front matter. */
  readonly body: string;
  /** Lines of the file before the body's first one. */
  readonly bodyLineOffset: number;
}

/** Splits a Markdown file into front matter and body. Front matter is YAML and data: other languages are refused. */
export function readFrontMatter(file: SourceFile): FrontMatter | readonly Problem[] {
  const fail = (message: string, hint: string): readonly Problem[] => [
    { code: 'kb/front-matter-schema', severity: 'error', message, hint, file: file.path, line: 1, column: 1 },
  ];
  const opening = /^---(.*)\r?\n/.exec(file.text);
  if (!opening) return fail('no front matter', 'begin the file with a line "---", keys and values, and a line "---"');
  const language = opening[1]?.trim() ?? '';
  if (language !== '' && language !== 'yaml') {
    return fail(
      `front matter in another language than YAML: "---${language}"`,
      'front matter is data, never code: begin it with a line "---" alone',
    );
  }
  const closing = file.text.indexOf('\n---', opening[0].length - 1);
  if (closing === -1) return fail('the front matter does not end', 'close it with a line "---"');
  const closingLine = /^.*$/m.exec(file.text.slice(closing + 1, closing + 200))?.[0] ?? '';
  if (closingLine.trim() !== '---') {
    return fail(`the front matter ends with "${closingLine.slice(0, 40)}"`, 'close it with a line "---" alone');
  }
  if (closing > MAX_FRONT_MATTER_CHARACTERS) {
    return fail('the front matter is too long', `at most ${MAX_FRONT_MATTER_CHARACTERS} characters`);
  }
  const simple = readSimple(file, opening[0], closing);
  if (simple) return simple;
  const parsed = { problems: [] as readonly Problem[] } as Partial<ReturnType<typeof parseYaml>>;
  // Options are always given: without them gray-matter caches by content and hands out shared objects. Every engine but
  // ours throws, above all the one that evaluates JavaScript; no file gets that far, this is the second bolt.
  const { content } = grayMatter()(file.text, {
    language: 'yaml',
    engines: {
      yaml: (text: string) => {
        Object.assign(parsed, parseYaml(`${text.replace(/^\r?\n/, '')}\n`, file.path, 1));
        return parsed.data ?? {};
      },
      javascript: refuse,
      js: refuse,
      json: refuse,
    },
  });
  // gray-matter asks no engine about a front matter that is empty.
  if (!parsed.source) Object.assign(parsed, parseYaml('', file.path, 1));
  if (parsed.problems && parsed.problems.length > 0) return parsed.problems;
  const head = file.text.slice(0, file.text.length - content.length);
  return {
    yaml: parsed.source as YamlSource,
    data: parsed.data ?? {},
    body: content,
    bodyLineOffset: head.split('\n').length - 1,
  };
}

/** The usual front matter without a YAML parser; positions, which problems ask for, are found when they are. */
function readSimple(file: SourceFile, opening: string, closing: number): FrontMatter | undefined {
  const after = file.text.charAt(closing + 4);
  if (opening !== '---\n' || (after !== '\n' && after !== '')) return undefined;
  const text = file.text.slice(4, closing + 1);
  const data = readSimpleYaml(text);
  if (!data) return undefined;
  let bodyLineOffset = after === '' ? 1 : 2;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) bodyLineOffset += 1;
  const yaml = new LazyYaml(file.path, 1, () => parseYaml(text, file.path, 1).source);
  return { yaml, data, body: file.text.slice(closing + 5), bodyLineOffset };
}

let loaded: typeof Matter | undefined;

/** Loaded on use: nearly all front matter is read without it. */
function grayMatter(): typeof Matter {
  return (loaded ??= createRequire(import.meta.url)('gray-matter') as typeof Matter);
}

function refuse(): never {
  throw new Error('front matter must be YAML');
}

/** The offset of the first character after a file's front matter; 0 where it has none. */
export function bodyStart(text: string): number {
  const opening = /^---.*\r?\n/.exec(text);
  const closing = opening ? text.indexOf('\n---', opening[0].length - 1) : -1;
  if (closing === -1) return 0;
  const end = text.indexOf('\n', closing + 1);
  return end === -1 ? text.length : end + 1;
}
