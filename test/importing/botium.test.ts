import { expect, test } from 'vitest';
import { readBotiumConvo, readBotiumUtterances } from '../../src/importing/index.js';
import { shopWith } from '../assistant/shop.js';

test("Botium's convo becomes a scenario, its codes the first example, and what has no counterpart is told", () => {
  const { code, texts } = readBotiumUtterances('UTT_WHERE\nwhere is my parcel\nparcel has not come\n');
  const convo = `TC_LATE_PARCEL
Customer asks for a late parcel

#me
UTT_WHERE

#bot
Tell me the order number.
!sorry
INTENT order.track
INTENT_CONFIDENCE 60

#me
refund.request
`;

  const { fields, leftOut } = readBotiumConvo(convo, new Map([[code, texts]]), shopWith({}));

  expect(fields).toEqual({
    scenario: 'TC_LATE_PARCEL',
    turns: [
      {
        customer: 'where is my parcel',
        expect: { reply: { contains: ['Tell me the order number.'], lacks: ['sorry'] }, intent: 'order.track' },
      },
      { customer: { intent: 'refund.request' }, expect: {} },
    ],
  });
  expect(leftOut).toEqual(['INTENT_CONFIDENCE 60']);
});
