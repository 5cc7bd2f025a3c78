/**
 * Run by `npm ci` in a clone: makes `npx kb` start this clone's program. npm links a package's programs only where the
 * package is a dependency; without the link npx would install the clone into its cache first, which takes seconds.
 */
import { existsSync, rmSync, symlinkSync } from 'node:fs';

const folder = new URL('../node_modules/.bin/', import.meta.url);
if (existsSync(folder) && process.platform !== 'win32') {
  rmSync(new URL('kb', folder), { force: true });
  symlinkSync('../../bin/kb.js', new URL('kb', folder));
}
