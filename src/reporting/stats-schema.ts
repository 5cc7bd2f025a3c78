import { z } from 'zod';

/*
 * The contract of `kb stats --format json`, in the form in which `kb schema stats` gives it. docs/contracts.md says the same
 * in words; a test holds a report against it.
 */

const amount = z.number().nonnegative();
const ratio = z.number().min(0).max(1);
const day = z.iso.date();
const interval = z.tuple([z.number().nullable(), z.number().nullable()]).describe('95 %; an open end is null.');
const share = z
  .strictObject({
    count: amount.nullable(),
    total: amount.nullable(),
    share: ratio.nullable(),
    interval: interval.nullable(),
  })
  .describe('`count` of `total`; all null where it would be of fewer than `minimumGroup`.');
const spread = z
  .strictObject({
    measured: amount.nullable(),
    median: z.number().nullable(),
    medianInterval: interval.nullable(),
    p90: z.number().nullable(),
    p90Interval: interval.nullable(),
  })
  .describe('Null where it would be of fewer than `minimumGroup`, or of nothing.');

const figures = {
  conversations: amount,
  customers: amount,
  unknownCustomers: amount.describe('Conversations whose customer is not known.'),
  questions: amount,
  messages: amount,
  resolution: share,
  containment: share,
  handOff: share,
  abandonment: share,
  firstResponse: spread.describe('Seconds.'),
  wait: spread.describe('Seconds; not measured by intent, tier and article.'),
  resolutionTime: spread.describe('Seconds.'),
  messagesToSolution: spread,
  repeatContact: share,
  satisfaction: z.strictObject({
    ratings: amount.nullable(),
    mean: z.number().min(1).max(5).nullable(),
    interval: interval.nullable(),
    satisfied: share.describe('Ratings of 4 and 5.'),
  }),
};
const named = z.array(
  z.strictObject({ name: z.string().nullable().describe('null: not known, not recognised.'), ...figures }),
);
const perDimension = <Schema extends z.ZodType>(schema: Schema) =>
  z.strictObject({
    intent: schema,
    tier: schema,
    article: schema,
    channel: schema,
    segment: schema,
    language: schema,
    servedBy: schema,
    week: schema,
  });
const intent = z.string().nullable().describe('null: not recognised.');
const weekly = z.strictObject({
  intent,
  counts: z.array(amount.nullable()).describe('One a week; null where it may not be shown.'),
  next: z.strictObject({ expected: amount, interval: z.tuple([amount, amount]) }).nullable(),
});

export const statsSchema = z.strictObject({
  schema: z.literal('kb.stats/1'),
  name: z.string(),
  today: day,
  window: z.strictObject({
    since: day.optional(),
    until: day.optional(),
    channels: z.array(z.string()).optional(),
    segments: z.array(z.string()).optional(),
    languages: z.array(z.string()).optional(),
  }),
  from: day.nullable(),
  to: day.nullable(),
  minimumGroup: amount,
  repeatWithinDays: amount,
  reopenAfterHours: amount,
  overall: z.strictObject(figures).nullable().describe('null with fewer customers than may be shown.'),
  silent: amount,
  reopened: share,
  resolvedFrom: z.strictObject({ stated: amount, assumed: amount }),
  coverage: share,
  recognised: z.strictObject({ logged: amount, byModel: amount, none: amount, read: amount }),
  by: perDimension(named),
  hidden: perDimension(amount),
  dropOff: z.array(z.strictObject({ from: amount, to: amount.nullable(), reached: amount, left: share })),
  leaving: z.array(z.strictObject({ intent, left: share, messages: spread })),
  hurts: z.array(
    z.strictObject({
      intent,
      hurt: z.enum(['handed over', 'left', 'not helped', 'asked again', 'asked back']),
      count: amount,
      customers: amount,
      questions: amount,
      cost: amount,
      advice: z.string(),
      examples: z.array(
        z.strictObject({
          conversation: z.string(),
          turns: z.array(z.strictObject({ role: z.string(), text: z.string() })),
        }),
      ),
    }),
  ),
  nextQuestions: z.array(
    z.strictObject({
      intent: z.string(),
      questions: amount,
      nothing: share.nullable(),
      next: z.array(z.strictObject({ intent, share })),
    }),
  ),
  articles: z.array(
    z.strictObject({
      article: z.string(),
      answered: amount,
      handOff: share,
      badRating: share,
      anotherQuestion: share,
      sameAgain: share,
      trouble: share,
      isWorse: z.boolean(),
    }),
  ),
  weekly: z.strictObject({
    weeks: z.array(day),
    nextWeek: day.nullable(),
    all: weekly.nullable(),
    byIntent: z.array(weekly),
  }),
  emerging: z.array(
    z.strictObject({
      intent,
      kind: z.enum(['burst', 'growing']),
      lastWeek: amount,
      before: amount.nullable(),
      ratio: amount.nullable(),
      ratioInterval: z.tuple([amount, amount.nullable()]).nullable(),
      pValue: ratio,
      qValue: ratio,
    }),
  ),
  goals: z.array(
    z.strictObject({
      goal: z.string(),
      target: z.number(),
      value: z.number().nullable(),
      met: z.boolean().nullable().describe('null: not measured.'),
    }),
  ),
  definitions: z.record(z.string(), z.string()),
});
