import { z } from 'zod';
import type { Problem } from '../problem.js';
import { LazyFile, type ContentFile } from './content-file.js';
import type { SourceFile } from './files.js';
import { languageTag } from './settings.js';
import { parseYaml, validateYaml, type YamlSource } from './yaml.js';

const factValue = z.union([z.string(), z.number(), z.boolean()]);

/** One text, or a list of them. */
const texts = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);

const expectation = z.strictObject({
  intent: z.string().min(1).optional().describe('`out-of-scope`: nothing is recognised.'),
  action: z.enum(['answer', 'assist', 'clarify', 'handoff']).optional(),
  tier: z.enum(['simple', 'medium', 'complex']).optional(),
  article: z.string().min(1).optional(),
  task: z
    .union([z.number().int().positive(), z.string().min(1)])
    .optional()
    .describe('The task that applies: its number in the article, from 1, or a part of its `do`.'),
  priority: z.enum(['normal', 'high']).optional(),
  language: languageTag.optional(),
  clarifications: z.number().int().min(0).optional().describe('How often the service has asked back so far.'),
  asks: z.string().min(1).optional().describe('The fact that the service asks for.'),
  reply: z
    .strictObject({ contains: texts.optional(), lacks: texts.optional() })
    .optional()
    .describe('Text that must, or must not, be in the answer; case does not matter.'),
  packet: z
    .strictObject({
      intents: z.array(z.string().min(1)).optional(),
      known: z.array(z.string().min(1)).optional(),
      missing: z.array(z.string().min(1)).optional(),
      contains: texts.optional(),
    })
    .optional()
    .describe('What the hand-off packet must hold.'),
  reason: texts.optional().describe('A part of a reason.'),
});

/** What a customer's wording can be varied by; `src/text/perturbations` does it. */
export const VARIATIONS = [
  'typos',
  'casing',
  'punctuation',
  'abbreviations',
  'filler',
  'politeness',
  'rephrasing',
  'two-requests',
  'emoji',
  'mixed-languages',
  'homophones',
  'traditional',
] as const;

const everyOr = (values: z.ZodType<string>) => z.union([z.literal('all'), z.array(values).min(1)]).optional();

export const scenarioSchema = z.strictObject({
  scenario: z.string().min(1).describe('What happens, in a sentence.'),
  customer: z.strictObject({ segment: z.string().min(1).optional(), language: languageTag.optional() }).prefault({}),
  channel: z.string().min(1).optional(),
  facts: z.record(z.string(), factValue).default({}),
  matrix: z
    .strictObject({
      segments: everyOr(z.string().min(1)),
      channels: everyOr(z.string().min(1)),
      languages: everyOr(languageTag),
    })
    .optional()
    .describe('Replays the scenario for each combination; `all` stands for all that kb.yaml names.'),
  clarify: z
    .enum(['expected-only', 'choose'])
    .default('expected-only')
    .describe(
      'What the customer does when the service asks which of two intents is meant and the turn does not expect that: ' +
        'nothing, so that it counts as a failure; or `choose`: pick the expected one, and hold what follows against the turn.',
    ),
  turns: z
    .array(
      z.strictObject({
        customer: z
          .union([z.string().min(1), z.strictObject({ intent: z.string().min(1) })])
          .describe('What the customer says; `{ intent: order.track }` draws a held-out utterance of the intent.'),
        expect: expectation.prefault({}),
      }),
    )
    .min(1),
  variations: z
    .union([z.literal('all'), z.array(z.enum(VARIATIONS))])
    .default([])
    .describe('Seeded changes of the wording; each is replayed too.'),
});

export type Expectation = z.output<typeof expectation>;
export type VariationName = (typeof VARIATIONS)[number];

type ScenarioFields = z.output<typeof scenarioSchema>;

export interface Scenario extends ScenarioFields, ContentFile<ScenarioFields> {
  readonly kind: 'scenario';
}

/**
 * Reads a scenario.
 *
 * @param known - its content, where it has been read before.
 */
export function readScenario(file: SourceFile, known?: Scenario['content']): Scenario | readonly Problem[] {
  if (known) return makeScenario(file, known);
  const { source, data, problems } = parseYaml(file.text, file.path);
  if (problems.length > 0) return problems;
  const checked = validateYaml(scenarioSchema, source, data);
  return checked.value ? makeScenario(file, checked.value) : checked.problems;
}

function makeScenario(file: SourceFile, content: ScenarioFields): Scenario {
  return Object.assign(new LazyScenario(file, content), content);
}

class LazyScenario extends LazyFile<ScenarioFields> {
  readonly kind = 'scenario';

  protected override readonly yamlLineOffset = 0;

  // The parsed document is large, and asked for only where something is wrong.
  protected override readYaml(): YamlSource {
    return parseYaml(this.text, this.path).source;
  }
}
