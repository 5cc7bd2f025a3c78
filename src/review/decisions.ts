import { z } from 'zod';
import { KbError, type Problem } from '../problem.js';
import { foldForComparison } from '../text/index.js';
import { intentName, intentSchema, languageTag, parseYaml, validateYaml, OUT_OF_SCOPE } from '../workspace/index.js';

/** A path below `articles/`, without `.md`, and never out of it. */
const articleId = z
  .string()
  .max(200)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}_-]*(?:[./][\p{L}\p{N}_-]+)*$/u, 'expected a path such as orders/track-an-order');

const utterance = z
  .union([
    z
      .string()
      .min(1)
      .transform((text) => ({ text })),
    z.strictObject({
      text: z.string().min(1),
      language: languageTag.optional(),
      customer: z
        .string()
        .regex(/^c_[0-9a-f]{16,64}$/, 'expected a pseudonym such as c_8f3a41d0b2c97e55')
        .optional(),
      day: z
        .string()
        .regex(/^\d{4}-\d{2}-\d{2}$/, 'expected a day such as 2026-10-02')
        .optional(),
    }),
  ])
  .describe('What customers said: the text, or the text with its language and whom and when it came from.');

const about = {
  name: z.string().optional().describe('What `kb mine` called the topic; for people.'),
  cluster: z.string().optional().describe("The topic's id when it was decided; for people."),
  utterances: z.array(utterance).min(1),
};

const realIntent = intentName.refine((name) => name !== OUT_OF_SCOPE, 'out-of-scope is a decision of its own');

export const decisionSchema = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('new-intent'),
    intent: realIntent,
    title: intentSchema.shape.title,
    description: z.string().optional().describe('What it is about, and what it is not for; for people.'),
    tier: intentSchema.shape.tier,
    owner: intentSchema.shape.owner,
    article: articleId.optional().describe('The article that answers it; drafted where there is none.'),
    answer: z
      .union([z.string(), z.record(languageTag, z.string())])
      .optional()
      .describe("The draft's text, in the first language or by language."),
    ...about,
  }),
  z.strictObject({ do: z.literal('add-to-intent'), intent: realIntent, ...about }),
  z.strictObject({ do: z.literal('out-of-scope'), ...about }),
  z.strictObject({ do: z.literal('ignore'), ...about }),
]);

/** What somebody decided about a group of things that customers said. */
export type Decision = z.output<typeof decisionSchema>;
export type DecidedUtterance = Decision['utterances'][number] & {
  readonly language?: string | undefined;
  readonly customer?: string | undefined;
  readonly day?: string | undefined;
};

/** The file that `kb review --decisions` takes and `--save-decisions` writes, as YAML or JSON. */
export const decisionsSchema = z.strictObject({
  schema: z.literal('kb.decisions/1'),
  decisions: z.array(decisionSchema),
});

/**
 * Reads decisions from YAML or JSON.
 *
 * @throws {KbError} with all problems and their places.
 */
export function readDecisions(text: string, file: string): readonly Decision[] {
  const { source, data, problems } = parseYaml(text, file);
  const checked = problems.length > 0 ? { problems } : validateYaml(decisionsSchema, source, data);
  if ('value' in checked && checked.value) return checked.value.decisions;
  const renamed = checked.problems.map((problem): Problem => ({ ...problem, file, code: 'review/decisions' }));
  throw new KbError(renamed);
}

/** The form in which two texts are the same thing said. */
export function keyOf(text: string): string {
  return foldForComparison(text);
}
