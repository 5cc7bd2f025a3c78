import { describe, expect, test } from 'vitest';
import { rules } from '../../src/lint/index.js';
import { findings, lintTexts, minimal } from './workspaces.js';

describe.each(rules.map((rule) => [rule.meta.id, rule] as const))('%s', (id, { meta }) => {
  test('finds its example, at a place', async () => {
    const found = await findings(id, meta.example.fails);

    expect(found).not.toEqual([]);
    for (const one of found) expect(one).toMatch(/^\S+:\d+:\d+ \S/);
  });

  test('finds nothing in the example that passes', async () => {
    expect(await findings(id, meta.example.passes)).toEqual([]);
  });
});

test('the workspace that examples change has no findings', () => {
  expect(lintTexts(minimal).problems).toEqual([]);
});

test('ids are unique, of the form area/name, and say what is wrong in a sentence', () => {
  const ids = rules.map(({ meta }) => meta.id);

  expect(new Set(ids).size).toBe(ids.length);
  for (const { meta } of rules) {
    expect(meta.id).toMatch(/^(?:cfg|kb|map|priv|scn|utt)\/[a-z]+(?:-[a-z]+)*$/);
    expect(meta.summary).toMatch(/^(?:[A-Z]|kb\.yaml).*\.$/);
  }
});

test('a fact that no object lacks, such as "constructor", is no fact of kb.yaml', async () => {
  const scenario =
    'scenario: Late\nfacts: { constructor: 3 }\nturns:\n  - customer: where is my money\n    expect: { intent: refund.status }\n';

  expect(await findings('scn/unknown-step', { 'scenarios/late.yaml': scenario })).toEqual([]);
});
