import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { applyFixes, fixAll, textsOf } from '../lint/index.js';
import { KbError, type Problem } from '../problem.js';
import { problemLine } from '../reporting/index.js';
import { parseWorkspace, unreadable, writeFiles, type ReadWorkspace } from '../workspace/index.js';
import type { Context } from './context.js';

export interface FixFlags {
  readonly fix?: boolean;
  readonly fixSuggestions?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** What is to be mended of a workspace, which is asked again after each round. */
export interface Finders {
  /** Without rules that ask a classifier or the net: their answers would be about the texts of the round before. */
  readonly safe: (now: ReadWorkspace) => readonly Problem[];
  readonly suggested: (now: ReadWorkspace) => Promise<readonly Problem[]>;
}

/** Texts that change by path, and how many findings that mends. */
export interface Mended {
  readonly texts: ReadonlyMap<string, string>;
  readonly mended: number;
}

/** Mends in memory what the flags ask for; suggestions are asked about first. */
export async function mend(
  context: Context,
  read: ReadWorkspace,
  find: Finders,
  { fix, fixSuggestions, dryRun, yes }: FixFlags,
): Promise<Mended> {
  const before = textsOf(read.workspace);
  const safe: Mended =
    fix === true ? fixAll(before, (texts) => find.safe(withTexts(read, texts))) : { texts: new Map(), mended: 0 };
  if (fixSuggestions !== true) return safe;
  const now = new Map([...before, ...safe.texts]);
  const found = await find.suggested(safe.texts.size === 0 ? read : withTexts(read, now));
  const suggested = found.filter(({ suggestion }) => suggestion !== undefined);
  const isSilent = yes === true || dryRun === true;
  if (!isSilent && suggested.length > 0 && !context.interactive) {
    throw new KbError({
      code: 'usage/missing-value',
      severity: 'error',
      message: '--fix-suggestions asks before each change, and there is no terminal to ask on',
      hint: 'take them all with --yes, or look at them with --dry-run',
    });
  }
  const taken = isSilent ? suggested : await askFor(context, suggested);
  const result = applyFixes(taken, now, ({ suggestion }) => suggestion);
  const texts = new Map([...safe.texts, ...result.texts].filter(([file, text]) => before.get(file) !== text));
  return { texts, mended: safe.mended + result.mended.length };
}

/** The same workspace with other texts: what could not be read, or has no text for rules, stays as it is. */
function withTexts({ workspace, problems }: ReadWorkspace, texts: ReadonlyMap<string, string>): ReadWorkspace {
  const { root, ignored } = workspace;
  const parsed = parseWorkspace(
    [...texts].map(([file, text]) => ({ path: file, text })),
    root,
  );
  return {
    workspace: {
      ...parsed.workspace,
      ...(ignored && { ignored }),
      unreadable: [...workspace.unreadable, ...parsed.workspace.unreadable],
    },
    problems: [...problems, ...parsed.problems],
  };
}

async function askFor(context: Context, suggested: readonly Problem[]): Promise<readonly Problem[]> {
  const { default: inquirer } = await import('inquirer');
  const taken: Problem[] = [];
  for (const problem of suggested) {
    const message = `${problemLine(problem, context)}\n  Change it?`;
    const { answer } = await inquirer.prompt<{ answer: boolean }>([
      { type: 'confirm', name: 'answer', message, default: false },
    ]);
    if (answer) taken.push(problem);
  }
  return taken;
}

/** Writes mended files, a byte order mark kept; not if somebody has changed one meanwhile. */
export async function writeFixed(
  root: string,
  before: ReadonlyMap<string, string>,
  texts: ReadonlyMap<string, string>,
): Promise<void> {
  const files = new Map<string, string>();
  for (const [file, text] of texts) {
    const current = await readFile(path.join(root, file), 'utf8').catch((error: unknown) => {
      throw new KbError(unreadable(file, error), { cause: error });
    });
    const mark = current.startsWith('\ufeff') ? '\ufeff' : '';
    if (current.slice(mark.length) !== before.get(file)) {
      throw new KbError({
        code: 'file/changed',
        severity: 'error',
        message: 'was changed while it was being mended',
        hint: 'nothing was written; run it again',
        file,
      });
    }
    files.set(file, mark + text);
  }
  await writeFiles(root, files);
}
