import { expect, test } from 'vitest';
import { findOrigins, planDecisions, readDecisions, type Decision } from '../../src/review/index.js';
import type { LoggedConversation } from '../../src/conversations/index.js';
import type { ReadWorkspace } from '../../src/workspace/index.js';
import { workspaceOf } from '../workspace/workspaces.js';

const FILES = {
  'articles/care.md': '---\ntitle: Care\nintents: [product.care]\n---\nWash it.\n',
  'intents/product.care.md': '---\nintent: product.care\n---\n\n## en\n- how do I wash it\n',
  'heldout/product.care.md': '---\nintent: product.care\n---\n## en\n- cleaning the pot\n',
};
/** Each text said by a customer of its own; the first once more, by another and later. */
const LOG: readonly LoggedConversation[] = [
  'does it work on induction',
  'on a gas hob?',
  'cleaning the pot',
  'hello you',
  'Does it work on induction?',
].map((text, index) => ({
  id: `c-${index + 1}`,
  customer: { id: `c_000000000000000${index + 1}` },
  turns: [{ role: 'customer', text, at: `2026-11-0${index < 4 ? 2 : 3}T08:00:00.000Z` }],
}));

async function* log(): AsyncGenerator<readonly LoggedConversation[]> {
  yield await Promise.resolve(LOG.toReversed());
}

const DECISIONS = readDecisions(
  `
schema: kb.decisions/1
decisions:
  - do: new-intent
    intent: product.hobs
    title: Which hobs?
    tier: simple
    article: product/hobs
    owner: product-team
    description: Not for washing it.
    answer: { en: All of them., zh: 都可以。 }
    utterances:
      - does it work on induction
      - { text: 电磁炉能用吗, language: zh, customer: c_00000000000000aa, day: 2026-11-03 }
  - { do: add-to-intent, intent: product.hobs, utterances: [On a gas hob?, how do I wash it, cleaning the pot] }
  - { do: out-of-scope, utterances: [who are you] }
  - { do: ignore, utterances: [hello you] }
`,
  'decisions.yaml',
);

/** The workspace with a plan's files in it. */
function applied(
  files: Readonly<Record<string, string>>,
  plan: ReadonlyMap<string, string>,
): ReadWorkspace['workspace'] {
  const { workspace, problems } = workspaceOf({ ...files, ...Object.fromEntries(plan) });
  expect(problems).toEqual([]);
  return workspace;
}

test('decisions become intents with provenance, article drafts, lines to refuse and lines to ignore', async () => {
  const plan = planDecisions(workspaceOf(FILES).workspace, DECISIONS, await findOrigins(DECISIONS, log), '2026-11-23');
  expect(Object.fromEntries(plan.files)).toEqual({
    'articles/product/hobs.md':
      '---\ntitle: Which hobs?\nintents:\n  - product.hobs\nowner: product-team\nupdated: 2026-11-23\n---\nAll of them.\n',
    'articles/product/hobs.zh.md':
      '---\ntitle: Which hobs?\nintents:\n  - product.hobs\nowner: product-team\nupdated: 2026-11-23\n---\n都可以。\n',
    'scenarios/product.hobs.yaml':
      'scenario: "A customer asks: Which hobs?"\ncustomer:\n  segment: new\n  language: en\nclarify: choose\nturns:\n  - customer: Which hobs?\n    expect:\n      intent: product.hobs\n',
    'intents/product.hobs.md': `---
intent: product.hobs
title: Which hobs?
tier: simple
article: product/hobs
owner: product-team
---

Not for washing it.

## en
- On a gas hob? <!-- from c_0000000000000002 on 2026-11-02 -->
- does it work on induction <!-- from c_0000000000000001 on 2026-11-02 -->

## zh
- 电磁炉能用吗 <!-- from c_00000000000000aa on 2026-11-03 -->
`,
    'intents/out-of-scope.md': '---\nintent: out-of-scope\n---\n\n## en\n- who are you\n',
    'ignored.md': expect.stringMatching(/\n\n- hello you <!-- from c_0000000000000004 on 2026-11-02 -->\n$/),
  });
  expect(plan.added).toEqual({ 'new-intent': 2, 'add-to-intent': 1, 'out-of-scope': 1, ignore: 1 });
  expect(plan.notes).toEqual(['1 left out: in product.care already', '1 left out: in heldout/product.care.md already']);
});

test('what was written in part is completed, and what was written whole is left alone', async () => {
  const { workspace } = workspaceOf(FILES);
  const origins = await findOrigins(DECISIONS, log);
  const { files } = planDecisions(workspace, DECISIONS, origins, '2026-11-23');
  const whole = applied(FILES, files);
  expect(planDecisions(whole, DECISIONS, origins, '2026-11-24').files).toEqual(new Map());
  const order = [...files];
  for (let written = 0; written < order.length; written += 1) {
    const part = applied(FILES, new Map(order.slice(0, written)));
    const rest = planDecisions(part, DECISIONS, origins, '2026-11-23').files;
    expect(new Map([...order.slice(0, written), ...rest])).toEqual(files);
  }
});

test('what customers write stays one harmless line', () => {
  const nasty = ['- \u001b[31mred\u202e', '## en', 'a\nb <!-- x', '---', 'x'.repeat(301), '锅'.repeat(101), '   '];
  const decision: Decision = {
    do: 'new-intent',
    intent: 'Odd / one?',
    title: 'Odd: \u001b[2J "one"?\n---',
    article: 'odd',
    answer: 'Press\u001b[31m **Orders**.\r\n\r\n---\n## en\u202e',
    utterances: nasty.map((text) => ({ text })),
  };
  const plan = planDecisions(workspaceOf({}).workspace, [decision], new Map(), '2026-11-23');
  const {
    intents: [intent],
    articles: [article],
    scenarios,
  } = applied({}, plan.files);
  expect(article?.text.split('---\n').at(2)).toBe('Press[31m **Orders**.\n\n');
  expect(scenarios).toHaveLength(1);
  expect([...plan.files.values()].join('')).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
  expect(intent?.path).toBe('intents/odd-one.md');
  expect(intent?.utterances.map(({ text }) => text)).toEqual(['## en', '- [31mred', '---', 'a b <!-- x']);
  expect(plan.notes).toEqual(['2 left out: too long to learn from']);
});

test('what is wrong in a file of decisions is told with its place', () => {
  const told = (text: string): string[] => {
    try {
      readDecisions(text, 'd.yaml');
      return [];
    } catch (error) {
      const { problems } = error as { problems: { file: string; line?: number; message: string }[] };
      return problems.map(({ file, line, message }) => `${file}:${line} ${message}`);
    }
  };
  expect(told('schema: kb.decisions/1\ndecisions:\n  - do: dance\n    utterances: [a]\n')).toEqual([
    expect.stringMatching(/^d\.yaml:3 .*dance/),
  ]);
  expect(
    told('schema: kb.decisions/1\ndecisions:\n  - { do: new-intent, intent: a, article: ../../b, utterances: [a] }\n'),
  ).toEqual([expect.stringMatching(/^d\.yaml:3 "decisions\.0\.article": expected a path/)]);
  expect(told('schema: kb.decisions/1\ndecisions:\n  - { do: ignore }\n')).toEqual([
    expect.stringMatching(/utterances" is missing/),
  ]);
  expect(told('[')).toEqual([expect.stringMatching(/invalid YAML/)]);
});

test('an intent that is not there is an error, not a new file', () => {
  const decision: Decision = { do: 'add-to-intent', intent: 'nowhere', utterances: [{ text: 'a' }] };
  expect(() => planDecisions(workspaceOf({}).workspace, [decision], new Map(), '2026-11-23')).toThrow(
    'there is no intent nowhere',
  );
});
