import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runIn } from './run.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kb-main-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const run = (...args: readonly string[]) => runIn(folder, args);

/** Two intents that no classifier could mix up, and what is asked of them. */
async function workspace(goals: string): Promise<void> {
  await writeFile(path.join(folder, 'kb.yaml'), `name: Desk\ngoals: { eval: { ${goals} } }\n`);
  await mkdir(path.join(folder, 'intents'));
  const sentences = {
    refund: ['my money back please', 'refund the payment', 'when is the money back', 'pay my money back', 'refund me'],
    login: ['cannot log in', 'password forgotten', 'the login fails', 'reset my password', 'log in does not work'],
  };
  for (const [intent, texts] of Object.entries(sentences)) {
    const lines = texts.map((text) => `- ${text}\n`).join('');
    const file = path.join(folder, `intents/${intent}.md`);
    await writeFile(file, `---\nintent: ${intent}\ntier: complex\nowner: desk\n---\n## en\n${lines}`);
  }
}

test('a goal that is met gives 0, one that is missed gives 1 and a last line that names it', async () => {
  await workspace('in_scope_accuracy: 0');
  const met = await run('eval', '--folds', '2');
  expect(met.stdout).toMatch(/Measured on 10 utterances by cross-validation in 2 folds/);
  expect(met.stdout).toMatch(/✓ +eval\.in_scope_accuracy/);
  expect(met.code).toBe(0);

  await writeFile(
    path.join(folder, 'kb.yaml'),
    'goals: { eval: { out_of_scope_recall: 0.5, in_scope_accuracy: 1 } }\n',
  );
  await mkdir(path.join(folder, 'heldout'));
  await writeFile(path.join(folder, 'heldout/login.md'), '---\nintent: login\n---\n## en\n- my money back\n');
  const missed = await run('eval');
  expect(missed.code).toBe(1);
  expect(missed.stdout).toMatch(/· +eval\.out_of_scope_recall .* not measured/);
  expect(missed.stderr.trim().split('\n').at(-1)).toBe(
    'kb: goals missed: eval.in_scope_accuracy is 0.0 %, the goal is 100.0 %',
  );
});

test('Markdown and JSON go to a file when asked, and nothing to standard output', async () => {
  await workspace('');
  const markdown = await run('eval', '--format', 'markdown', '-o', 'report.md');
  expect(markdown).toMatchObject({ code: 0, stdout: '' });
  expect(await readFile(path.join(folder, 'report.md'), 'utf8')).toMatch(/^## Evaluation\n\nMeasured on 10 utterances/);
  const check = await run('check', '--format', 'json');
  expect(JSON.parse(check.stdout)).toMatchObject({ schema: 'kb.check/1', today: '2026-11-23', passed: true });
});

test('an empty workspace is checked, not refused', async () => {
  await run('init', '--empty', '.');
  const check = await run('check');
  expect(check.code).toBe(0);
  expect(check.stdout).toContain('nothing to train on yet');
  const evaluated = await run('eval');
  expect(evaluated.code).toBe(2);
  expect(evaluated.stderr).toContain('eval/too-little-data');
});

test('unreadable files make check fail in its own format', async () => {
  await run('init', '--empty', '.');
  await mkdir(path.join(folder, 'articles'));
  await writeFile(path.join(folder, 'articles/x.md'), 'no front matter\n');
  const check = await run('check', '--format', 'json');
  expect(check.code).toBe(2);
  expect(JSON.parse(check.stdout)).toMatchObject({ schema: 'kb.check/1', passed: false, eval: null });
});

test('CSV comes in with the language of --lang, and what is out of scope is said', async () => {
  await run('init', '--empty', '.');
  await writeFile(path.join(folder, 'rows.csv'), 'Text,Intent\nhola,greet\n"qué tal, amigo", greet \ntiempo,\n');
  const imported = await run('import', 'rows.csv', '--lang', 'es');
  expect(imported.stdout).toBe(
    '3 utterances added to intents/, 0 were there already\n' +
      '  1 of them out of scope: their intent is null or empty\n  2 new files\n  languages added to kb.yaml: es\n',
  );
  expect(await readFile(path.join(folder, 'intents/greet.md'), 'utf8')).toBe(
    '---\nintent: greet\n---\n\n## es\n- hola\n- qué tal, amigo\n',
  );
  const refused = await run('import', 'rows.csv', '--lang', 'Spanish!');
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('--lang Spanish! is not a language');
});

test('a text that no reader would take is not imported', async () => {
  await run('init', '--empty', '.');
  await writeFile(path.join(folder, 'rows.jsonl'), JSON.stringify({ text: 'x '.repeat(80_000), intent: 'x' }));
  const imported = await run('import', 'rows.jsonl');
  expect(imported.code).toBe(2);
  expect(imported.stderr).toContain('intents/x.md:6:1');
  expect((await run('train')).stderr).toContain('no utterances to train on');
});

test('schemas and the list of rules are JSON that a program can use', async () => {
  const schemas = JSON.parse((await run('schema')).stdout) as object;
  expect(Object.keys(schemas)).toEqual(expect.arrayContaining(['kb', 'article', 'intent', 'scenario']));
  expect(JSON.parse((await run('schema', 'intent')).stdout)).toMatchObject({ required: ['intent'], type: 'object' });
  const rules = JSON.parse((await run('lint', '--list-rules', '--format', 'json')).stdout) as { code: string }[];
  expect(rules.map(({ code }) => code)).toContain('utt/cross-intent-duplicate');
});
