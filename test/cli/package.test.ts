import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { kb } from './kb.js';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

test('the package holds the program, its library and its documents, and nothing else', async () => {
  const { stdout } = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: ROOT });
  const [{ files, name }] = JSON.parse(stdout) as [{ name: string; files: { path: string }[] }];
  expect(name).toBe('kb-intent');
  const paths = files.map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining(['bin/kb.js', 'dist/index.js', 'dist/index.d.ts', 'docs/formats.md']));
  const stray = paths.filter(
    (path) => !/^(bin|dist|docs)\/|^(package\.json|README\.md|CHANGELOG\.md|LICENSE)$/.test(path),
  );
  expect(stray).toEqual([]);
});

test('the library does what the README shows', async () => {
  const script = `
    import { openWorkspace, trainingExamples, trainModel, trainOptions } from 'kb-intent';
    const workspace = await openWorkspace('kb');
    const examples = trainingExamples(workspace).filter(({ intent }) => intent?.startsWith('smalltalk'));
    const model = await trainModel(examples, trainOptions(workspace));
    process.stdout.write(model.recognise('good morning').alternatives[0].intent);`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], { cwd: ROOT });
  expect(stdout).toBe('smalltalk.greeting');
});

test('the version is that of the package', async () => {
  const { version } = (await import('../../package.json', { with: { type: 'json' } })).default as { version: string };
  expect((await kb(['--version'])).stdout).toBe(`${version}\n`);
});
