import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'yaml';
import { KbError } from '../problem.js';
import { foldWhitespace, printable } from '../text/index.js';
import { languageTag, SETTINGS_FILE, writeFiles } from '../workspace/index.js';
import { optional } from './ask-person.js';
import type { Context, Outcome } from './context.js';
import { exampleFiles } from './init-example.js';

export interface InitFlags {
  readonly name?: string;
  readonly languages?: string;
  readonly empty?: boolean;
}

export async function runInit(context: Context, dir: string, flags: InitFlags): Promise<Outcome> {
  const root = path.resolve(context.cwd, dir);
  await refuseExisting(root, [SETTINGS_FILE]);
  const asking = flags.empty === true ? { ...context, interactive: false } : context;
  const name = await optional(asking, flags.name, {
    flag: '--name',
    message: 'What is the service called?',
    default: path.basename(root),
  });
  const languages = await optional(asking, flags.languages, {
    flag: '--languages',
    message: 'In which languages does it answer, the default one first?',
    default: 'en',
  });
  const tags = languages.split(/[\s,]+/).filter((tag) => tag !== '');
  const wrong = tags.find((tag) => !languageTag.safeParse(tag).success);
  if (wrong !== undefined || tags.length === 0) {
    throw new KbError({
      code: 'usage/unknown-language',
      severity: 'error',
      message: `not a language: "${wrong ?? ''}"`,
      hint: 'give tags such as en,zh',
    });
  }
  if (name.trim() === '') {
    throw new KbError({
      code: 'usage/missing-value',
      severity: 'error',
      message: 'the name is empty',
      hint: 'give one',
    });
  }
  const head = `${stringify({ name: foldWhitespace(name) }, { lineWidth: 0 })}languages: [${tags.join(', ')}]\n`;
  const files = new Map([[SETTINGS_FILE, head]]);
  if (flags.empty !== true) {
    for (const [file, text] of exampleFiles(tags[0] ?? 'en')) {
      files.set(file, file === SETTINGS_FILE ? head + text : text);
    }
  }
  await refuseExisting(root, files.keys());
  // From the nearest folder that is there: the others are made on the way.
  let base = root;
  while (!(await exists(base))) base = path.dirname(base);
  const below = (file: string): string => path.join(path.relative(base, root), file);
  await writeFiles(base, new Map([...files].map(([file, text]) => [below(file), text])));
  const where = dir === '.' ? '' : ` -C ${printable(dir)}`;
  const next = flags.empty === true ? `kb${where} import FILE brings utterances in` : `kb${where} check`;
  return { output: `${printable(name)}: a new workspace in ${printable(dir)}\nNext: ${next}\n`, exitCode: 0 };
}

/** Nothing that is there may be overwritten. */
async function refuseExisting(root: string, files: Iterable<string>): Promise<void> {
  for (const file of files) {
    if (await exists(path.join(root, file))) {
      throw new KbError({
        code: 'usage/workspace-exists',
        severity: 'error',
        message: 'is there already',
        hint: 'name another folder',
        file: path.join(root, file),
      });
    }
  }
}

async function exists(file: string): Promise<boolean> {
  try {
    await lstat(file);
    return true;
  } catch {
    return false;
  }
}
