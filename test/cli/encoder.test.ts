import { existsSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { writeTinyEncoder } from '../classifier/tiny-encoder.js';
import { kb, temporaryFolder } from './kb.js';

/** Where what runs encoders is installed for these tests; it is 470 MB and no dependency of the program. */
const LIBRARIES = fileURLToPath(new URL('../encoder/node_modules', import.meta.url));
const isInstalled = existsSync(LIBRARIES);
if (!isInstalled)
  console.log('skipped: a user’s own encoder; npm ci --prefix test/encoder --ignore-scripts brings what it runs on');

const parcel = [1, 0, 0, 0];
const refund = [0, 1, 0, 0];
const login = [0, 0, 1, 0];
/** What it knows that no utterance says: a consignment is a parcel. */
const WORDS = { parcel, consignment: parcel, refund, reimbursement: refund, password: login, passphrase: login };

async function workspace(encoder: string): Promise<string> {
  const root = await temporaryFolder();
  await mkdir(path.join(root, 'intents'));
  await writeFile(path.join(root, 'kb.yaml'), `model: { encoder: ${encoder} }\n`);
  const starts = ['my', 'about my', 'help with the', 'question on a', 'one more thing about my', 'this', 'again my'];
  const ends = ['', 'please', 'now', 'today', 'thanks', 'from last week', 'of my wife'];
  for (const [intent, word] of Object.entries({ track: 'parcel', refund: 'refund', login: 'password' })) {
    const lines = starts.flatMap((start) => ends.map((end) => `- ${start} ${word} ${end}`.trim()));
    await writeFile(
      path.join(root, `intents/${intent}.md`),
      `---\nintent: ${intent}\n---\n\n## en\n${lines.join('\n')}\n`,
    );
  }
  return root;
}

/** The best intent of each text, and what was said beside. */
async function classify(root: string, texts: readonly string[]) {
  const input = texts.map((text) => `${JSON.stringify({ text })}\n`).join('');
  const { stdout, stderr } = await kb(['-C', root, 'classify'], { input, env: { NODE_PATH: LIBRARIES } });
  const rows = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { alternatives: { intent: string }[] });
  return { best: rows.map(({ alternatives }) => alternatives[0]?.intent), stderr };
}

test.skipIf(!isInstalled)('an encoder tells what words mean that no utterance has', async () => {
  const root = await workspace('encoder');
  const words = ['consignment', 'reimbursement', 'passphrase'];
  writeTinyEncoder(path.join(root, 'encoder'), WORDS);
  expect((await classify(root, words)).best).toEqual(['track', 'refund', 'login']);

  // Another encoder is another model, though nothing else has changed.
  writeTinyEncoder(path.join(root, 'encoder'), { ...WORDS, consignment: refund, reimbursement: parcel });
  const { best, stderr } = await classify(root, words);
  expect(best).toEqual(['refund', 'track', 'login']);
  expect(stderr).toContain('the model was trained with another encoder');
});

test.skipIf(!isInstalled)('a folder without an encoder, or with a broken one, is said to be so', async () => {
  const root = await workspace('encoder');
  const missing = await kb(['-C', root, 'train'], { env: { NODE_PATH: LIBRARIES } });
  expect(missing.code).toBe(2);
  expect(missing.stderr).toContain('no encoder can be read');

  writeTinyEncoder(path.join(root, 'encoder'), WORDS);
  await writeFile(path.join(root, 'encoder/onnx/model.onnx'), 'no model');
  const broken = await kb(['-C', root, 'train'], { env: { NODE_PATH: LIBRARIES } });
  expect(broken.code).toBe(2);
  expect(broken.stderr).toContain('the encoder failed');
});

test('without what runs encoders, kb says what to install', async () => {
  const root = await workspace('encoder');
  writeTinyEncoder(path.join(root, 'encoder'), WORDS);
  const run = await kb(['-C', root, 'train'], { env: { NODE_PATH: '' } });
  expect(run.code).toBe(2);
  expect(run.stderr).toContain('npm install @huggingface/transformers');
});

/** What stands in for the library: `encode` is the body of the function that makes of a `text` its vector. */
async function libraryThat(encode: string): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(path.join(folder, '@huggingface/transformers'), { recursive: true });
  await writeFile(
    path.join(folder, '@huggingface/transformers/index.js'),
    `exports.env = {}; exports.pipeline = async () => async (text) => { ${encode} };`,
  );
  return folder;
}

test('an encoder that dies, or changes its mind about how long a vector is, does not keep anybody waiting', async () => {
  const root = await workspace('encoder');
  writeTinyEncoder(path.join(root, 'encoder'), WORDS);
  for (const [encode, why] of [
    ['process.exit(0)', 'its thread has ended'],
    ['setTimeout(() => { throw new Error("out of luck") }); await new Promise(() => {})', 'out of luck'],
    ['return { data: new Float32Array(text.length) }', 'it gave vectors of 1 and of'],
  ] as const) {
    const run = await kb(['-C', root, 'train'], { env: { NODE_PATH: await libraryThat(encode) } });
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(`the encoder failed: ${why}`);
  }
});

test('an encoder may consist of links, and reads the beginning of an endless message', async () => {
  const root = await workspace('encoder');
  writeTinyEncoder(path.join(root, 'blobs'), WORDS);
  await mkdir(path.join(root, 'encoder/onnx'), { recursive: true });
  for (const file of ['config.json', 'tokenizer.json', 'onnx/model.onnx'])
    await symlink(path.join(root, 'blobs', file), path.join(root, 'encoder', file));
  const library = await libraryThat(
    'if (text.length > 2000) throw new Error("too long"); return { data: Float32Array.of(1, 0) }',
  );
  const input = `where is my parcel\n${'parcel '.repeat(1000)}\n`;
  const run = await kb(['-C', root, 'classify'], { input, env: { NODE_PATH: library } });
  expect(run.code).toBe(0);
  const rows = run.stdout.trim().split('\n');
  expect(rows.map((row) => (JSON.parse(row) as { intent: string }).intent)).toEqual(['track', 'track']);
});

test('an encoder lies in the workspace', async () => {
  for (const outside of ['/opt/encoder', '../encoder', 'a/../../encoder']) {
    const run = await kb(['-C', await workspace(outside), 'train']);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/kb\.yaml:1:\d+ .*expected a folder in the workspace/);
  }
});
