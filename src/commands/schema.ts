import { z } from 'zod';
import { decisionsSchema } from '../review/index.js';
import { jsonText, statsSchema } from '../reporting/index.js';
import { articleSchema, intentSchema, scenarioSchema, settingsSchema } from '../workspace/index.js';
import type { Outcome } from './context.js';

const schemas = {
  kb: settingsSchema,
  article: articleSchema,
  intent: intentSchema,
  scenario: scenarioSchema,
  decisions: decisionsSchema,
  stats: statsSchema,
};

/** Prints one format's JSON Schema, or all of them as an object by name. */
export async function runSchema(format: string | undefined): Promise<Outcome> {
  const all = Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [
      name,
      z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }),
    ]),
  );
  return { output: jsonText(format === undefined ? all : all[format]), exitCode: 0 };
}
