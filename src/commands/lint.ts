import { statSync, watch } from 'node:fs';
import path from 'node:path';
import {
  BASELINE_FILE,
  concerning,
  externalLinks,
  lint,
  lintInParallel,
  nothingRead,
  remembered,
  rules,
  textsOf,
  unknownRule,
  writeBaseline,
  type LintOptions,
  type LintResult,
} from '../lint/index.js';
import { KbError, type Problem } from '../problem.js';
import {
  count,
  lintReporters,
  lintSummary,
  pages,
  problemLine,
  ruleListReporters,
  unifiedDiff,
  type LintFormat,
} from '../reporting/index.js';
import {
  findWorkspace,
  readWorkspace,
  withLock,
  writeFiles,
  type ReadWorkspace,
  type Workspace,
} from '../workspace/index.js';
import { note, type Context, type Outcome } from './context.js';
import { readCache, writeCache } from './lint-cache.js';
import { changesSince, findingsOfChanges, type Changes } from './lint-changed.js';
import { mend, writeFixed, type FixFlags } from './lint-fix.js';
import { commonLintOptions } from './lint-options.js';

export interface LintFlags extends FixFlags {
  readonly format: LintFormat;
  readonly listRules?: boolean;
  readonly rule?: readonly string[];
  readonly quiet?: boolean;
  readonly maxWarnings?: number;
  readonly changed?: string;
  readonly baseline?: boolean;
  readonly updateBaseline?: boolean;
  readonly model?: boolean;
  readonly online?: boolean;
  readonly cache?: boolean;
  readonly watch?: boolean;
}

export async function runLint(context: Context, paths: readonly string[], flags: LintFlags): Promise<Outcome> {
  if (flags.listRules === true) {
    const format = flags.format === 'json' || flags.format === 'markdown' ? flags.format : 'table';
    return { output: ruleListReporters[format](rules, context), exitCode: 0 };
  }
  refuseParts(paths, flags);
  const root = await findWorkspace(context.cwd, context.workspace);
  const run = async (): Promise<Outcome> => runOnce(context, root, await selection(context, root, paths, flags), flags);
  if (flags.watch !== true) return run();
  for (let round = run; ; round = () => toldOf(context, run)) {
    const changed = nextChange(root);
    const { output, reason } = await round();
    context.stdout.write(output);
    note(context, `${reason ?? 'lint: all is well'}; waiting for changes, Ctrl+C ends it`);
    await changed;
  }
}

/** A run that goes on where files are half written just now: their problems are told, and the next change is waited for. */
async function toldOf(context: Context, run: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof KbError)) throw error;
    for (const problem of error.problems) note(context, problemLine(problem, context));
    return { output: '', exitCode: 2, reason: 'lint: there are files that cannot be read' };
  }
}

/** A baseline of a part would be the end of what it holds of the rest. */
function refuseParts(paths: readonly string[], { updateBaseline, rule, changed }: LintFlags): void {
  if (updateBaseline !== true || (paths.length === 0 && rule === undefined && changed === undefined)) return;
  throw new KbError({
    code: 'usage/invalid-value',
    severity: 'error',
    message: '--update-baseline writes the findings of all rules in all files',
    hint: 'leave out paths, --rule and --changed',
  });
}

/** Resolves a moment after a content file has changed. */
async function nextChange(root: string): Promise<void> {
  const watcher = watch(root, { recursive: true });
  await new Promise<void>((resolve) => {
    watcher.on('change', (_, file) => {
      if (
        !String(file)
          .split(path.sep)
          .some((part) => part.startsWith('.'))
      )
        resolve();
    });
  });
  // Editors write in several steps.
  await new Promise((resolve) => setTimeout(resolve, 100));
  watcher.close();
}

/** Which findings are wanted: of the files named on the command line, and of what differs from a revision. */
interface Selection {
  readonly isNamed?: (file: string) => boolean;
  readonly changes?: Changes;
}

async function selection(
  context: Context,
  root: string,
  paths: readonly string[],
  { changed }: LintFlags,
): Promise<Selection> {
  const wanted = paths.map((given) => {
    const absolute = path.resolve(context.cwd, given);
    const relative = path.relative(root, absolute).split(path.sep).join('/');
    if (relative.startsWith('..') || statSync(absolute, { throwIfNoEntry: false }) === undefined) {
      throw new KbError({
        code: 'usage/unknown-path',
        severity: 'error',
        message: `${given} is not in the workspace`,
        hint: `name files or folders below ${path.relative(context.cwd, root) || '.'}`,
      });
    }
    return relative;
  });
  const isNamed = (file: string): boolean =>
    wanted.some((one) => one === '' || file === one || file.startsWith(`${one}/`));
  return {
    ...(wanted.length > 0 && { isNamed }),
    ...(changed !== undefined && { changes: await changesSince(root, changed) }),
  };
}

async function runOnce(
  context: Context,
  root: string,
  { isNamed, changes }: Selection,
  flags: LintFlags,
): Promise<Outcome> {
  const cache = keepsCache(flags) ? await readCache(root) : undefined;
  const readAgain = (): Promise<ReadWorkspace> => readWorkspace(root, (settings) => remembered(cache, settings));
  let read: ReadWorkspace;
  try {
    read = await readAgain();
  } catch (error) {
    // People read it on the terminal as any wrong file; a machine gets what it asked for.
    if (!(error instanceof KbError) || flags.format === 'table') throw error;
    return outcome(context, root, nothingRead(error.problems), flags);
  }
  const optionsFor = async (now: ReadWorkspace, wanted: LintFlags): Promise<LintOptions> => ({
    ...(await lintOptions(context, root, now, wanted)),
    ...(cache && { cache }),
  });
  const named = (problems: readonly Problem[]): readonly Problem[] =>
    isNamed ? concerning(problems, isNamed) : problems;
  const toMend = (problems: readonly Problem[]): readonly Problem[] =>
    named(changes ? concerning(problems, (file) => changes.files.has(file)) : problems);

  if (flags.fix === true || flags.fixSuggestions === true) {
    const safely = await optionsFor(read, { ...flags, model: false, online: false });
    const find = {
      safe: (now: ReadWorkspace) => toMend(lint(now, safely).problems),
      suggested: async (now: ReadWorkspace) => toMend(lint(now, await optionsFor(now, flags)).problems),
    };
    const before = textsOf(read.workspace);
    const { texts, mended } = await mend(context, read, find, flags);
    if (flags.dryRun === true) {
      const diff = [...texts].map(([file, after]) => unifiedDiff(file, before.get(file) ?? '', after)).join('');
      return { output: diff, exitCode: 0 };
    }
    if (texts.size > 0) {
      await withLock(root, () => writeFixed(root, before, texts));
      note(context, `lint: ${count(mended, 'finding')} mended in ${count(texts.size, 'file')}`);
      read = await readAgain();
    }
  }

  const options = await optionsFor(read, flags);
  const result = await lintInParallel(read, options);
  if (keepsCache(flags)) await writeCache(root, result.cache, cache);
  if (flags.updateBaseline === true) {
    const { problems, texts } = lint(read, await lintOptions(context, root, read, { ...flags, baseline: false }));
    const lasting = problems.filter(({ code }) => code !== 'cfg/unused-baseline');
    await withLock(root, () => writeFiles(root, new Map([[BASELINE_FILE, writeBaseline(lasting, texts)]])));
    const output = `${count(lasting.length, 'finding')} written to ${BASELINE_FILE}; they do not count from now on\n`;
    return { output, exitCode: 0 };
  }
  const wanted = new Set(named(changes ? await findingsOfChanges(root, changes, result, options) : result.problems));
  // A file that cannot be read makes the run fail: it is told wherever it stands.
  for (const problem of read.problems) wanted.add(problem);
  const problems = result.problems.filter((problem) => wanted.has(problem));
  return outcome(context, root, { ...result, problems }, flags);
}

/** What some rules find would take the place of what all found. */
function keepsCache({ cache, rule }: LintFlags): boolean {
  return cache !== false && rule === undefined;
}

async function outcome(
  context: Context,
  root: string,
  result: LintResult,
  { format, quiet, maxWarnings }: LintFlags,
): Promise<Outcome> {
  const { errors, warnings } = lintSummary(result);
  const problems = quiet === true ? result.problems.filter(({ severity }) => severity === 'error') : result.problems;
  const shown = { ...result, problems };
  // Hosts look for files from the folder in which the job runs, the repository's own as a rule.
  const folder = path.relative(context.cwd, root).split(path.sep).join('/');
  const isInside = folder !== '' && !folder.startsWith('..') && !path.isAbsolute(folder);
  const style = { ...context, ...(isInside && { folder }) };
  const output = format === 'html' ? await pages.lint(shown) : lintReporters[format](shown, style);
  if (result.unreadable) return { output, exitCode: 2, reason: 'lint: there are files that cannot be read' };
  if (errors > 0) return { output, exitCode: 1, reason: `lint: ${count(errors, 'error')}, none allowed` };
  if (maxWarnings !== undefined && warnings > maxWarnings) {
    return {
      output,
      exitCode: 1,
      reason: `lint: ${count(warnings, 'warning')}, ${maxWarnings} allowed (--max-warnings)`,
    };
  }
  return { output, exitCode: 0 };
}

async function lintOptions(
  context: Context,
  root: string,
  read: ReadWorkspace,
  flags: LintFlags,
): Promise<LintOptions> {
  const known = rules.map(({ meta }) => meta.id as string);
  const wrong = (flags.rule ?? []).filter((id) => !known.includes(id));
  if (wrong.length > 0) throw new KbError(wrong.map((id) => unknownRule(id, known, {})));
  const { baseline, ...common } = await commonLintOptions(context, root);
  return {
    ...common,
    ...(flags.rule && { only: new Set(flags.rule) }),
    ...(baseline && flags.baseline !== false && { baseline }),
    ...(flags.model === true && { recognitions: await recognitions(context, read.workspace) }),
    ...(flags.online === true && { brokenLinks: await linksOnline(context, root, read.workspace) }),
  };
}

// Imported on use: few runs ask a classifier or the net.

async function recognitions(context: Context, workspace: Workspace): Promise<LintOptions['recognitions']> {
  return (await import('./lint-recognitions.js')).unseenRecognitions(context, workspace);
}

async function linksOnline(context: Context, root: string, workspace: Workspace): Promise<LintOptions['brokenLinks']> {
  return (await import('./lint-links.js')).brokenLinks(context, root, externalLinks(workspace));
}
