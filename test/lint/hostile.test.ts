import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rules } from '../../src/lint/index.js';
import { readMarkdown } from '../../src/lint/markdown.js';
import { readSimpleYaml } from '../../src/workspace/simple-yaml.js';
import { parse } from 'yaml';
import { lintTexts, minimal } from './workspaces.js';

/** `npm run fuzz` sets it higher. */
const RUNS = Number(process.env['KB_FUZZ_RUNS'] ?? 500);

const examples = rules.flatMap(({ meta }) => [
  ...Object.entries(meta.example.fails),
  ...Object.entries(meta.example.passes),
]);
const pieces = fc.constantFrom(
  '---\n', '\n', '\r\n', '# ', '###### ', '- ', '1. ', '```', '`', '[', '](', ')', '![', '<!--', '-->', '<', '>', '|', '\\', 'http://a', '{{', '}}',
  'TODO', '\u200b', '\u0000', '\ufeff', '\ud800', '日', '30 days', '£', '4111 1111 1111 1111', '@', 'a@b.co', '## en\n', 'kb-disable kb/x', '<!-- kb-disable ', '--', '#', ' # kb-disable ',
  'eyJ', 'password: ', '9'.repeat(40), 'a'.repeat(60), '&', '*a', ': ', '"', "'", '[]', '2020-01-01', 'until 31 January 2020', '我叫王小明', '的',
); // prettier-ignore
/** An example with pieces put in, taken out and repeated. */
const mutated = fc
  .tuple(
    fc.constantFrom(...examples),
    fc.array(fc.tuple(fc.nat(), fc.nat(30), pieces, fc.integer({ min: 1, max: 20 })), { maxLength: 8 }),
  )
  .map(([[path, text], edits]): [string, string] => {
    let mutant = text;
    for (const [at, removed, piece, times] of edits) {
      const start = at % (mutant.length + 1);
      mutant = mutant.slice(0, start) + piece.repeat(times) + mutant.slice(start + removed);
    }
    return [path, mutant];
  });

describe('hostile input', () => {
  test('never makes a rule throw or hang, and every finding has a place', () => {
    fc.assert(
      fc.property(mutated, ([path, text]) => {
        let result: ReturnType<typeof lintTexts>;
        const started = performance.now();
        try {
          result = lintTexts({ ...minimal, [path]: text });
        } catch (error) {
          // kb.yaml and the baseline may be refused as a whole.
          expect((error as Error).name).toBe('KbError');
          return;
        }
        expect(performance.now() - started).toBeLessThan(5000);
        for (const { file, line, column, fix = [] } of result.problems) {
          if (file !== undefined && line !== undefined) expect(column).toBeGreaterThan(0);
          for (const { file: target, start, end } of fix) {
            expect(start).toBeLessThanOrEqual(end);
            expect(end).toBeLessThanOrEqual(result.texts.get(target)?.text.length ?? -1);
          }
        }
      }),
      { numRuns: RUNS, seed: 1 },
    );
  }, 3_600_000);

  test.each([
    ['brackets', '['.repeat(90_000)],
    ['closed brackets', '[a]('.repeat(20_000)],
    ['back-ticks', Array.from({ length: 400 }, (_, i) => '`'.repeat(i)).join(' ')],
    ['tags', '<a'.repeat(40_000)],
    ['comments', '<!--'.repeat(20_000)],
    ['digits', '1 '.repeat(40_000)],
    ['digits in a row', '1'.repeat(90_000)],
    ['at signs', 'a@'.repeat(40_000)],
    ['blanks', `a${' '.repeat(90_000)}b`],
    ['emphasis', '*a _b '.repeat(15_000)],
    ['a long word', 'a'.repeat(90_000)],
    ['full stops', '. '.repeat(40_000)],
    ['numbers with units', '3 days '.repeat(12_000)],
    ['braces', '{{'.repeat(40_000)],
    ['hyphens', '- '.repeat(40_000)],
    ['quotes', '> '.repeat(40_000)],
    ['Chinese', '我叫'.repeat(40_000)],
    ['half a name', 'regards, '.repeat(10_000)],
  ])('%s are read in time that grows with their number', (_, text) => {
    const started = performance.now();
    lintTexts({
      ...minimal,
      'articles/refunds.md': `---\ntitle: Refunds\nintents: [refund.status]\nowner: payments\n---\n${text}\n`,
      'intents/z.md': `---\nintent: z\ntier: complex\nowner: a\n---\n## en\n- ${text}\n`,
    });
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

test('prose is as long as its text, and all spans lie within it', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string()), { maxLength: 60 }), (parts) => {
      const text = parts.join('');
      const { prose, blocks, links, headings } = readMarkdown(text);
      expect(prose).toHaveLength(text.length);
      for (const { start, end } of [...blocks, ...links, ...headings]) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeGreaterThanOrEqual(start);
        expect(end).toBeLessThanOrEqual(text.length);
      }
      for (const { target, targetStart } of links) expect(text.startsWith(target, targetStart)).toBe(true);
    }),
    { numRuns: RUNS, seed: 2 },
  );
}, 600_000);

test('front matter that is read without the YAML parser is read as the parser reads it', () => {
  const scalar = fc.array(
    fc.constantFrom('a', 'Z', ' ', ':', '#', '-', '[', ']', ',', '"', "'", '0', '2026-01-02', 'true', 'null', '&', '*', '!', '|', '>', '%', '@', '`', '日', '\t', '.', '?', '{', '}', '~', '\u0085', '\u00a0', '£', '(', '='),
    { maxLength: 6 },
  ).map((parts) => parts.join('')); // prettier-ignore
  const line = fc.oneof(
    fc
      .tuple(fc.constantFrom('title', 'intents', 'a_b', 'tasks', 'Yes', 'on'), scalar)
      .map(([key, value]) => `${key}: ${value}`),
    fc
      .tuple(fc.constantFrom('intents', 'x'), fc.array(scalar, { maxLength: 3 }))
      .map(([key, items]) => `${key}: [${items.join(', ')}]`),
    fc
      .tuple(fc.constantFrom('  - when', '    do', '  - do', '   - x'), scalar)
      .map(([key, value]) => `${key}: ${value}`),
    fc.constantFrom('tasks:', '', '# comment', '  continued', '...', 'key:'),
  );
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), (lines) => {
      const text = `${lines.join('\n')}\n`;
      const simple = readSimpleYaml(text);
      if (simple) expect(simple).toEqual(parse(text));
    }),
    { numRuns: RUNS * 10, seed: 3 },
  );
}, 600_000);
