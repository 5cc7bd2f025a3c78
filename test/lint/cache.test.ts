import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cacheParts, decodeCache, encodeCache, lint, remembered, type LintCache } from '../../src/lint/index.js';
import { parseWorkspace } from '../../src/workspace/index.js';
import { minimal } from './workspaces.js';

type Files = Readonly<Record<string, string>>;

/** Files that rules about several files hold against each other, and lines that make findings in them. */
const files: Files = {
  ...minimal,
  'kb.yaml': 'name: Shop\nlanguages: [en, zh]\nsegments: [vip]\nfacts: { days: { type: number } }\n',
  'articles/fees.md':
    '---\ntitle: Fees\nintents: [fee]\nowner: payments\ntasks:\n  - when: days > 3\n    do: Say so.\n  - do: handoff\n---\nIt is free.\n',
  'articles/fees.zh.md': '---\ntitle: 费用\nintents: [fee]\nowner: payments\n---\n退款免费。\n',
  'intents/fee.md':
    '---\nintent: fee\ntier: medium\nowner: payments\narticle: fees\n---\n## en\n- what does it cost\n\n## zh\n- 这个多少钱\n',
  'heldout/fee.md': '---\nintent: fee\n---\n## en\n- do you take a fee\n',
  'scenarios/late.yaml':
    'scenario: A late refund\ncustomer: { segment: vip }\nturns:\n  - customer: where is my money\n    expect: { intent: refund.status }\n',
};

const lines: Readonly<Record<string, readonly string[]>> = {
  articles: [
    'See [the fees](fees.md#how-much).',
    'See [the refunds](refunds.md).',
    '## How much?\n\nThe fee is 3 EUR.',
    '## How much?\n\nThe fee is 5 EUR.',
    'We have recieved it. TODO',
    '<!-- kb-disable-file kb/placeholder -- a quotation -->',
    'Call http://pay.example.org or https://pay.example.org now.',
  ],
  intents: [
    '- where is my money',
    '- where is my mony',
    '- please where is my money',
    '- what does it cost 日本',
    '- <!-- kb-disable utt/duplicate -- so it was -->',
    '- my phone is 07911 123456 <!-- from c_8f3a41d0b2c97e55 on 2020-10-02 -->',
    '## zh',
    '- 这个多少钱啊',
  ],
  scenarios: ['  - customer: what does it cost\n    expect: { intent: fee, action: answer }', '  - customer: 1'],
  'kb.yaml': ['channels: { chat: {} }', 'lint: { rules: { kb/placeholder: info } }'],
};
const folders = Object.keys(files).map((path) => path.split('/')[0] as string);

/** A line more, the file gone, the file as it was, or a copy of another beside it. */
const edit = fc.record({
  path: fc.constantFrom(...Object.keys(files)),
  what: fc.constantFrom('line', 'line', 'line', 'gone', 'back', 'copy'),
  line: fc.nat(20),
});

function edited(before: Files, { path, what, line }: typeof edit extends fc.Arbitrary<infer T> ? T : never): Files {
  const folder = path.split('/')[0] as string;
  const some = lines[folder === 'heldout' ? 'intents' : folder] ?? [];
  const text = before[path] ?? files[path] ?? '';
  if (what === 'line') return { ...before, [path]: `${text}${some[line % some.length]}\n` };
  if (what === 'back') return { ...before, [path]: files[path] ?? '' };
  if (what === 'copy' && path !== 'kb.yaml') return { ...before, [path.replace(/\.(?=\w+$)/, '-2.')]: text };
  return path === 'kb.yaml' ? before : Object.fromEntries(Object.entries(before).filter(([name]) => name !== path));
}

function run(texts: Files, cache?: LintCache): ReturnType<typeof lint> {
  const sources = Object.entries(texts).map(([path, text]) => ({ path, text }));
  const read = parseWorkspace(sources, '', remembered(cache, texts['kb.yaml'] ?? ''));
  return lint(read, { today: '2026-10-01', ...(cache && { cache }) });
}

function asKept(cache: LintCache): LintCache | undefined {
  return decodeCache(Object.fromEntries(cacheParts.map((part) => [part, encodeCache(cache, part, 'kb-1')])), 'kb-1');
}

test('whatever changes, the same is found with what an earlier run left as without', () => {
  expect(new Set(folders).size).toBe(5);
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 5 }), (edits) => {
      let now = files;
      let { cache } = run(now);
      for (const one of edits) {
        now = edited(now, one);
        let found: ReturnType<typeof lint>;
        try {
          found = run(now);
        } catch (error) {
          // kb.yaml may be refused as a whole, with a cache as without.
          expect(() => run(now, asKept(cache))).toThrow((error as Error).message);
          return;
        }
        const again = run(now, asKept(cache));
        expect(again.problems).toEqual(found.problems);
        expect(again).toMatchObject({ files: found.files, disabled: found.disabled, unreadable: found.unreadable });
        expect([...again.cache.files]).toEqual([...found.cache.files]);
        ({ cache } = again);
      }
    }),
    { numRuns: Number(process.env['KB_FUZZ_RUNS'] ?? 60), seed: 1 },
  );
}, 60_000);

test('an unchanged file without findings is not read again', () => {
  const { cache } = run(minimal);
  const settings = minimal['kb.yaml'] ?? '';
  const unread = [...cache.files].map(([path, { hash }]) => ({
    path,
    hash,
    get text(): string {
      throw new Error(`${path} was read`);
    },
  }));

  const read = parseWorkspace([...unread, { path: 'kb.yaml', text: settings }], '', remembered(cache, settings));

  expect(unread).toHaveLength(3);
  expect(lint(read, { today: '2026-10-01', cache }).problems).toEqual([]);
});
