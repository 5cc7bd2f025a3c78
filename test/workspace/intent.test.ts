import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldWhitespace } from '../../src/text/index.js';
import {
  addUtterances,
  intentFileName,
  newIntentText,
  OUT_OF_SCOPE,
  splitProvenance,
  utteranceLine,
} from '../../src/workspace/index.js';
import { workspaceOf } from './workspaces.js';

const TRACK = `---
intent: order.track # the one
tier: simple
---
Where a parcel is. Not for
cancelling.

<!-- a note
over two lines -->
## en
- where is my order
-   has 48213 *shipped* yet?
<!-- kb: seen in June -->
- mined <!-- from c_8f3a41d0b2c97e55 on 2026-10-02 -->
- part of it <!-- from me -->

## zh
- 我的订单到哪了
`;

test('an intent file is read with languages, literal texts, positions and provenance', () => {
  const { workspace, problems } = workspaceOf({ 'intents/order.track.md': TRACK });
  expect(problems).toEqual([]);
  const [file] = workspace.intents;
  expect(file).toMatchObject({
    intent: 'order.track',
    tier: 'simple',
    description: 'Where a parcel is. Not for\ncancelling.',
  });
  expect(file?.utterances).toMatchObject([
    { text: 'where is my order', language: 'en', line: 11, column: 3 },
    { text: 'has 48213 *shipped* yet?', language: 'en', line: 12, column: 5 },
    { text: 'mined', language: 'en', line: 14, provenance: { customer: 'c_8f3a41d0b2c97e55', date: '2026-10-02' } },
    { text: 'part of it <!-- from me -->', language: 'en', line: 15 },
    { text: '我的订单到哪了', language: 'zh', line: 18, column: 3 },
  ]);
});

test('everything wrong in a file is told at once, each with its line', () => {
  const { problems } = workspaceOf({
    'intents/x.md':
      '---\nintent: x\ntear: simple\ntier: easy\n---\n- homeless\n## fr\n- bonjour\n## en\n-  \nnot a list item\n',
  });
  expect(problems.map(({ code, line, hint }) => [code, line, hint])).toEqual([
    ['kb/unknown-field', 3, 'did you mean "tier"?'],
    ['kb/front-matter-schema', 4, undefined],
    ['utt/no-language', 6, 'put a heading such as "## en" above it'],
    ['utt/unknown-language', 7, 'add it to `languages`'],
    ['utt/empty', 10, 'write one, or take the line out'],
    ['utt/not-an-utterance', 11, 'begin it with "- "'],
  ]);
});

test('an intent with one utterance and one with none are legal to read', () => {
  const { workspace, problems } = workspaceOf({
    'intents/one.md': '---\nintent: one\n---\n## en\n- hello\n',
    'intents/none.md': '---\nintent: none\n---\n',
  });
  expect(problems).toEqual([]);
  expect(workspace.intents.map(({ utterances }) => utterances.length)).toEqual([0, 1]);
});

test.each(['reverted_card_payment?', 'Download Video', '404', 'null', '- x', '退款', 'a: b', '#1', 'x # y'])(
  'the intent name %j reads back as written',
  (intent) => {
    const { workspace, problems } = workspaceOf({ 'intents/x.md': newIntentText({ intent }) });
    expect(problems).toEqual([]);
    expect(workspace.intents[0]?.intent).toBe(intent);
  },
);

test('file names are slugs, made unique', () => {
  const taken = new Set<string>();
  const names = ['order.track', 'Order Track', 'order track?', '../../etc', '???', 'Out of Scope'].map((name) =>
    intentFileName(name, taken),
  );
  expect(names).toEqual([
    'order.track.md',
    'order-track.md',
    'order-track-2.md',
    'etc.md',
    'intent.md',
    'out-of-scope.md',
  ]);
  expect(intentFileName(OUT_OF_SCOPE, taken)).toBe('out-of-scope-2.md');
});

test('a heading in a comment or in the front matter begins no section', () => {
  const text = '---\nintent: x\ntitle: |\n  a\n  ## zh\n---\n## en\n- x\n<!-- later\n## zh\n- old\n-->\n';
  const added = addUtterances(text, new Map([['zh', ['- 你好']]]));
  expect(added).toBe(`${text}\n## zh\n- 你好\n`);
  const { workspace, problems } = workspaceOf({ 'intents/x.md': added });
  expect(problems).toEqual([]);
  expect(workspace.intents[0]?.utterances).toMatchObject([{ language: 'en' }, { language: 'zh', text: '你好' }]);
});

test('a comment that does not end is told, since it would swallow what follows', () => {
  const { problems } = workspaceOf({ 'intents/x.md': '---\nintent: x\n---\n## en\n- x\n<!-- later\n- old\n' });
  expect(problems).toMatchObject([{ code: 'utt/open-comment', line: 6 }]);
});

test('mixed line ends stay as they are', () => {
  const text = '---\nintent: x\n---\n## en\r\n- a\r\n\n## zh\n- b';
  const added = addUtterances(
    text,
    new Map([
      ['en', ['- c']],
      ['zh', ['- d']],
    ]),
  );
  expect(added).toBe('---\nintent: x\n---\n## en\r\n- a\r\n- c\r\n\n## zh\n- b\n- d\n');
});

test('adding utterances moves nothing and keeps comments and line ends', () => {
  const added = addUtterances(TRACK.replaceAll('\n', '\r\n'), new Map([['en', ['- new']]]));
  expect(added).toBe(
    TRACK.replace('- part of it <!-- from me -->\n', '- part of it <!-- from me -->\n- new\n').replaceAll('\n', '\r\n'),
  );
});

const utterance = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1 }),
    fc.string({ unit: 'binary', minLength: 1 }),
    fc.constantFrom(
      '## en',
      '---',
      '<!-- x -->',
      '- - x',
      'a <!-- from c_8f3a41d0b2c97e55 on 2026-10-02 -->',
      '# y',
      '* z',
    ),
  )
  .map(foldWhitespace)
  .filter((text) => text !== '');

test('what is written reads back the same', () => {
  fc.assert(
    fc.property(fc.array(utterance), fc.array(utterance), (english, chinese) => {
      const lines = (texts: readonly string[]): string[] =>
        texts.map((text) => {
          const { text: own, provenance } = splitProvenance(text);
          return utteranceLine(own, provenance);
        });
      const text = addUtterances(
        newIntentText({ intent: 'x' }),
        new Map([
          ['en', lines(english)],
          ['zh', lines(chinese)],
        ]),
      );
      const { workspace, problems } = workspaceOf({ 'intents/x.md': text });
      expect(problems).toEqual([]);
      const read = workspace.intents[0]?.utterances ?? [];
      expect(read.map((item) => [item.language, item.text, item.provenance?.customer])).toEqual([
        ...english.map((item) => ['en', splitProvenance(item).text, splitProvenance(item).provenance?.customer]),
        ...chinese.map((item) => ['zh', splitProvenance(item).text, splitProvenance(item).provenance?.customer]),
      ]);
    }),
  );
});

test('file names are cut at characters, and short enough for every file system', () => {
  const taken = new Set<string>();
  const names = ['𠮷', '😀', '𡃁'].map((end) => intentFileName(`${'退'.repeat(79)}${end}`, taken));
  expect(new Set(names).size).toBe(3);
  for (const name of names) {
    expect(name.isWellFormed()).toBe(true);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(220);
  }
});

test('what follows a comment on its line, or closes the front matter askew, is told', () => {
  const { problems } = workspaceOf({
    'intents/a.md': '---\nintent: a\n---\n## en\n<!-- x --> - lost\n',
    'intents/b.md': '---\nintent: b\n---more\n## en\n- x\n',
  });
  expect(problems).toMatchObject([
    { code: 'utt/not-an-utterance', file: 'intents/a.md', line: 5 },
    { code: 'kb/front-matter-schema', file: 'intents/b.md', line: 1 },
  ]);
});

test('a file of very many utterances and of very many mistakes is read', () => {
  const lines = Array.from({ length: 130_000 }, (_, index) => `- line ${index}`);
  const text = addUtterances(newIntentText({ intent: 'x' }), new Map([['en', lines]]));
  expect(workspaceOf({ 'intents/x.md': text }).workspace.intents[0]?.utterances).toHaveLength(130_000);
  const wrong = text.replaceAll('\n- ', '\n* ');
  expect(workspaceOf({ 'intents/x.md': wrong }).problems).toHaveLength(130_000);
});
