import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { kb, temporaryFolder } from './kb.js';

test('kb explain tells why a sentence is recognised so, and what a rule means; kb classify --split takes it apart; kb eval --learning-curve', async () => {
  const folder = await temporaryFolder();
  await mkdir(path.join(folder, 'intents'));
  await writeFile(path.join(folder, 'kb.yaml'), 'name: Desk\n');
  const write = (intent: string, sentences: readonly string[]): Promise<void> =>
    writeFile(
      path.join(folder, `intents/${intent}.md`),
      `---\nintent: ${intent}\n---\n## en\n${sentences.map((sentence) => `- ${sentence}\n`).join('')}`,
    );
  await write('order.track', ['where is my parcel', 'track my order', 'parcel not here yet', 'find my parcel']);
  await write('account.password', ['i forgot my password', 'reset my password', 'new password please']);

  const json = await kb(['explain', 'is my parcel lost', '--format', 'json'], { cwd: folder });
  expect(json.code).toBe(0);
  expect(JSON.parse(json.stdout)).toMatchObject({
    schema: 'kb.explain/1',
    text: 'is my parcel lost',
    subject: 'order.track',
    runnerUp: { intent: 'account.password' },
    nearest: [{ intent: 'order.track', file: 'intents/order.track.md', line: 5 }, {}, {}, {}, {}],
  });
  const table = await kb(['explain', 'is my parcel lost'], { cwd: folder });
  expect(table).toMatchObject({ code: 0, stderr: '' });
  expect(table.stdout).toContain('intents/order.track.md:5');

  const input = 'where is my parcel and i forgot my password\nwhere is my parcel\n';
  const split = await kb(['classify', '--split'], { cwd: folder, input });
  const [two, one] = split.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { parts: unknown[] });
  expect(two?.parts).toMatchObject([
    { text: 'where is my parcel', intent: 'order.track' },
    { text: 'i forgot my password', intent: 'account.password' },
  ]);
  expect(one?.parts).toMatchObject([{ text: 'where is my parcel', intent: 'order.track' }]);

  const inContext = await kb(['classify'], {
    cwd: folder,
    input: [
      '{"id":1,"text":"no, i meant my password","previous":["where is my parcel"]}',
      '{"id":2,"text":"no","previous":[{"text":"where is my parcel","intent":"order.track"}]}',
      '{"id":3,"text":"where is it","previous":"where is my parcel"}',
    ].join('\n'),
  });
  expect(
    inContext.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toMatchObject([
    { id: 1, intent: 'account.password', reading: 'as a correction' },
    { id: 2, intent: null, reading: 'as a refusal' },
    { id: 3, error: '"previous" is no list of turns', line: 3 },
  ]);

  const curve = await kb(['eval', '--learning-curve', '--folds', '2', '--format', 'json'], { cwd: folder });
  expect(curve.code).toBe(0);
  const { schema, method, points } = JSON.parse(curve.stdout) as { schema: string; method: unknown; points: unknown[] };
  expect({ schema, method }).toEqual({ schema: 'kb.learning-curve/1', method: { kind: 'fold', folds: 2 } });
  expect(points).toMatchObject([{ share: 0.25 }, { share: 0.5 }, { share: 0.75 }, { share: 1 }]);

  const rule = await kb(['explain', 'utt/duplicate'], { cwd: folder });
  expect(rule).toMatchObject({ code: 0, stderr: '' });
  expect(rule.stdout).toContain('twice in one intent');
  const unknown = await kb(['explain', 'utt/duplicat'], { cwd: folder });
  expect(unknown.code).toBe(2);
  expect(unknown.stderr).toContain('did you mean utt/duplicate?');
});
