import { z } from 'zod';
import type { Problem } from '../problem.js';
import { LazyMarkdown, type ContentFile, type MarkdownContent } from './content-file.js';
import type { SourceFile } from './files.js';
import { readFrontMatter } from './front-matter.js';
import { validateYaml } from './yaml.js';

/** A calendar day, `2026-10-01`. */
const calendarDay = z.iso.date({ error: 'expected a day such as 2026-10-01' });

export const articleSchema = z.strictObject({
  title: z.string().min(1),
  intents: z.array(z.string().min(1)).default([]).describe('The intents that this article answers.'),
  audience: z.array(z.string().min(1)).optional().describe('Segments that may see it; everybody where absent.'),
  channels: z.array(z.string().min(1)).optional().describe('Channels it is meant for; all where absent.'),
  requires: z.array(z.string().min(1)).default([]).describe('Facts that must be known before the tasks can run.'),
  tasks: z
    .array(
      z.strictObject({
        when: z.string().min(1).optional().describe('The trigger, a CEL condition; always where absent.'),
        do: z.string().min(1).describe('What is done or said; `handoff` goes to a person.'),
      }),
    )
    .default([]),
  owner: z.string().min(1).optional(),
  updated: calendarDay.optional(),
  review_by: calendarDay.optional(),
});

type ArticleFields = z.output<typeof articleSchema>;

export interface Article extends ArticleFields, ContentFile<MarkdownContent<ArticleFields>> {
  readonly kind: 'article';
  /** The path below `articles/` without language and extension: `orders/track-an-order`. Translations share it. */
  readonly id: string;
  readonly language: string;
  /** Markdown. */
  readonly body: string;
  readonly bodyLineOffset: number;
  /** Where `body` begins in the file. */
  readonly bodyStart: number;
}

/**
 * Reads `articles/orders/track-an-order.zh.md`; the first of `languages` is that of a name without a language.
 *
 * @param known - its content, where it has been read before.
 */
export function readArticle(
  file: SourceFile,
  languages: readonly string[],
  known?: Article['content'],
): Article | readonly Problem[] {
  const content = known ?? readContent(file);
  if (!('fields' in content)) return content;
  const name = file.path.slice('articles/'.length, -'.md'.length);
  const dot = name.lastIndexOf('.');
  const language = dot === -1 ? undefined : languages.find((candidate) => candidate === name.slice(dot + 1));
  const { fields, bodyStart, bodyLineOffset } = content;
  return Object.assign(new LazyArticle(file, content), fields, {
    id: language === undefined ? name : name.slice(0, -language.length - 1),
    language: language ?? languages[0] ?? 'en',
    bodyStart,
    bodyLineOffset,
  });
}

class LazyArticle extends LazyMarkdown<ArticleFields> {
  readonly kind = 'article';
}

function readContent(file: SourceFile): Article['content'] | readonly Problem[] {
  const matter = readFrontMatter(file);
  if (!('yaml' in matter)) return matter;
  const { value, problems } = validateYaml(articleSchema, matter.yaml, matter.data);
  if (!value) return problems;
  const { body, bodyLineOffset } = matter;
  return { fields: value, bodyStart: file.text.length - body.length, bodyLineOffset };
}
