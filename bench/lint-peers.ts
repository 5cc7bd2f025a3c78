import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runScript, type Measured } from './process.js';

/** A Markdown linter as its users run it over a folder of articles; `undefined` where it is not installed. */
export type Peer = (root: string) => Promise<Measured | undefined>;

/** They are installed below bench/ by `npm ci --prefix bench`, never with the product. */
function installed(file: string): string | undefined {
  const found = fileURLToPath(new URL(`../bench/node_modules/${file}`, import.meta.url));
  return existsSync(found) ? found : undefined;
}

export const peers: Readonly<Record<string, Peer>> = {
  /** Its default rules but that of line length, which no knowledge base keeps. */
  'markdownlint-cli2': async (root) => {
    const script = installed('markdownlint-cli2/markdownlint-cli2-bin.mjs');
    if (script === undefined) return undefined;
    const config = path.join(root, '.markdownlint-cli2.jsonc');
    await writeFile(config, JSON.stringify({ config: { default: true, MD013: false } }));
    return runScript(script, ['--config', config, `${root}/articles/**/*.md`], undefined, true);
  },
  /** With `remark-preset-lint-recommended`. */
  'remark-cli': async (root) => {
    const script = installed('remark-cli/cli.js');
    const preset = installed('remark-preset-lint-recommended/index.js');
    const frontMatter = installed('remark-frontmatter/index.js');
    if (script === undefined || preset === undefined || frontMatter === undefined) return undefined;
    const use = ['--use', frontMatter, '--use', preset];
    return runScript(script, [...use, '--no-stdout', '--quiet', `${root}/articles`], undefined, true);
  },
};
