import { expect, test } from 'vitest';
import { explain } from '../../src/evaluation/index.js';
import { workspaceOf } from '../workspace/workspaces.js';
import { keywordModel } from './keyword-model.js';

const { workspace } = workspaceOf({
  'intents/order.track.md': '---\nintent: order.track\n---\n## en\n- where is my parcel\n- track my order\n',
  'intents/refund.status.md':
    '---\nintent: refund.status\n---\n## en\n- where is my money\n- refund not here yet\n\n## zh\n- 退款到了吗\n',
  'intents/out-of-scope.md': '---\nintent: out-of-scope\n---\n## en\n- tell me a joke\n',
});
const model = keywordModel({
  'order.track': ['parcel', 'track', 'order'],
  'refund.status': ['money', 'refund', 'back', '退款'],
});

test('the words that carry the intent come first, each with what becomes of the text without it', () => {
  const { verdict, subject, words } = explain(model, workspace, 'is my money back?');
  expect({ verdict, subject }).toEqual({ verdict: 'sure enough to answer', subject: 'refund.status' });
  expect(words.slice(0, 2)).toMatchObject([
    { word: 'money', without: { intent: 'refund.status', confidence: 0.6 } },
    { word: 'back', without: { intent: 'refund.status', confidence: 0.6 } },
  ]);
  expect(words[0]?.weight).toBeCloseTo(Math.log(0.9 / 0.1) - Math.log(0.6 / 0.4), 6);
  expect(words[0]?.utterances).toEqual({ subject: 1, runnerUp: 0, all: 1 });
  expect(words.slice(2).map(({ weight }) => weight)).toEqual([0, 0, 0]);
});

test('a word of another intent speaks against', () => {
  const { words } = explain(model, workspace, 'money back for the parcel');
  expect(words.find(({ word }) => word === 'parcel')?.weight).toBeLessThan(0);
});

test('a word that stands twice is left out in both places', () => {
  const { words } = explain(model, workspace, 'Refund! refund');
  expect(words.filter(({ word }) => word === 'refund')).toMatchObject([{ without: { intent: null, confidence: 0 } }]);
});

test('Chinese is taken apart in pairs of characters that do not overlap', () => {
  const { words, nearest } = explain(model, workspace, '我的退款呢');
  expect(words[0]).toMatchObject({ word: '退款', utterances: { subject: 1, all: 1 } });
  expect(words.map(({ word }) => word)).not.toContain('的退');
  expect(nearest[0]).toMatchObject({ file: 'intents/refund.status.md', line: 9, language: 'zh' });
});

test('the nearest utterances have their places, typos or not', () => {
  const { nearest, runnerUp } = explain(model, workspace, 'wher is my parcel, I want my money');
  expect(nearest[0]).toMatchObject({ text: 'where is my parcel', file: 'intents/order.track.md', line: 5 });
  expect(runnerUp).toMatchObject({ intent: 'refund.status', nearest: { text: 'where is my money', line: 5 } });
});

test('a misspelt word counts as the one that was meant', () => {
  const { words, toChange } = explain(model, workspace, 'wehre is my parcel');
  const utterances = { subject: 1, runnerUp: 1, all: 2 };
  expect(words.find(({ word }) => word === 'wehre')).toMatchObject({ readAs: 'where', utterances });
  expect(words.find(({ word }) => word === 'parcel')).toMatchObject({ readAs: null });
  expect(toChange.map(({ advice }) => advice).join()).not.toContain('wehre');
});

test('says where to write what, and which word is new there', () => {
  const { verdict, toChange } = explain(model, workspace, 'tracking the shipment');
  expect(verdict).toBe('recognised');
  expect(toChange).toMatchObject([
    { intent: 'order.track', file: 'intents/order.track.md', line: 6, language: 'en' },
    { intent: 'refund.status', file: 'intents/refund.status.md', line: 6 },
    { intent: null, file: 'intents/out-of-scope.md', line: 5 },
  ]);
  expect(toChange[0]?.advice).toContain('"shipment"');
});

test('a sentence that is labelled already is moved, not written twice', () => {
  const { toChange } = explain(model, workspace, 'Where is my money');
  expect(toChange.find(({ intent }) => intent === null)?.advice).toContain(
    'move this sentence here from intents/refund.status.md:5',
  );
  const refused = explain(model, workspace, 'tell me a joke');
  expect(refused).toMatchObject({ verdict: 'not recognised', subject: null, words: [], toChange: [] });
});

test('a text without words is explained, too', () => {
  for (const text of ['', '???', '🙂', '\u0000', 'x'.repeat(5000)]) {
    expect(explain(model, workspace, text)).toMatchObject({ verdict: 'not recognised', toChange: [] });
  }
});

test('what is not read of an endless text is not weighed', () => {
  const words = Array.from({ length: 3000 }, (_, i) => `w${i}`).join(' ');
  expect(explain(model, workspace, words).words.length).toBeLessThan(500);
});
