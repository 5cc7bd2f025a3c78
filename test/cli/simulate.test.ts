import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { kb, temporaryFolder } from './kb.js';

const FILES: Readonly<Record<string, string>> = {
  'kb.yaml': 'name: Shop\nfacts: { order_number: { type: string, pattern: "[0-9]{5}" } }\nchannels: { chat: {} }\n',
  'intents/order.track.md':
    '---\nintent: order.track\ntier: simple\narticle: track\n---\n## en\n- where is my order\n- track my parcel\n- has my parcel left\n- where is the parcel now\n',
  'intents/account.hacked.md':
    '---\nintent: account.hacked\ntier: complex\n---\n## en\n- my account was hacked\n- somebody used my account\n- strangers in my account\n- hacked\n',
  'heldout/account.hacked.md': '---\nintent: account.hacked\n---\n## en\n- my account is hacked\n',
  'articles/track.md': '---\ntitle: Track\nintents: [order.track]\n---\nThe link is in the e-mail.\n',
  'scenarios/person.yaml':
    'scenario: A person <please>\ncustomer: { segment: vip }\nchannel: chat\nturns:\n  - customer: "=can I talk to a person"\n    expect: { action: handoff, priority: high }\n',
};

async function shop(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = await temporaryFolder();
  for (const [file, text] of Object.entries({ ...FILES, ...files })) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  }
  return folder;
}

test('kb simulate reports its contract, and every format lists the same scenario', async () => {
  const cwd = await shop();
  const json = await kb(['simulate', '--format', 'json', '--customers', '50', '--agents', '2', '--arrivals', '20'], {
    cwd,
  });
  const report = JSON.parse(json.stdout) as Record<string, unknown>;

  expect(json.code).toBe(0);
  expect(report).toMatchObject({
    schema: 'kb.simulate/1',
    scenarios: { total: 1, passed: 1 },
    turns: 1,
    coverage: {
      intents: { total: 2 },
      segments: { covered: 1, total: 3 },
      transitions: { total: null, weighted: null },
    },
    failures: [],
    population: { customers: 50 },
    waiting: { agents: 2 },
    goals: [],
  });
  expect((await kb(['simulate', '--format', 'junit'], { cwd })).stdout).toContain('name="A person &#60;please&#62;"');
  expect((await kb(['simulate', '--format', 'csv'], { cwd })).stdout).toContain("'=can I talk to a person");
  expect((await kb(['simulate', '--format', 'html'], { cwd })).stdout).toContain('A person &lt;please&gt;');
  expect((await kb(['simulate', '--format', 'markdown'], { cwd })).stdout).toContain('| segments | 1 | 3 |');
});

test('the report is the same, byte for byte, on any number of threads', async () => {
  const varied = Array.from({ length: 90 }, (_, i): [string, string] => [
    `scenarios/${i}.yaml`,
    `scenario: Number ${i}\nmatrix: { segments: all }\nturns: [{ customer: where is parcel ${i}, expect: { action: answer } }]\nvariations: [typos, filler]\n`,
  ]);
  const cwd = await shop(Object.fromEntries(varied));
  const on = (workers: string, format: string): ReturnType<typeof kb> =>
    kb(
      [
        'simulate',
        '--format',
        format,
        '--customers',
        '3000',
        '--agents',
        '2',
        '--arrivals',
        '20',
        '--workers',
        workers,
      ],
      { cwd },
    );
  const alone = await on('1', 'json');
  expect(JSON.parse(alone.stdout)).toMatchObject({ scenarios: { total: 271 }, population: { customers: 3000 } });
  expect((await on('3', 'json')).stdout).toBe(alone.stdout);
  const csv = (await on('2', 'csv')).stdout;
  expect(csv.split('\r\n')).toHaveLength(1 + 1 + 90 * 3 * 3 + 1);
  expect(csv).toBe((await on('1', 'csv')).stdout);
});

test('a failed scenario gives exit code 1 and says so; invalid ones 2, all at once', async () => {
  const failing = await shop({
    'scenarios/wrong.yaml':
      'scenario: Wrong\nturns:\n  - customer: a person please, agent\n    expect: { action: answer }\n',
  });
  const failed = await kb(['simulate'], { cwd: failing });
  expect(failed.code).toBe(1);
  expect(failed.stdout).toContain('action: expected answer, got ');
  expect(failed.stderr).toContain('1 of 2 scenarios did not go as expected');

  const invalid = await kb(['simulate'], {
    cwd: await shop({
      'scenarios/a.yaml':
        'scenario: A\ncustomer: { segment: vips }\nturns:\n  - { customer: hi, expect: { intent: order.trak } }\n',
      'scenarios/b.yaml': 'scenario: B\nturns:\n  - customer: hi\n',
    }),
  });
  expect(invalid.code).toBe(2);
  expect(invalid.stderr.match(/\(scn\//g)).toHaveLength(3);
});

test('wrong options are refused', async () => {
  const cwd = await shop();

  for (const wrong of [
    ['--shard', '3/2'],
    ['--customers', '0'],
    ['--arrivals', '-1'],
    ['--filter', 'nowhere'],
    ['--replay', 'no.jsonl'],
    ['--agents', '3'],
  ]) {
    expect((await kb(['simulate', ...wrong], { cwd })).code).toBe(2);
  }
});

test('a log is replayed, and a broken line is skipped and told', async () => {
  const cwd = await shop();
  await writeFile(
    path.join(cwd, 'log.jsonl'),
    '{"id":"1","turns":[{"role":"customer","text":"where is my order","intent":"order.track"},{"role":"bot","text":"There."}]}\nnonsense\n',
  );

  const run = await kb(['simulate', '--replay', 'log.jsonl', '--format', 'json'], { cwd });

  expect(run.code).toBe(0);
  expect(run.stderr).toContain('1 lines hold no conversation');
  expect(JSON.parse(run.stdout)).toMatchObject({
    schema: 'kb.replay/1',
    conversations: 1,
    turns: 1,
    badLines: 1,
    withoutReason: 0,
  });
});

test('kb ask says what is done and why; kb search finds the article', async () => {
  const cwd = await shop();

  const ask = await kb(['ask', 'can I talk to a person please', '--as', 'vip', '--format', 'json'], { cwd });
  expect(JSON.parse(ask.stdout)).toMatchObject({
    schema: 'kb.ask/1',
    action: 'handoff',
    priority: 'high',
    packet: { schema: 'kb.packet/1' },
  });
  expect((await kb(['ask', 'hi', '--as', 'vips'], { cwd })).stderr).toContain('did you mean "vip"?');
  expect((await kb(['search', 'link in the e-mail', '--format', 'json'], { cwd })).stdout).toContain('"id": "track"');
});

test('kb chat converses, explains, saves a scenario, notifies, and keeps the rating', async () => {
  const cwd = await shop({
    'kb.yaml': `${FILES['kb.yaml']}routing: { notify: { command: [node, -e, "process.stdin.pipe(require('fs').createWriteStream('packet.json'))"] } }\n`,
  });

  const chat = await kb(['chat', '--history', 'chats.jsonl'], {
    cwd,
    input: [
      'where is my order',
      '/new',
      '/as vip',
      'can I talk to a person please',
      '/why',
      '/nonsense',
      '/save talk.yaml',
      '/quit',
      '5',
    ].join('\n'),
  });

  expect(chat.code).toBe(0);
  expect(chat.stdout).toContain('colleague');
  expect(chat.stderr).toContain('the customer asks for a person');
  expect(chat.stderr).toContain('there is no /nonsense');
  expect(chat.stderr).toContain('the person was notified');
  expect(JSON.parse(await readFile(path.join(cwd, 'packet.json'), 'utf8'))).toMatchObject({ priority: 'high' });
  const kept = (await readFile(path.join(cwd, 'chats.jsonl'), 'utf8')).trim().split('\n');
  expect(kept.map((line): unknown => JSON.parse(line))).toMatchObject([
    { turns: [{ text: 'where is my order' }, { role: 'bot' }] },
    { outcome: 'handed_off', customer: { segment: 'vip' }, feedback: { rating: 5 } },
  ]);
  expect(chat.stderr).toContain('kept in chats.jsonl');
  expect((await kb(['simulate', '--filter', 'talk'], { cwd })).code).toBe(0);
});

test('a logged conversation, and one of Botium, become scenarios that pass', async () => {
  const cwd = await shop();
  await writeFile(
    path.join(cwd, 'log.jsonl'),
    '{"id":"71","channel":"chat","turns":[{"role":"customer","text":"hacked"},{"role":"agent","text":"Oh."}]}\n',
  );
  await writeFile(path.join(cwd, 'parcel.convo.txt'), 'PARCEL\n\n#me\nUTT\n\n#bot\nINTENT account.hacked\n');
  await writeFile(path.join(cwd, 'utt.utterances.txt'), 'UTT\nmy account was hacked\n');

  expect((await kb(['new', 'scenario', 'hacked', '--from', 'log.jsonl#71'], { cwd })).stdout).toBe(
    'scenarios/hacked.yaml\n',
  );
  expect((await kb(['new', 'scenario', 'other', '--from', 'log.jsonl#72'], { cwd })).code).toBe(2);
  expect((await kb(['import', 'parcel.convo.txt'], { cwd })).stdout).toBe('scenarios/parcel.yaml\n');
  expect(await readFile(path.join(cwd, 'scenarios/hacked.yaml'), 'utf8')).toContain('intent: account.hacked');
  const run = await kb(['simulate', '--format', 'json'], { cwd });
  expect(JSON.parse(run.stdout)).toMatchObject({ scenarios: { total: 3, passed: 3 } });
});
