import { z } from 'zod';
import type { Problem } from '../problem.js';
import type { SourceFile } from './files.js';
import { languageTag } from './settings.js';
import { parseYaml, validateYaml, type YamlSource } from './yaml.js';

const factValue = z.union([z.string(), z.number(), z.boolean()]);

const expectation = z.strictObject({
  intent: z.string().min(1).optional(),
  action: z.enum(['answer', 'assist', 'clarify', 'handoff']).optional(),
  article: z.string().min(1).optional(),
  priority: z.enum(['normal', 'high']).optional(),
});

export const scenarioSchema = z.strictObject({
  scenario: z.string().min(1).describe('What happens, in a sentence.'),
  customer: z.strictObject({ segment: z.string().min(1).optional(), language: languageTag.optional() }).prefault({}),
  channel: z.string().min(1).optional(),
  facts: z.record(z.string(), factValue).default({}),
  turns: z
    .array(
      z.strictObject({
        customer: z.string().min(1).describe('What the customer says.'),
        expect: expectation.prefault({}),
      }),
    )
    .min(1),
  variations: z
    .array(z.enum(['typos', 'casing', 'punctuation', 'abbreviations', 'politeness', 'filler']))
    .default([])
    .describe('Seeded changes of the wording; each is replayed too.'),
});

export interface Scenario extends z.output<typeof scenarioSchema> {
  readonly path: string;
  readonly yaml: YamlSource;
}

export function readScenario(file: SourceFile): Scenario | readonly Problem[] {
  const { source, data, problems } = parseYaml(file.text, file.path);
  if (problems.length > 0) return problems;
  const checked = validateYaml(scenarioSchema, source, data);
  return checked.value ? { ...checked.value, path: file.path, yaml: source } : checked.problems;
}
