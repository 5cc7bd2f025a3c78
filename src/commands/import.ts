import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { formats, planImport, readUtterances } from '../importing/index.js';
import { KbError } from '../problem.js';
import { count } from '../reporting/index.js';
import { printable } from '../text/index.js';
import {
  decodeUtf8,
  findWorkspace,
  languageTag,
  openWorkspace,
  systemMessage,
  withLock,
  writeFiles,
} from '../workspace/index.js';
import type { Context, Outcome } from './context.js';

export interface ImportFlags {
  readonly heldout?: boolean;
  readonly lang?: string;
  readonly from?: string;
}

export async function runImport(context: Context, file: string, flags: ImportFlags): Promise<Outcome> {
  const root = await findWorkspace(context.cwd, context.workspace);
  const text = await readSource(context, file);
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

async function readSource(context: Context, file: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path.resolve(context.cwd, file));
  } catch (error) {
    throw new KbError(
      { code: 'file/unreadable', severity: 'error', message: `cannot be read: ${systemMessage(error)}`, file },
      { cause: error },
    );
  }
  const text = decodeUtf8(bytes, file);
  if (typeof text !== 'string') throw new KbError(text);
  return text;
}
