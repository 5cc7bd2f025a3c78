import path from 'node:path';
import { stringify } from 'yaml';
import { z } from 'zod';
import { KbError } from '../problem.js';
import type { SourceFile, Workspace } from '../workspace/index.js';

/** An article as another tool has it. */
export interface ForeignArticle {
  /** Its path below `articles/`, without extension. */
  readonly id: string;
  readonly title: string;
  /** Markdown, taken over as it is. */
  readonly body: string;
}

export interface ArticlePlan {
  /** New files by path. */
  readonly files: ReadonlyMap<string, string>;
  /** Ids of articles that are in the workspace already; they are left as they are. */
  readonly present: readonly string[];
}

/**
 * Markdown files of a folder: the title is that of their front matter, else their first heading, else their name. Other
 * front matter is left out, since other tools mean other things by it; bodies stay as they are.
 */
export function readMarkdownArticles(files: readonly SourceFile[]): readonly ForeignArticle[] {
  return files.map(({ path: file, text }) => {
    const id = file.replace(/\.(?:md|markdown)$/i, '');
    const closing = /^---\r?\n/.test(text) ? /\n---[ \t]*(?:\r?\n|$)/.exec(text) : null;
    const head = closing ? text.slice(0, closing.index) : '';
    const body = closing ? text.slice(closing.index + closing[0].length) : text;
    const written = /^title:[ \t]*(.+?)[ \t]*\r?$/m.exec(head)?.[1]?.replace(/^(["'])(.*)\1$/, '$2');
    const heading = /^#{1,2}[ \t]+(.+?)[ \t#]*\r?$/m.exec(body)?.[1];
    return { id, title: written ?? heading ?? path.basename(id).replace(/[-_]+/g, ' '), body };
  });
}

const guidelinesSchema = z.record(
  z.string(),
  z.object({
    subflows: z.record(
      z.string(),
      z.object({
        instructions: z.array(z.string()).default([]),
        actions: z.array(z.object({ text: z.string(), subtext: z.array(z.string()).default([]) })).default([]),
      }),
    ),
  }),
);

/**
 * Agents' guidelines in the shape of the ABCD corpus, `{FLOW: {subflows: {SUBFLOW: {instructions, actions}}}}`: a
 * subflow becomes the article `flow/subflow`, its first instruction the first paragraph, its actions numbered steps with
 * their subtexts below them, its other instructions the end.
 *
 * @see Chen et al. 2021, "Action-Based Conversations Dataset" (arXiv:2104.00783)
 */
export function readGuidelines(text: string, file: string): readonly ForeignArticle[] {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw new KbError({
      code: 'file/json-syntax',
      severity: 'error',
      message: `invalid JSON: ${(error as Error).message}`,
      file,
    });
  }
  const checked = guidelinesSchema.safeParse(data);
  if (!checked.success) {
    throw new KbError({
      code: 'file/unknown-shape',
      severity: 'error',
      message: 'no guidelines: expected {FLOW: {"subflows": {SUBFLOW: {"instructions": […], "actions": […]}}}}',
      file,
    });
  }
  return Object.entries(checked.data).flatMap(([flow, { subflows }]) =>
    Object.entries(subflows).map(([subflow, { instructions, actions }]) => {
      const [first, ...rest] = instructions.map(oneLine).filter((line) => line !== '');
      const steps = actions.flatMap(({ text: step, subtext }, index) => [
        `${index + 1}. ${oneLine(step)}`,
        ...subtext.map((line) => `   - ${oneLine(line)}`),
      ]);
      const parts = [first ?? '', steps.join('\n'), ...rest].filter((part) => part !== '');
      return { id: `${slug(flow)}/${slug(subflow)}`, title: subflow, body: `${parts.join('\n\n')}\n` };
    }),
  );
}

/** What would be written to take articles over into a workspace. */
export function planArticles(workspace: Workspace, articles: readonly ForeignArticle[], owner?: string): ArticlePlan {
  const known = new Set(workspace.articles.map(({ id }) => id));
  const files = new Map<string, string>();
  const present: string[] = [];
  for (const { id, title, body } of articles) {
    if (known.has(id)) present.push(id);
    else {
      known.add(id);
      const eol = body.includes('\r\n') ? '\r\n' : '\n';
      const fields = stringify({ title, ...(owner !== undefined && { owner }) }, { lineWidth: 0 }).replaceAll(
        '\n',
        eol,
      );
      files.set(`articles/${id}.md`, `---${eol}${fields}---${eol}${body}`);
    }
  }
  return { files, present };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function slug(name: string): string {
  const plain = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  return plain === '' ? 'article' : plain.slice(0, 80);
}
