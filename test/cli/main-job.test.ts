import { cp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { kb, temporaryFolder } from './kb.js';

const EXAMPLE = fileURLToPath(new URL('../../kb', import.meta.url));

describe('a new workspace', () => {
  test('the example of `kb init` passes `kb check` at once, and a second run trains nothing', async () => {
    const folder = await temporaryFolder();
    const made = await kb(['init', 'desk', '--name', 'Our desk'], { cwd: folder });
    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect(made.stdout).toContain('Next: kb -C desk check');

    const first = await kb(['-C', 'desk', 'check'], { cwd: folder });
    expect(first.stdout).toContain('All is well.');
    expect(first.code).toBe(0);
    expect(first.stderr).toContain('there is no model yet');

    const second = await kb(['-C', 'desk', 'train'], { cwd: folder });
    expect(second).toMatchObject({ code: 0, stderr: '' });
    expect(second.stdout).toContain('Nothing changed');

    const again = await kb(['init', 'desk'], { cwd: folder });
    expect(again.code).toBe(2);
    expect(again.stderr).toContain('is there already');
  });

  test('new files are read by lint, and their gaps are found', async () => {
    const folder = await temporaryFolder();
    await kb(['init', '.', '--empty'], { cwd: folder });
    expect(await readdir(folder)).toEqual(['kb.yaml']);
    const intent = await kb(['new', 'intent', 'order.track', '--article', 'track'], { cwd: folder });
    expect(intent).toMatchObject({ code: 0, stdout: 'intents/order.track.md\n' });
    await kb(['new', 'article', 'track', '--title', 'Track', '--intent', 'order.track'], { cwd: folder });
    await kb(['new', 'scenario', 'late', '--title', 'A late parcel', '--intent', 'order.trak'], { cwd: folder });

    const lint = await kb(['lint', '--format', 'json'], { cwd: folder });
    expect(lint.code).toBe(1);
    const report = JSON.parse(lint.stdout) as {
      schema: string;
      problems: { code: string; file: string; line: number }[];
    };
    expect(report.schema).toBe('kb.lint/1');
    const found = report.problems.map(({ code, file }) => `${code} ${file}`);
    expect(found).toEqual(
      expect.arrayContaining([
        'kb/missing-owner articles/track.md',
        'utt/empty-intent intents/order.track.md',
        'map/unknown-intent scenarios/late.yaml',
      ]),
    );
    const twice = await kb(['new', 'intent', 'order.track'], { cwd: folder });
    expect(twice.code).toBe(2);
    const outside = await kb(['new', 'article', '../../etc/passwd', '--title', 'x'], { cwd: folder });
    expect(outside.code).toBe(2);
    const untitled = await kb(['new', 'article', 'x'], { cwd: folder });
    expect(untitled.stderr).toContain('--title is missing');
  });
});

describe('from a labelled set to figures', () => {
  test('import, evaluate, classify; importing twice changes nothing', async () => {
    const folder = await temporaryFolder();
    await kb(['init', '.', '--empty'], { cwd: folder });
    const rows: string[] = [];
    const heldout: string[] = [];
    for (const [intent, words] of Object.entries({
      'Download Video': ['download', 'video', 'save', 'clip'],
      'reverted_card_payment?': ['card', 'payment', 'reverted', 'bank'],
    })) {
      for (const [index, word] of words.entries()) {
        rows.push(JSON.stringify({ text: `please ${word} it for me`, intent, lang: 'en' }));
        rows.push(JSON.stringify({ text: `how do I get the ${word}`, intent, lang: 'en' }));
        heldout.push(JSON.stringify({ text: `${word} ${words[(index + 1) % words.length]} help`, intent, lang: 'en' }));
      }
    }
    rows.push(JSON.stringify({ text: 'what is the weather', intent: null }));
    heldout.push(JSON.stringify({ text: 'tell me a joke', intent: null }));
    await writeFile(path.join(folder, 'train.jsonl'), rows.join('\n'));
    await writeFile(path.join(folder, 'test.jsonl'), heldout.join('\n'));

    expect((await kb(['import', 'train.jsonl'], { cwd: folder })).stdout).toContain('17 utterances added to intents/');
    expect((await kb(['import', 'test.jsonl', '--heldout'], { cwd: folder })).code).toBe(0);
    expect(await readdir(path.join(folder, 'intents'))).toEqual([
      'download-video.md',
      'out-of-scope.md',
      'reverted-card-payment.md',
    ]);
    const twice = await kb(['import', 'train.jsonl'], { cwd: folder });
    expect(twice.stdout).toContain('0 utterances added to intents/, 17 were there already');

    const evaluated = await kb(['eval', '--format', 'json'], { cwd: folder });
    const report = JSON.parse(evaluated.stdout) as {
      schema: string;
      model: { hash: string };
      summary: { utterances: number; inScope: { total: number; accuracyWithoutThreshold: number }; leaks: number };
    };
    expect(report).toMatchObject({ schema: 'kb.eval/1', summary: { utterances: 9, inScope: { total: 8 }, leaks: 0 } });
    expect(report.summary.inScope.accuracyWithoutThreshold).toBe(1);
    expect(report.model.hash).toMatch(/^[0-9a-f]{64}$/);

    const input = [
      'get the video',
      '',
      '{"id":7,"text":"card reverted"}',
      '{"id":"x"}',
      '{broken',
      Buffer.from([0xff]).toString('latin1'),
    ];
    const classified = await kb(['classify'], { cwd: folder, input: Buffer.from(input.join('\n'), 'latin1') });
    const lines = classified.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toHaveLength(6);
    expect(lines[0]).toMatchObject({
      alternatives: [{ intent: 'Download Video' }, { intent: 'reverted_card_payment?' }],
    });
    expect(lines[1]).toMatchObject({ intent: null, confidence: 0 });
    expect(lines[2]).toMatchObject({ id: 7, alternatives: [{ intent: 'reverted_card_payment?' }, {}] });
    expect(lines[3]).toMatchObject({ id: 'x', error: 'no "text"', line: 4 });
    expect(lines[4]).toMatchObject({ error: 'not valid JSON', line: 5 });
    expect(lines[5]).toMatchObject({ error: 'not UTF-8 text', line: 6 });
    expect(classified.code).toBe(1);
    expect(classified.stderr).toContain('3 of 6 lines could not be classified');
  });
});

describe('the example workspace', () => {
  test('passes its own check', async () => {
    const folder = await temporaryFolder();
    await cp(EXAMPLE, path.join(folder, 'kb'), { recursive: true, filter: (source) => !source.endsWith('.kb') });
    const check = await kb(['check', '--today', '2026-11-23'], { cwd: folder });
    expect(check.stdout).toContain('All is well.');
    expect(check.code).toBe(0);
  });

  test('gives the same model and the same JSON twice, in another file order, locale and time zone', async () => {
    const folder = await temporaryFolder();
    // A part of the example, so that the test stays fast.
    const copy = async (name: string): Promise<string> => {
      const target = path.join(folder, name);
      await cp(EXAMPLE, target, {
        recursive: true,
        filter: (source) => !source.endsWith('.md') || /(intents|heldout).(order|smalltalk|out)[^/]*$/.test(source),
      });
      await rm(path.join(target, '.kb'), { recursive: true, force: true });
      return target;
    };
    const first = await copy('first');
    const second = await copy('second');
    const files = (await readdir(path.join(second, 'intents'))).toSorted();
    for (const [index, file] of files.entries()) {
      await rename(path.join(second, 'intents', file), path.join(second, 'intents', `${String(99 - index)}-${file}`));
    }
    const one = await kb(['-C', first, 'eval', '--format', 'json']);
    const two = await kb(['-C', second, 'eval', '--format', 'json'], {
      env: { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', TZ: 'Pacific/Kiritimati' },
    });
    expect(one.stdout).toContain('"kb.eval/1"');
    expect(two.stdout).toBe(one.stdout);
    const model = (root: string): Promise<Buffer> => readFile(path.join(root, '.kb/model.bin'));
    expect((await model(second)).equals(await model(first))).toBe(true);
  });
});
