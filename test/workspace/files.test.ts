import { spawn } from 'node:child_process';
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findWorkspace, readWorkspace, withLock, writeFiles, writeOutputFile } from '../../src/workspace/index.js';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'kb-test-'));
  await writeFile(path.join(root, 'kb.yaml'), 'name: X\n');
  await mkdir(path.join(root, 'intents'));
});

afterEach(() => rm(root, { recursive: true, force: true }));

async function problems(): Promise<readonly (readonly unknown[])[]> {
  const read = await readWorkspace(root);
  return read.problems.map(({ code, file, line, column }) => [code, file, line, column]);
}

test('a file that is not UTF-8 is told with the place of its first wrong byte', async () => {
  const bytes = Buffer.concat([Buffer.from('---\nintent: x\n---\n## en\n- caf'), Buffer.from([0xe9, 0x0a])]);
  await writeFile(path.join(root, 'intents/x.md'), bytes);
  expect(await problems()).toEqual([['file/not-utf8', 'intents/x.md', 5, 6]]);
});

test('a line of 50 MB is refused without being read', async () => {
  await writeFile(path.join(root, 'intents/x.md'), `---\nintent: x\n---\n## en\n- ${'x'.repeat(50 * 1024 * 1024)}\n`);
  expect(await problems()).toEqual([['file/too-large', 'intents/x.md', undefined, undefined]]);
});

test('a line of 200,000 characters is refused with its number', async () => {
  await writeFile(path.join(root, 'intents/x.md'), `---\nintent: x\n---\n## en\n- ${'x'.repeat(200_000)}\n`);
  expect(await problems()).toEqual([['file/line-too-long', 'intents/x.md', 5, 1]]);
});

test('links out of the workspace are refused, links inside are read', async () => {
  const outside = await mkdtemp(path.join(tmpdir(), 'kb-outside-'));
  await writeFile(path.join(outside, 'secret.md'), '---\nintent: secret\n---\n');
  await writeFile(path.join(root, 'intents/a.md'), '---\nintent: a\n---\n');
  await symlink(path.join(outside, 'secret.md'), path.join(root, 'intents/b.md'));
  await symlink(outside, path.join(root, 'intents/c'));
  await symlink('a.md', path.join(root, 'intents/d.md'));
  await symlink('nowhere.md', path.join(root, 'intents/e.md'));
  const { workspace } = await readWorkspace(root);
  expect(workspace.intents.map((file) => file.path)).toEqual(['intents/a.md', 'intents/d.md']);
  expect(await problems()).toEqual([
    ['file/outside-workspace', 'intents/b.md', undefined, undefined],
    ['file/outside-workspace', 'intents/c', undefined, undefined],
    ['file/unreadable', 'intents/e.md', undefined, undefined],
  ]);
  await rm(outside, { recursive: true });
});

test('a folder that is a link is neither read nor written', async () => {
  const outside = await mkdtemp(path.join(tmpdir(), 'kb-outside-'));
  await rm(path.join(root, 'intents'), { recursive: true });
  await symlink(outside, path.join(root, 'intents'));
  await symlink(outside, path.join(root, '.kb'));
  expect(await problems()).toEqual([['file/outside-workspace', 'intents', undefined, undefined]]);
  const leak = writeFiles(root, new Map([['intents/x.md', 'x']]));
  await expect(leak).rejects.toMatchObject({ problems: [{ code: 'file/outside-workspace' }] });
  await expect(withLock(root, async () => 1)).rejects.toMatchObject({ problems: [{ code: 'file/outside-workspace' }] });
  expect(await readdir(outside)).toEqual([]);
  await rm(outside, { recursive: true });
});

test('a file keeps its permissions, and a link to a file inside stays one', async () => {
  await writeFile(path.join(root, 'intents/a.md'), 'old', { mode: 0o640 });
  await symlink('a.md', path.join(root, 'intents/b.md'));
  await writeFiles(root, new Map([['intents/b.md', 'new']]));
  expect((await lstat(path.join(root, 'intents/b.md'))).isSymbolicLink()).toBe(true);
  expect(await readFile(path.join(root, 'intents/a.md'), 'utf8')).toBe('new');
  expect((await stat(path.join(root, 'intents/a.md'))).mode & 0o777).toBe(0o640);
});

test('the workspace is found here, in ./kb, and upward', async () => {
  await mkdir(path.join(root, 'a/b'), { recursive: true });
  expect(await findWorkspace(path.join(root, 'a/b'))).toBe(root);
  const above = path.join(root, 'a');
  await mkdir(path.join(above, 'kb'));
  await writeFile(path.join(above, 'kb/kb.yaml'), '');
  expect(await findWorkspace(above)).toBe(path.join(above, 'kb'));
  await expect(findWorkspace(root, 'a')).rejects.toMatchObject({ problems: [{ code: 'usage/no-workspace' }] });
});

test('files are written whole or not at all, and nothing is left beside them', async () => {
  await writeFile(path.join(root, 'taken'), 'a file where a folder should be');
  const files = new Map([
    ['intents/new.md', 'new'],
    ['kb.yaml', 'changed'],
    ['taken/x.md', 'impossible'],
  ]);
  await expect(writeFiles(root, files)).rejects.toMatchObject({ problems: [{ code: 'file/unwritable' }] });
  expect(await readFile(path.join(root, 'kb.yaml'), 'utf8')).toBe('name: X\n');
  expect(await readdir(path.join(root, 'intents'))).toEqual([]);
  files.delete('taken/x.md');
  await writeFiles(root, files);
  expect(await readdir(path.join(root, 'intents'))).toEqual(['new.md']);
  expect(await readFile(path.join(root, 'kb.yaml'), 'utf8')).toBe('changed');
});

test('a lock keeps others out, ends with the work, and that of a dead process is taken over', async () => {
  await withLock(root, async () => {
    await expect(withLock(root, async () => 1)).rejects.toMatchObject({ problems: [{ code: 'file/locked' }] });
  });
  expect(await readdir(root)).not.toContain('.kb');
  await mkdir(path.join(root, '.kb'));
  await writeFile(path.join(root, '.kb/lock'), '999999999');
  expect(await withLock(root, async () => 1)).toBe(1);
  // In a container every kb may have the same process id; only a lock of this very process counts.
  await writeFile(path.join(root, '.kb/lock'), String(process.pid));
  expect(await withLock(root, async () => 2)).toBe(2);
  await expect(withLock(root, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await readdir(path.join(root, '.kb'))).toEqual([]);
});

test('a lock can be waited for', async () => {
  const order: string[] = [];
  let release = (): void => undefined;
  const first = withLock(root, async () => {
    await new Promise<void>((resolve) => (release = resolve));
    order.push('first');
  });
  await new Promise((resolve) => setTimeout(resolve, 50));
  const second = withLock(
    root,
    async () => order.push('second'),
    () => {
      order.push('waiting');
      release();
    },
  );
  await Promise.all([first, second]);
  expect(order).toEqual(['waiting', 'first', 'second']);
});

test('a report goes over a file, through a link, and into a pipe as it is', async () => {
  await writeFile(path.join(root, 'report.json'), 'old');
  await symlink('report.json', path.join(root, 'link.json'));
  await writeOutputFile(root, 'link.json', 'new');
  expect((await lstat(path.join(root, 'link.json'))).isSymbolicLink()).toBe(true);
  expect(await readFile(path.join(root, 'report.json'), 'utf8')).toBe('new');
  await writeOutputFile(root, '/dev/null', 'gone');
  expect((await stat('/dev/null')).isCharacterDevice()).toBe(true);
  const nowhere = writeOutputFile(root, 'no/such/folder/x', 'x');
  await expect(nowhere).rejects.toMatchObject({ problems: [{ code: 'file/unwritable', file: 'no/such/folder/x' }] });
});

test('of many that find the lock of a dead process only one at a time gets it', async () => {
  await mkdir(path.join(root, '.kb'));
  await writeFile(path.join(root, '.kb/lock'), '999999999');
  const script = `
    import { withLock } from ${JSON.stringify(new URL('../../dist/workspace/index.js', import.meta.url).href)};
    import { appendFileSync } from 'node:fs';
    for (let round = 0; round < 10; round += 1) {
      await withLock(${JSON.stringify(root)}, async () => {
        appendFileSync(${JSON.stringify(path.join(root, 'log'))}, 'in ');
        await new Promise((resolve) => setTimeout(resolve, 3));
        appendFileSync(${JSON.stringify(path.join(root, 'log'))}, 'out ');
      }, () => undefined);
    }`;
  const runs = Array.from({ length: 4 }, () => spawn(process.execPath, ['--input-type=module', '-e', script]));
  const codes = await Promise.all(runs.map((child) => new Promise((resolve) => child.on('close', resolve))));
  expect(codes).toEqual([0, 0, 0, 0]);
  expect(await readFile(path.join(root, 'log'), 'utf8')).toBe('in out '.repeat(40));
});

test('files wait in the made folder while the lock is held, and what a killed run left there goes away', async () => {
  await mkdir(path.join(root, '.kb/staging'), { recursive: true });
  await writeFile(path.join(root, '.kb/staging/left.tmp'), 'left');
  await withLock(root, async () => {
    expect(await readdir(path.join(root, '.kb'))).not.toContain('staging');
    await writeFiles(root, new Map([['intents/x.md', 'x']]));
    expect(await readdir(path.join(root, 'intents'))).toEqual(['x.md']);
  });
  expect(await readdir(path.join(root, '.kb'))).toEqual([]);
});
