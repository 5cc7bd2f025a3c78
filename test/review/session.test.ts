import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  decide,
  NOTHING_SAVED,
  proposeHalf,
  readSaved,
  savedText,
  skip,
  startReview,
  takeOut,
  undo,
  type Session,
} from '../../src/review/index.js';
import { workspaceOf } from '../workspace/workspaces.js';
import { reportOf, topic } from './mined.js';

const HOBS = topic('m_hobs', ['induction?', 'on a gas hob', 'oven safe', 'knife sharpening']);
const FAKES = topic('m_fakes', ['is this text from you', 'fake message']);
const { workspace } = workspaceOf({});
const begin = startReview(reportOf(HOBS, FAKES), workspace);

const asked = ({ groups }: Session): string[][] => groups.map(({ utterances }) => utterances.map(({ text }) => text));

test('each decision holds what was said, with whom it came from, and the next topic is asked about', () => {
  const one = decide(begin, { do: 'add-to-intent', intent: 'product.care' });
  expect(asked(one)).toEqual([['is this text from you', 'fake message']]);
  expect(one.decisions).toEqual([
    {
      do: 'add-to-intent',
      intent: 'product.care',
      name: 'm_hobs',
      cluster: 'm_hobs',
      utterances: HOBS.utterances.map(({ text, language, customer, day }) => ({ text, language, customer, day })),
    },
  ]);
  const two = decide(one, { do: 'ignore' });
  expect([two.groups, two.settled]).toEqual([[], 2]);
});

test('lines dropped are asked about at the end, lines split off next; a group is never left empty', () => {
  const dropped = takeOut(takeOut(begin, [3], 'dropped'), [1], 'dropped');
  expect(asked(dropped)).toEqual([
    ['induction?', 'oven safe'],
    ['is this text from you', 'fake message'],
    ['knife sharpening', 'on a gas hob'],
  ]);
  const split = takeOut(begin, [2, 3], 'split off');
  expect(asked(split)).toEqual([
    ['induction?', 'on a gas hob'],
    ['oven safe', 'knife sharpening'],
    ['is this text from you', 'fake message'],
  ]);
  expect(takeOut(begin, [0, 1, 2, 3], 'dropped')).toBe(begin);
  expect(takeOut(begin, [7], 'dropped')).toBe(begin);
});

test('nothing is asked about twice: not what intents or ignored.md have, not what was decided or skipped before', () => {
  const known = workspaceOf({
    'intents/out-of-scope.md': '---\nintent: out-of-scope\n---\n## en\n- Knife sharpening!\n',
    'ignored.md': '- fake message\n',
  }).workspace;
  expect(asked(startReview(reportOf(HOBS, FAKES), known))).toEqual([
    ['induction?', 'on a gas hob', 'oven safe'],
    ['is this text from you'],
  ]);
  const left = readSaved(savedText(skip(decide(begin, { do: 'out-of-scope' }))));
  expect(startReview(reportOf(HOBS, FAKES), workspace, left).groups).toEqual([]);
  // More messages have come since it was skipped.
  const grown = topic('m_fakes', ['is this text from you', 'fake message', 'a strange message']);
  expect(asked(startReview(reportOf(HOBS, grown), workspace, left))).toEqual([
    ['is this text from you', 'fake message', 'a strange message'],
  ]);
});

test('the latest decision of a review that was left can be taken back', () => {
  const left = readSaved(savedText(decide(decide(begin, { do: 'ignore' }), { do: 'out-of-scope' })));
  const back = undo(startReview(reportOf(HOBS, FAKES), workspace, left), workspace);
  expect(asked(back)).toEqual([['is this text from you', 'fake message']]);
  expect(back.decisions).toHaveLength(1);
});

test('however somebody goes on, no line is lost or doubled, and undoing everything leads back', () => {
  const steps = fc.array(
    fc.oneof(
      fc.constant((session: Session) => skip(session)),
      fc.constant((session: Session) => decide(session, { do: 'ignore' })),
      fc.tuple(fc.array(fc.nat(4)), fc.constantFrom('dropped' as const, 'split off' as const)).map(
        ([lines, part]) =>
          (session: Session) =>
            takeOut(session, lines, part),
      ),
    ),
  );
  fc.assert(
    fc.property(steps, (list) => {
      let session = list.reduce((before, step) => step(before), begin);
      const skipped = session.skipped.map(({ cluster }) => cluster);
      const met = [
        ...session.groups.flatMap(({ utterances }) => utterances),
        ...session.decisions.flatMap(({ utterances }) => utterances),
      ].map(({ text }) => text);
      expect(new Set(met).size).toBe(met.length);
      for (const { id, utterances } of [HOBS, FAKES]) {
        if (!skipped.includes(id)) for (const { text } of utterances) expect(met).toContain(text);
      }
      while (session.past.length > 0) session = undo(session, workspace);
      expect(session).toBe(begin);
    }),
  );
});

test('what cannot be read as a review that was left is nothing', () => {
  for (const text of ['', '{', '{"schema":"kb.review-state/1","decisions":[{"do":"dance"}],"skipped":[]}']) {
    expect(readSaved(text)).toEqual(NOTHING_SAVED);
  }
});

test('a topic of two things is proposed to be split between them', () => {
  const texts = [
    'does the pot work on induction',
    'is the review of the pot public',
    'pot on induction or gas',
    'my review is not public',
    'does the kettle work on induction hobs',
  ];
  expect(proposeHalf(texts)).toEqual([1, 3]);
  expect(proposeHalf(['alone'])).toEqual([]);
});
