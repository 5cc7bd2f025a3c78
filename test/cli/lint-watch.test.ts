import { execFileSync, spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { minimal } from '../lint/workspaces.js';
import { BIN, temporaryFolder } from './kb.js';

test('kb lint --watch lints again when a content file changes, and only then', async () => {
  const folder = await temporaryFolder();
  for (const [file, text] of Object.entries(minimal)) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  }
  for (const args of [
    ['init', '-q'],
    ['add', '-A'],
    ['-c', 'user.name=a', '-c', 'user.email=a@b.example', 'commit', '-qm', 'first'],
  ]) {
    execFileSync('git', args, { cwd: folder });
  }
  // Nothing differs from the revision when it starts: what does is looked up each time.
  const child = spawn(process.execPath, [BIN, '-C', folder, 'lint', '--watch', '--changed', 'HEAD', '--no-color']);
  onTestFinished(() => void child.kill());
  let output = '';
  let look = (): void => undefined;
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      look();
    });
  }
  const shows = (text: string): Promise<void> =>
    new Promise((resolve) => {
      look = () => {
        if (output.includes(text)) resolve();
      };
      look();
    });

  await shows('lint: all is well; waiting for changes');
  const article = path.join(folder, 'articles/refunds.md');
  await writeFile(article, (minimal['articles/refunds.md'] ?? '').replace('five', 'TODO'));
  await shows('kb/placeholder');
  await shows('1 error, none allowed; waiting for changes');
  await writeFile(article, minimal['articles/refunds.md'] ?? '');
  output = '';
  await shows('lint: all is well; waiting for changes');

  // What the tool itself writes into .kb/ is no change: it would never end.
  expect(output.match(/waiting/g)).toHaveLength(1);

  // A kb.yaml that is half written when it looks is waited for.
  await writeFile(path.join(folder, 'kb.yaml'), 'name: [\n');
  await shows('there are files that cannot be read; waiting for changes');
  expect(output).toContain('kb.yaml:');
  output = '';
  await writeFile(path.join(folder, 'kb.yaml'), minimal['kb.yaml'] ?? '');
  await shows('lint: all is well; waiting for changes');
}, 30_000);
