import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'yaml';
import { formats, planImport, readBotiumConvo, readBotiumUtterances, readUtterances } from '../importing/index.js';
import { compareText, KbError } from '../problem.js';
import { count } from '../reporting/index.js';
import { printable } from '../text/index.js';
import {
  findWorkspace,
  intentFileName,
  languageTag,
  openWorkspace,
  readGivenFile,
  withLock,
  writeFiles,
} from '../workspace/index.js';
import { note, type Context, type Outcome } from './context.js';
import { holdsArticles, importArticles } from './import-articles.js';

export interface ImportFlags {
  readonly heldout?: boolean;
  readonly lang?: string;
  readonly from?: string;
  readonly owner?: string;
}

export async function runImport(context: Context, file: string, flags: ImportFlags): Promise<Outcome> {
  if (await holdsArticles(context, file, flags.from)) return importArticles(context, file, flags.owner);
  const root = await findWorkspace(context.cwd, context.workspace);
  const text = await readGivenFile(context.cwd, file);
  if (/\.p?convo\.txt$/.test(file)) return importConvo(context, root, file, text);
  const format = formats.find(
    ({ name, extensions }) =>
      name === flags.from || (flags.from === undefined && extensions.includes(path.extname(file).toLowerCase())),
  );
  if (!format) {
    throw new KbError({
      code: 'usage/unknown-format',
      severity: 'error',
      message: `the name does not tell the format: ${file}`,
      hint: `say it with --from ${formats.map(({ name }) => name).join('|')}`,
    });
  }
  if (flags.lang !== undefined && !languageTag.safeParse(flags.lang).success) {
    throw new KbError({
      code: 'usage/unknown-language',
      severity: 'error',
      message: `--lang ${flags.lang} is not a language`,
      hint: 'give a tag such as en, zh or pt-BR',
    });
  }
  return withLock(root, async () => {
    const workspace = await openWorkspace(root);
    const language = flags.lang ?? workspace.settings.languages[0] ?? 'en';
    const utterances = readUtterances(text, { file, format, language });
    const folder = flags.heldout === true ? 'heldout' : 'intents';
    const plan = planImport(workspace, utterances, folder);
    await writeFiles(root, plan.files);
    const output = [
      `${count(plan.added, 'utterance')} added to ${folder}/, ${plan.repeated} were there already`,
      ...(plan.outOfScope > 0 ? [`  ${plan.outOfScope} of them out of scope: their intent is null or empty`] : []),
      ...(plan.newIntents.length > 0 ? [`  ${count(plan.newIntents.length, 'new file')}`] : []),
      ...(plan.newLanguages.length > 0
        ? [`  languages added to kb.yaml: ${plan.newLanguages.map(printable).join(', ')}`]
        : []),
      '',
    ].join('\n');
    return { output, exitCode: 0 };
  });
}

/** Botium's conversation as a scenario; the utterances that it names are looked for beside it. */
async function importConvo(context: Context, root: string, file: string, text: string): Promise<Outcome> {
  const folder = path.dirname(path.resolve(context.cwd, file));
  const utterances = new Map<string, readonly string[]>();
  for (const name of (await readdir(folder)).filter((each) => each.endsWith('.utterances.txt')).toSorted(compareText)) {
    const { code, texts } = readBotiumUtterances(await readGivenFile(context.cwd, path.join(folder, name)));
    utterances.set(code, texts);
  }
  const target = `scenarios/${intentFileName(path.basename(file).replace(/\.p?convo\.txt$/, ''), new Set()).replace(/\.md$/, '.yaml')}`;
  return withLock(root, async () => {
    const workspace = await openWorkspace(root);
    if (workspace.scenarios.some(({ path: taken }) => taken === target)) {
      throw new KbError({
        code: 'usage/invalid-value',
        severity: 'error',
        message: `${target} is there already`,
        hint: 'rename one of the two',
      });
    }
    const { fields, leftOut } = readBotiumConvo(text, utterances, workspace);
    await writeFiles(root, new Map([[target, stringify(fields, { lineWidth: 0 })]]));
    for (const line of leftOut)
      note(context, `${printable(file)}: left out, there is no counterpart: ${printable(line)}`);
    return { output: `${printable(target)}\n`, exitCode: 0 };
  });
}
