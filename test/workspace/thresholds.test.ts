import { expect, test } from 'vitest';
import { setThresholds } from '../../src/workspace/thresholds.js';
import { parseYaml } from '../../src/workspace/yaml.js';

const THRESHOLDS = { answer: 0.7, intents: { 'order.track': 0.5, 'a: b #?': 0.9 }, segments: {} };

function write(text: string, thresholds: Parameters<typeof setThresholds>[2] = THRESHOLDS): string {
  return setThresholds(text, parseYaml(text, 'kb.yaml').source, thresholds);
}

test('they go behind what routing has; comments and forms stay', () => {
  const text = `# ours
name: Desk
routing: # how
    costs: { wrong_answer: 20,   clarification: 1 }   # dear
    rules:
        - { when: 'turn > 3', action: handoff } # enough

# below
goals: {}
`;
  expect(write(text)).toBe(
    text.replace(
      'handoff } # enough\n',
      'handoff } # enough\n    thresholds:\n        answer: 0.7\n        intents:\n            order.track: 0.5\n            "a: b #?": 0.9\n',
    ),
  );
});

test('older ones are replaced in their place, and twice is as once', () => {
  const text = 'routing:\n  thresholds:\n    answer: 0.2\n    segments: { vip: 0.9 }\n  max_clarifications: 2 # ok\n';
  const once = write(text, { answer: 0.7, intents: {}, segments: {} });
  expect(once).toBe('routing:\n  thresholds:\n    answer: 0.7\n  max_clarifications: 2 # ok\n');
  expect(write(once, { answer: 0.7, intents: {}, segments: {} })).toBe(once);
});

test.each([
  ['an empty file', ''],
  ['no routing, no line end', 'name: Desk'],
  ['Windows line ends', 'name: Desk\r\nrouting:\r\n  max_clarifications: 0\r\n'],
  ['braces', 'routing: { max_clarifications: 0 } # short\nname: Desk\n'],
  ['an empty routing', 'routing:\nname: Desk # we\n'],
])('%s', (_, text) => {
  const { data } = parseYaml(write(text), 'kb.yaml') as { data: { routing: { thresholds: object } } };
  expect(data.routing.thresholds).toEqual({ answer: 0.7, intents: THRESHOLDS.intents });
  for (const comment of text.match(/#.*/g) ?? []) expect(write(text)).toContain(comment);
});

test('Windows line ends stay so', () => {
  expect(write('name: Desk\r\nrouting:\r\n  max_clarifications: 0\r\n').replaceAll('\r\n', '')).not.toContain('\n');
});
