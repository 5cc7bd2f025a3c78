import { spawn } from 'node:child_process';
import { appendFile, chmod, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { kb, temporaryFolder } from './kb.js';

/** A small good workspace, to be broken. */
async function workspace(): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(path.join(folder, 'kb.yaml'), 'name: X\nlanguages: [en]\n');
  await mkdir(path.join(folder, 'intents'));
  await mkdir(path.join(folder, 'articles'));
  for (const [intent, texts] of Object.entries({ greet: ['hi', 'hello there'], leave: ['bye', 'see you later'] })) {
    await writeFile(
      path.join(folder, `intents/${intent}.md`),
      `---\nintent: ${intent}\ntier: complex\n---\n## en\n${texts.map((text) => `- ${text}\n`).join('')}`,
    );
  }
  return folder;
}

async function filesOf(folder: string): Promise<string[]> {
  return (await readdir(folder, { recursive: true })).toSorted();
}

/** Runs a verb on a broken workspace: exit code 2, one clear line, and nothing is written. */
async function refused(folder: string, args: readonly string[], line: RegExp): Promise<void> {
  const before = await filesOf(folder);
  const run = await kb(['-C', folder, ...args]);
  expect(run.stderr.trim().split('\n')).toEqual([expect.stringMatching(line)]);
  expect(run).toMatchObject({ code: 2, stdout: '' });
  expect(await filesOf(folder)).toEqual(before);
}

test('no kb.yaml', async () => {
  await refused(await temporaryFolder(), ['eval'], /^error: no kb\.yaml in .*\(usage\/no-workspace\) .*kb init/);
});

test('broken YAML', async () => {
  const folder = await workspace();
  await writeFile(path.join(folder, 'kb.yaml'), 'name: X\nrouting: { max: [\n');
  await refused(folder, ['check'], /^kb\.yaml:\d+:\d+ {2}error: invalid YAML.*\(file\/yaml-syntax\)/);
});

test('an unknown key, with the nearest known one', async () => {
  const folder = await workspace();
  await writeFile(path.join(folder, 'kb.yaml'), 'name: X\nlanguagse: [en]\n');
  await refused(folder, ['train'], /^kb\.yaml:2:1 {2}error: unknown key "languagse".*did you mean "languages"\?/);
});

test('a file that is not UTF-8', async () => {
  const folder = await workspace();
  await writeFile(path.join(folder, 'intents/x.md'), Buffer.from([0x2d, 0xff]));
  await refused(folder, ['eval'], /^intents\/x\.md:1:2 {2}error: not UTF-8 text/);
});

test('a 50 MB line', async () => {
  const folder = await workspace();
  await appendFile(path.join(folder, 'intents/greet.md'), `- ${'x'.repeat(50 * 1024 * 1024)}\n`);
  await refused(folder, ['train'], /^intents\/greet\.md {2}error: 51 MB/);
});

test('a link out of the workspace', async () => {
  const folder = await workspace();
  await symlink('/etc/passwd', path.join(folder, 'intents/x.md'));
  await refused(folder, ['eval'], /^intents\/x\.md {2}error: symbolic link .*out of the workspace/);
});

test('front matter that is code', async () => {
  const folder = await workspace();
  await writeFile(path.join(folder, 'articles/x.md'), '---js\nprocess.exit(0)\n---\n');
  await refused(folder, ['eval'], /^articles\/x\.md:1:1 {2}error: front matter in another language than YAML: "---js"/);
});

test('lint reports unreadable files in its own format, all at once, and exits with 2', async () => {
  const folder = await workspace();
  await writeFile(path.join(folder, 'articles/x.md'), '---js\n---\n');
  await writeFile(path.join(folder, 'intents/y.md'), '---\nintent: y\nteir: simple\n---\n');
  const run = await kb(['-C', folder, 'lint', '--format', 'json']);
  expect(run.code).toBe(2);
  const { problems } = JSON.parse(run.stdout) as { problems: { code: string; file: string; line: number }[] };
  expect(problems.map(({ code, file, line }) => `${code} ${file}:${line}`)).toEqual(
    expect.arrayContaining(['kb/front-matter-schema articles/x.md:1', 'kb/unknown-field intents/y.md:3']),
  );
});

test('wrong rows in an import', async () => {
  const folder = await workspace();
  const rows = path.join(folder, 'rows.jsonl');
  await writeFile(rows, '{"text":"a","intent":"b"}\n{"text":""}\n');
  await refused(folder, ['import', rows], /rows\.jsonl:2 {2}error: the text is empty/);
  await refused(folder, ['import', `${rows}.csv`], /error: cannot be read: no such file or folder/);
});

test('a damaged model and one of another version are trained again, and it is said so', async () => {
  const folder = await workspace();
  const file = path.join(folder, '.kb/model.bin');
  await kb(['-C', folder, 'train']);
  const good = await readFile(file);
  const damaged = Buffer.from(good);
  damaged[damaged.length - 5] = (damaged[damaged.length - 5] ?? 0) ^ 1;
  for (const bytes of [damaged, good.subarray(0, 100), Buffer.from('KBM0'), Buffer.alloc(0)]) {
    await writeFile(file, bytes);
    const run = await kb(['-C', folder, 'train']);
    expect(run.code).toBe(0);
    expect(run.stderr).toMatch(/^training on 4 utterances: /);
    expect((await readFile(file)).equals(good)).toBe(true);
  }
});

test('a folder that cannot be written', async () => {
  const folder = await workspace();
  // Root may write everywhere; another user may not.
  const root = process.getuid?.() === 0;
  await chmod(folder, 0o555);
  const run = await kb(['-C', folder, 'train'], root ? { uid: 65534 } : {});
  await chmod(folder, 0o755);
  expect(run.code).toBe(2);
  expect(run.stderr).toMatch(/\.kb\/lock {2}error: cannot be written: permission denied/);
  expect(await filesOf(folder)).toEqual(['articles', 'intents', 'intents/greet.md', 'intents/leave.md', 'kb.yaml']);
});

test('wrong usage names what is wrong', async () => {
  expect(await kb(['lnit'])).toMatchObject({ code: 2, stderr: expect.stringContaining("unknown command 'lnit'") });
  expect(await kb(['eval', '--folds', 'x'])).toMatchObject({ code: 2, stderr: expect.stringContaining('2 to 50') });
  expect(await kb(['lint', '--today', '2026-02-31'])).toMatchObject({ code: 2 });
  expect(await kb([])).toMatchObject({ code: 2, stderr: expect.stringContaining('Usage') });
  expect(await kb(['--help'])).toMatchObject({ code: 0, stderr: '' });
});

test('data cannot steer the terminal', async () => {
  const folder = await workspace();
  await writeFile(path.join(folder, 'intents/x.md'), '---\nintent: x\n---\n## en\n- \u001b[2Jboo\n- \u001b[2Jboo\n');
  const run = await kb(['-C', folder, 'lint']);
  expect(run.stdout).toContain('[2Jboo');
  expect(run.stdout).not.toContain('\u001b');
});

test('a reader that leaves early ends classify quietly', async () => {
  const folder = await workspace();
  await kb(['-C', folder, 'train']);
  const bin = fileURLToPath(new URL('../../bin/kb.js', import.meta.url));
  const script = `yes "hello there" | head -100000 | "${process.execPath}" "${bin}" -C "${folder}" classify | head -1; echo "\${PIPESTATUS[2]}"`;
  const child = spawn('bash', ['-c', script]);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  await new Promise((resolve) => child.on('close', resolve));
  expect(stderr).toBe('');
  const [line, code] = stdout.trim().split('\n');
  expect(JSON.parse(line ?? '')).toMatchObject({ alternatives: [{ intent: 'greet' }, { intent: 'leave' }] });
  expect(code).toBe('0');
});
