import { stringify } from 'yaml';
import { z } from 'zod';
import type { Problem } from '../problem.js';
import type { SourceFile } from './files.js';
import { readFrontMatter } from './front-matter.js';
import { readUtteranceSections, type Utterance } from './intent-body.js';
import { validateYaml, type YamlSource } from './yaml.js';

/** The reserved intent: what the service must not answer. */
export const OUT_OF_SCOPE = 'out-of-scope';

/** Any printable name without line breaks, joiners of emoji and Indic scripts included; `order.track` and `Download Video` alike. */
export const intentName = z
  .string()
  .regex(/^(?:[^\p{C}\p{Zl}\p{Zp}]|[\u200c\u200d]){1,200}$/u, { error: 'expected 1 to 200 printable characters' })
  .refine((name) => name.trim() === name, { error: 'expected no blanks at the ends' });

export const intentSchema = z.strictObject({
  intent: intentName,
  title: z.string().min(1).optional().describe('The question, as a customer would read it.'),
  tier: z
    .enum(['simple', 'medium', 'complex'])
    .optional()
    .describe('Answered by the machine; by the machine with a person beside it; straight to a person.'),
  article: z.string().min(1).optional().describe('The id of the article that answers it.'),
  owner: z.string().min(1).optional(),
});

export type Tier = NonNullable<z.output<typeof intentSchema>['tier']>;

/** One file of `intents/` or `heldout/`: one intent with its utterances. */
export interface IntentFile extends z.output<typeof intentSchema> {
  readonly path: string;
  readonly description: string;
  readonly utterances: readonly Utterance[];
  readonly yaml: YamlSource;
  readonly text: string;
}

/** The text of a new intent file without utterances; `fields` in the order to write them. */
export function newIntentText(fields: z.input<typeof intentSchema>, description = ''): string {
  return `---\n${stringify(fields, { lineWidth: 0 })}---\n${description === '' ? '' : `${description}\n`}`;
}

/**
 * A file name for an intent, without folder: its letters and digits in lower case, made unique.
 *
 * @param taken - names that are not free; the new one is added.
 */
export function intentFileName(intent: string, taken: Set<string>): string {
  const slug =
    intent
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}.]+/gu, '-')
      .replace(/\.{2,}/g, '.')
      .replace(/^[-.]+|[-.]+$/g, '')
      .toWellFormed() || 'intent';
  // Whole characters, and few enough that no file system finds the name too long.
  const short = Array.from(slug).slice(0, 50).join('');
  for (let number = 1; ; number += 1) {
    const name = `${number === 1 ? short : `${short}-${number}`}.md`;
    if (!taken.has(name)) {
      taken.add(name);
      return name;
    }
  }
}

export function readIntent(file: SourceFile, languages: readonly string[]): IntentFile | readonly Problem[] {
  const matter = readFrontMatter(file);
  if (!('yaml' in matter)) return matter;
  const { value, problems } = validateYaml(intentSchema, matter.yaml, matter.data);
  const body = readUtteranceSections(file.path, matter.body, matter.bodyLineOffset, languages);
  if (!value || body.problems.length > 0) return [...problems, ...body.problems];
  return {
    ...value,
    path: file.path,
    description: body.description,
    utterances: body.utterances,
    yaml: matter.yaml,
    text: file.text,
  };
}
