import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const CODE = fileURLToPath(new URL('..', import.meta.url));
/** Folders of the program on which depends what is found in files and how utterances are recognised. */
const FOLDERS = ['classifier', 'evaluation', 'lint', 'text', 'workspace'];

export function programVersion(): string {
  return versionIn(path.join(CODE, '..'));
}

let stamp: string | undefined;

/** One word that is another one when the program or its dictionary is: what it keeps between runs is made by it. */
export function programStamp(): string {
  return (stamp ??= stampOf(CODE));
}

/**
 * Of an installed program the versions tell all; where people work on one, outside `node_modules/`, the sizes and dates of
 * its files do.
 *
 * @param code - the folder of the program's code.
 */
export function stampOf(code: string): string {
  const dictionary = versionIn(path.dirname(createRequire(import.meta.url).resolve('dictionary-en')));
  const folders = code.split(path.sep).includes('node_modules') ? [] : FOLDERS;
  const files = folders.flatMap((folder) =>
    readdirSync(path.join(code, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /(?<!\.d)\.[jt]s$/.test(file))
      .toSorted()
      .map((file) => {
        const { size, mtimeMs } = statSync(path.join(code, folder, file));
        return [folder, file, size, mtimeMs];
      }),
  );
  return createHash('sha256')
    .update(JSON.stringify([programVersion(), dictionary, files]))
    .digest('base64url');
}

function versionIn(folder: string): string {
  const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string };
  return version;
}
