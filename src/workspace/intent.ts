import { stringify } from 'yaml';
import { z } from 'zod';
import type { Problem } from '../problem.js';
import { LazyMarkdown, type ContentFile, type MarkdownContent } from './content-file.js';
import type { SourceFile } from './files.js';
import { readFrontMatter } from './front-matter.js';
import { readUtteranceSections, type Utterance, type UtteranceSections } from './intent-body.js';
import { validateYaml } from './yaml.js';

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

/** What an intent without a tier counts as, in a decision as in a figure: the cautious middle, where a person sees the answer first. */
export const DEFAULT_TIER: Tier = 'medium';

type IntentFields = z.output<typeof intentSchema>;

/** One file of `intents/` or `heldout/`: one intent with its utterances. */
export interface IntentFile extends IntentFields, ContentFile<MarkdownContent<IntentFields>> {
  readonly kind: 'intent';
  readonly description: string;
  readonly utterances: readonly Utterance[];
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

/**
 * Reads an intent file.
 *
 * @param known - its content, where it has been read before with the same languages.
 */
export function readIntent(
  file: SourceFile,
  languages: readonly string[],
  known?: IntentFile['content'],
): IntentFile | readonly Problem[] {
  if (known) return makeIntent(file, known, languages);
  const matter = readFrontMatter(file);
  if (!('yaml' in matter)) return matter;
  const { value, problems } = validateYaml(intentSchema, matter.yaml, matter.data);
  const { body, bodyLineOffset } = matter;
  const sections = readUtteranceSections(file.path, body, bodyLineOffset, languages);
  if (!value || sections.problems.length > 0) return [...problems, ...sections.problems];
  const content = { fields: value, bodyStart: file.text.length - body.length, bodyLineOffset };
  return makeIntent(file, content, languages, sections);
}

function makeIntent(
  file: SourceFile,
  content: IntentFile['content'],
  languages: readonly string[],
  sections?: UtteranceSections,
): IntentFile {
  return Object.assign(new LazyIntent(file, content, languages, sections), content.fields);
}

class LazyIntent extends LazyMarkdown<IntentFields> {
  readonly kind = 'intent';

  constructor(
    file: SourceFile,
    content: IntentFile['content'],
    private readonly languages: readonly string[],
    private sections?: UtteranceSections,
  ) {
    super(file, content);
  }

  get description(): string {
    return this.read.description;
  }

  get utterances(): readonly Utterance[] {
    return this.read.utterances;
  }

  private get read(): UtteranceSections {
    return (this.sections ??= readUtteranceSections(this.path, this.body, this.content.bodyLineOffset, this.languages));
  }
}
