import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { stampOf } from '../../src/commands/program.js';
import { labelledExample } from '../../src/lint/model-examples.js';
import { minimal } from '../lint/workspaces.js';
import { runIn } from './run.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kb-lint-'));
  for (const [file, text] of Object.entries(minimal)) await write(file, text);
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
  await writeFile(path.join(folder, file), text);
}

function read(file: string): Promise<string> {
  return readFile(path.join(folder, file), 'utf8');
}

function git(...args: readonly string[]): void {
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.example', ...args], { cwd: folder, stdio: 'pipe' });
}

function commitAll(): void {
  git('init', '-q');
  git('add', '-A');
  git('commit', '-qm', 'first');
}

const lint = (...args: readonly string[]) => runIn(folder, ['lint', ...args]);

function article(body: string, title = 'Refunds'): string {
  return `---\ntitle: ${title}\nintents: [refund.status]\nowner: payments\n---\n${body}\n`;
}

test('without findings it is all well; errors give 1, and the last line names the gate', async () => {
  expect(await lint()).toMatchObject({ code: 0, stderr: '' });

  await write('articles/refunds.md', article('It takes TODO days.'));
  const found = await lint();
  expect(found.code).toBe(1);
  expect(found.stdout).toContain('articles/refunds.md:6:10  error: "TODO" is left in the text  (kb/placeholder)');
  expect(found.stderr.trimEnd().split('\n').at(-1)).toBe('kb: lint: 1 error, none allowed');
});

test('--max-warnings is a gate of its own, --quiet leaves warnings out, --rule looks for one thing', async () => {
  await write('articles/refunds.md', article('Obviously, we pay it back.\n\n![](a.png)'));

  expect((await lint('--rule', 'kb/banned-term')).code).toBe(0);
  const gated = await lint('--rule', 'kb/banned-term', '--max-warnings', '0');
  expect(gated.code).toBe(1);
  expect(gated.stderr).toContain('kb: lint: 1 warning, 0 allowed (--max-warnings)');
  const quiet = await lint('--quiet');
  expect(quiet.stdout).not.toContain('kb/banned-term');
  expect(quiet.stdout).toContain('kb/image-missing');
  const unknown = await lint('--rule', 'kb/baned-term');
  expect(unknown.code).toBe(2);
  expect(unknown.stderr).toContain('did you mean "kb/banned-term"?');
});

test('paths choose whose findings are told', async () => {
  await write('articles/refunds.md', article('TODO'));
  await write('articles/late/money.md', article('FIXME', 'Money'));

  const { stdout } = await lint('articles/late', '--format', 'compact');
  expect(stdout).toContain('money.md');
  expect(stdout).not.toContain('refunds.md');
  expect((await lint('../elsewhere')).code).toBe(2);
});

test('--update-baseline keeps old findings out, and new ones count', async () => {
  await write('articles/refunds.md', article('It takes TODO days.'));
  expect(await lint('--update-baseline')).toMatchObject({ code: 0 });
  expect((await lint()).code).toBe(0);
  expect((await lint('--no-baseline')).code).toBe(1);

  await write('articles/refunds.md', article('It takes TODO days.\n\nFIXME'));
  const { code, stdout } = await lint();
  expect(code).toBe(1);
  expect(stdout).toContain('FIXME');
  expect(stdout).not.toContain('"TODO"');
});

test('--update-baseline refuses a part: it would throw away what the baseline holds of the rest', async () => {
  await write('articles/refunds.md', article('It takes TODO days.'));
  await lint('--update-baseline');
  const before = await read('lint-baseline.json');

  for (const part of [['--rule', 'kb/banned-term'], ['intents'], ['--changed', 'HEAD']]) {
    const { code, stderr } = await lint('--update-baseline', ...part);
    expect(code).toBe(2);
    expect(stderr).toContain('leave out paths, --rule and --changed');
  }
  expect(await read('lint-baseline.json')).toBe(before);
});

test('--changed tells of what differs from a revision, and of what that does to others', async () => {
  await write('articles/old.md', article('TODO', 'Old'));
  commitAll();
  await write(
    'intents/refund.amount.md',
    '---\nintent: refund.amount\ntier: complex\nowner: a\n---\n## en\n- where is my money\n',
  );

  const { code, stdout } = await lint('--changed', 'HEAD');
  expect(code).toBe(1);
  expect(stdout).toContain('utt/cross-intent-duplicate');
  expect(stdout).not.toContain('old.md');
  const wrong = await lint('--changed', 'no-such-revision');
  expect(wrong.code).toBe(2);
});

test('--changed tells of what a deletion, a new name or a lost id breaks elsewhere, and of no old debt', async () => {
  await write('articles/old.md', article('See [this](gone.md). TODO', 'Old'));
  await write('articles/fees.md', article('It is free. See [refunds](refunds.md).', 'Fees'));
  await write('articles/terms.md', article('We pay back what you paid.', 'Terms'));
  await write(
    'scenarios/late.yaml',
    'scenario: Late\nturns:\n  - customer: where is my money\n    expect: { intent: refund.status }\n',
  );
  commitAll();
  const broken = async (): Promise<string[]> => {
    const { stdout } = await lint('--changed', 'HEAD', '--format', 'json');
    const { problems } = JSON.parse(stdout) as { problems: { code: string; file: string; severity: string }[] };
    return problems.filter(({ severity }) => severity === 'error').map(({ code, file }) => `${code} ${file}`);
  };
  expect(await broken()).toEqual([]);

  await rename(path.join(folder, 'articles/refunds.md'), path.join(folder, 'articles/money-back.md'));
  expect(await broken()).toEqual([
    'kb/dead-internal-link articles/fees.md',
    'map/unknown-article intents/refund.status.md',
  ]);
  git('checkout', '-q', '.');
  await rm(path.join(folder, 'articles/money-back.md'));

  const intent = await read('intents/refund.status.md');
  await write('intents/refund.status.md', intent.replace('intent: refund.status', 'intent: refund.state'));
  expect(await broken()).toContain('map/unknown-intent scenarios/late.yaml');

  await rm(path.join(folder, 'intents/refund.status.md'));
  expect(await broken()).toContain('map/unknown-intent scenarios/late.yaml');
  const { code, stdout } = await lint('--changed', 'HEAD');
  expect(code).toBe(1);
  expect(stdout).not.toMatch(/"TODO"|gone\.md/);
});

test('--fix keeps a byte order mark and the line ends; --dry-run only shows; twice changes nothing', async () => {
  const before = `\ufeff${article('Open http://pay.shop.example/a or https://pay.shop.example/b.').replaceAll('\n', '\r\n')}`;
  await write('articles/refunds.md', before);

  const dry = await lint('--fix', '--dry-run');
  expect(dry.stdout).toContain('+Open https://pay.shop.example/a');
  expect(await read('articles/refunds.md')).toBe(before);

  expect((await lint('--fix')).code).toBe(0);
  const after = await read('articles/refunds.md');
  expect(after).toBe(before.replace('http:', 'https:'));
  await lint('--fix');
  expect(await read('articles/refunds.md')).toBe(after);
});

test('--fix leaves a comment that hides what only --model finds, and --model finds the rest after it', async () => {
  await write('kb.yaml', 'name: Shop\nlint: { rules: { utt/likely-mislabelled: [warning, { confidence: 0.3 }] } }\n');
  const wrong = ['i want my money back for the broken lamp', 'i want my money back for the broken mug'];
  for (const [file, text] of Object.entries(labelledExample({ 'order.track': wrong }))) await write(file, text);
  const file = 'intents/order.track.md';
  const disable = '<!-- kb-disable-next-line utt/likely-mislabelled -- as it was said -->';
  await write(file, (await read(file)).replace(`- ${wrong[0]}`, `${disable}\n- ${wrong[0]}`));
  await write('articles/refunds.md', article('Open http://pay.shop.example/a or https://pay.shop.example/b.'));

  const { stdout, stderr } = await lint('--model', '--fix');

  expect(stderr).toContain('1 finding mended in 1 file');
  expect(await read(file)).toContain(disable);
  expect(stdout).toContain(`"${wrong[1]}" looks like refund.request`);
  expect(stdout).not.toContain(`"${wrong[0]}" looks like`);
  expect(stdout).not.toContain('cfg/unused-disable');
}, 30_000);

test('--fix leaves a comment that hides what has to do with a file that cannot be read just now', async () => {
  const disable = '<!-- kb-disable-next-line utt/cross-intent-duplicate -- a person cannot tell, either -->';
  const other = (name: string): string => `---\nintent: ${name}\ntier: complex\nowner: a\n---\n## en\n`;
  await write('intents/a.md', `${other('a')}- my money is not there\n`);
  await write('intents/b.md', `${other('b')}${disable}\n- my money is not there\n`);
  expect((await lint('--rule', 'utt/cross-intent-duplicate', 'cfg/unused-disable', '--max-warnings', '0')).code).toBe(
    0,
  );

  await write('intents/a.md', `${other('a: [')}- my money is not there\n`);
  const { code, stdout } = await lint('--fix');

  expect(code).toBe(2);
  expect(stdout).not.toContain('cfg/unused-disable');
  expect(await read('intents/b.md')).toContain(disable);
});

test('--fix-suggestions asks: without a terminal it changes nothing unless all are taken', async () => {
  await write('articles/refunds.md', article('See [this](refund.md).'));

  const asked = await lint('--fix-suggestions');
  expect(asked.code).toBe(2);
  expect(asked.stderr).toContain('--yes');
  expect(await read('articles/refunds.md')).toContain('(refund.md)');

  expect((await lint('--fix-suggestions', '--yes')).code).toBe(0);
  expect(await read('articles/refunds.md')).toContain('(refunds.md)');
});

test('--online asks other hosts, and remembers what they said', async () => {
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    response.statusCode = request.url === '/gone' ? 404 : 200;
    response.end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  try {
    const host = `http://127.0.0.1:${port}`;
    await write('articles/refunds.md', article(`See [one](${host}/there) and [two](${host}/gone).`));

    expect((await lint()).stdout).not.toContain('dead-external-link');
    expect(asked).toEqual([]);
    const { stdout } = await lint('--online');
    expect(stdout).toContain(`${host}/gone`);
    expect(stdout).not.toContain(`${host}/there`);
    // One that was there is not asked again; one that was not may have come back.
    asked.length = 0;
    await lint('--online');
    expect(new Set(asked)).toEqual(new Set(['/gone']));
  } finally {
    server.close();
  }
});

test('a kb.yaml that cannot be read gives its problems in JSON, too, and 2', async () => {
  await write('kb.yaml', 'name: [\nlanguages: en\n');

  const { code, stdout } = await lint('--format', 'json');
  expect(code).toBe(2);
  const report = JSON.parse(stdout) as { schema: string; problems: { file: string; line: number }[] };
  expect(report.schema).toBe('kb.lint/1');
  expect(report.problems[0]).toMatchObject({ file: 'kb.yaml' });
});

test('reports for hosts name files from the folder on in which the job runs', async () => {
  await write('articles/refunds.md', article('It takes TODO days.'));
  const file = `${path.basename(folder)}/articles/refunds.md`;
  const above = (format: string) => runIn(path.dirname(folder), ['-C', folder, 'lint', '--format', format]);

  expect((await above('github')).stdout).toContain(`file=${file},`);
  expect((await above('gitlab')).stdout).toContain(`"path": "${file}"`);
  expect((await above('sarif')).stdout).toContain(`"uri": "${file}"`);
  expect((await above('json')).stdout).toContain('"file": "articles/refunds.md"');
  expect((await lint('--format', 'github')).stdout).toContain('file=articles/refunds.md,');
});

test('what it keeps is hidden from git, stays in the workspace, and leaves no rests of killed runs', async () => {
  git('init', '-q');
  await lint();
  expect(await readdir(path.join(folder, '.kb'))).toEqual(['.gitignore', 'cache']);
  expect(execFileSync('git', ['status', '--porcelain', '.kb'], { cwd: folder }).toString()).toBe('');

  // No process has this number.
  await write('.kb/cache/lint-files.json.4194999', 'cut off');
  await write('articles/refunds.md', article('Money is back within six days.'));
  await lint();
  expect(await readdir(path.join(folder, '.kb/cache'))).toEqual(['lint-files.json', 'lint-utterances.json']);

  const elsewhere = await mkdtemp(path.join(tmpdir(), 'kb-elsewhere-'));
  await rm(path.join(folder, '.kb'), { recursive: true });
  await symlink(elsewhere, path.join(folder, '.kb'));
  expect((await lint()).code).toBe(0);
  expect(await readdir(elsewhere)).toEqual([]);
  await rm(elsewhere, { recursive: true });
});

test('what was kept by another program is not taken over', async () => {
  const code = path.join(folder, 'code');
  for (const part of ['classifier', 'evaluation', 'lint', 'text', 'workspace']) await write(`code/${part}/a.js`, 'one');
  const before = stampOf(code);
  expect(stampOf(code)).toBe(before);

  await utimes(path.join(code, 'text/a.js'), 1, 1);
  const rebuilt = stampOf(code);
  expect(rebuilt).not.toBe(before);
  await write('code/text/a.js', 'other');
  await utimes(path.join(code, 'text/a.js'), 1, 1);
  expect(stampOf(code)).not.toBe(rebuilt);
});
