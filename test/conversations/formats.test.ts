import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, onTestFinished, test, vi } from 'vitest';
import {
  findSources,
  importLogs,
  makeProtector,
  makePseudonyms,
  type ImportResult,
  type LoggedConversation,
  type Store,
} from '../../src/conversations/index.js';
import { makeRedactor } from '../../src/text/index.js';
import { temporaryFolder } from '../cli/kb.js';

const LOGS = new URL('../../fixtures/logs/', import.meta.url).pathname;

/** Imports fixtures, or files with these contents, without a database. */
async function imported(
  what: readonly string[] | Readonly<Record<string, string | Uint8Array>>,
  options: {
    readonly agents?: readonly string[];
    readonly columns?: Readonly<Record<string, string>>;
    readonly encoding?: string;
  } = {},
): Promise<ImportResult & { readonly all: LoggedConversation[]; readonly places: string[] }> {
  const all: LoggedConversation[] = [];
  const store = {
    merge: (conversations: readonly LoggedConversation[]) => {
      all.push(...conversations);
      return Promise.resolve({ added: conversations.length, changed: 0, unchanged: 0 });
    },
  } as unknown as Store;
  let paths = [] as { name: string; path: string }[];
  if (Array.isArray(what)) paths = what.map((name: string) => ({ name, path: path.join(LOGS, name) }));
  else {
    const folder = await temporaryFolder();
    for (const [name, content] of Object.entries(what as Record<string, string>)) {
      await writeFile(path.join(folder, name), content);
      paths.push({ name, path: path.join(folder, name) });
    }
  }
  const pseudonyms = makePseudonyms('a key of the tests');
  const { sources, problems } = await findSources(paths, { encoding: options.encoding });
  const result = await importLogs(sources, store, {
    columns: options.columns ?? {},
    agents: options.agents ?? [],
    monthFirst: undefined,
    idPrefix: '',
    keepFrom: '2025-01-01T00:00:00.000Z',
    pseudonym: (id) => pseudonyms.of(id),
    protect: makeProtector(makeRedactor(), pseudonyms),
  });
  const places = result.skipped.listed.map(({ file, line, error }) => `${file}:${line} ${error}`);
  return { ...result, problems: [...problems, ...result.problems], all, places };
}

/** A conversation in short: `id channel outcome`, and each turn as `role: text`. */
function brief({ id, channel, outcome, turns }: LoggedConversation): string[] {
  return [[id, channel, outcome].filter(Boolean).join(' '), ...turns.map(({ role, text }) => `${role}: ${text}`)];
}

test('canonical JSON Lines, redacted, customers as pseudonyms', async () => {
  const { all, files } = await imported(['canonical.jsonl']);
  expect(files).toEqual([{ file: 'canonical.jsonl', format: 'canonical' }]);
  expect(all.map(brief)).toEqual([
    [
      'chat-1 chat handed_off',
      'customer: Hi, my name is <name>, where is my parcel?',
      'bot: Hi <name>, which order?',
      'customer: 48213, call me on <phone>',
    ],
    ['chat-2', 'customer: 我叫<name>，手机<phone>，订单没到'],
  ]);
  expect(all[0]).toMatchObject({
    customer: { id: expect.stringMatching(/^c_[0-9a-f]{16}$/), segment: 'vip' },
    feedback: { rating: 2, comment: 'mail <email>' },
  });
  expect(JSON.stringify(all)).not.toMatch(/ana@|Silva|07700|13800138000/);
});

test('CSV: rows of a conversation need not stand together; bad rows are told', async () => {
  const { all, places } = await imported(['turns.csv']);
  expect(all.map(brief)).toEqual([
    ['c-2 email', 'customer: 二号订单，\n邮箱<email>'],
    ['c-1 chat', 'customer: where is it, my card is <card>', 'bot: on its way'],
  ]);
  expect(all[1]).toMatchObject({ language: 'en-GB', started_at: '2026-10-05T09:00:00.000Z', feedback: { rating: 4 } });
  expect(places).toEqual(['turns.csv:6 not a role: "stranger"', 'turns.csv:7 not a date: "the day before"']);
});

test('CSV with columns of its own, semicolons, another encoding', async () => {
  // 你好 in GB 18030
  const gb = Buffer.concat([
    Buffer.from('Ticket;Who;Message body\n9;client;'),
    Buffer.from([0xc4, 0xe3, 0xba, 0xc3]),
    Buffer.from('\n'),
  ]);
  const columns = { conversation_id: 'Ticket', role: 'Who', text: 'Message body' };
  const { all } = await imported({ 'x.csv': gb }, { columns, encoding: 'gb18030' });
  expect(all.map(brief)).toEqual([['9', 'customer: 你好']]);
  expect((await imported({ 'x.csv': gb }, { columns })).places).toEqual([
    'x.csv:2 not UTF-8 text (--encoding names another)',
  ]);
  expect((await imported({ 'x.csv': 'a,b\n1,2\n' })).places[0]).toMatch(
    /^x\.csv:1 no column for conversation_id among: a, b; say which with --map/,
  );
});

test('help desks: Zendesk, Intercom, Chatwoot, without internal notes', async () => {
  expect((await imported(['zendesk.jsonl'])).all.map(brief)).toEqual([
    ['501 email resolved', 'customer: parcel late', 'agent: Dear <name>,\nit is & was late.'],
  ]);
  expect((await imported(['intercom.json'])).all.map(brief)).toEqual([
    ['71 whatsapp handed_off', 'customer: parcel late', 'bot: Which order?'],
    ['72 email', 'customer: hello'],
  ]);
  const listed =
    '{"type":"conversation.list","conversations":[\n{"id":"a","conversation_parts":{"conversation_parts":[]},\n"source":{"body":"hi","author":{"type":"user"}}},\n{"id":"b"}\n]}';
  expect((await imported({ 'listed.json': listed })).all.map(brief)).toEqual([['a', 'customer: hi'], ['b']]);
  expect((await imported(['chatwoot.json'])).all.map(brief)).toEqual([
    [
      '12 handed_off',
      'customer: parcel late',
      'bot: Which order?',
      'agent: I look at it',
      'system: Conversation was marked resolved',
    ],
  ]);
});

test('Slack: a thread over two days, mentions and links as people see them', async () => {
  expect((await imported(['slack'])).all.map(brief)).toEqual([
    [
      'general-1791590400.000100 slack',
      'customer: parcel late & wet, ask <name> or returns',
      'bot: Which order?',
      'agent: on it',
    ],
  ]);
});

test('WhatsApp: day and month by all dates of a file, twelve hours in any language, a new conversation after a day', async () => {
  const { all } = await imported(['whatsapp-de.txt', 'whatsapp-es.txt'], { agents: ['Shop'] });
  expect(all.map(({ id, started_at, turns }) => [id.replace(/[0-9a-f]{16}/, 'X'), started_at, turns.length])).toEqual([
    ['whatsapp-X-20261007212239', '2026-10-07T21:22:39.000Z', 3],
    ['whatsapp-X-20261013090000', '2026-10-13T09:00:00.000Z', 1],
    ['whatsapp-X-20251028212900', '2025-10-28T21:29:00.000Z', 2],
  ]);
  expect(all[0]?.turns[1]).toMatchObject({ role: 'customer', text: 'parcel late\nand wet' });
  expect((await imported({ 'w.txt': '03/04/2026, 09:00 - Ana: hi\n' })).places[0]).toMatch(
    /no date tells day from month/,
  );
});

test('mail: threads over messages, quotes and signatures cut off, parts in their own encodings', async () => {
  const { all } = await imported(['mail.mbox']);
  expect(all.map(({ turns }) => turns.map(({ role, text }) => `${role}: ${text}`))).toEqual([
    ['customer: parcel\nWhere is it?\nFrom the start it was late.', 'agent: 在路上了'],
  ]);
  expect(all[0]?.id).toMatch(/^mail-[0-9a-f]{16}$/);
  expect(JSON.stringify(all)).not.toMatch(/@|Silva|7700/);
});

test('Rasa: the old guess, the fallback, the hand-off', async () => {
  const { all } = await imported(['rasa.json']);
  expect(all.map(brief)).toEqual([
    ['u-1 rest handed_off', 'customer: parcel late', 'bot: Say again?', 'customer: a person please'],
  ]);
  expect(all[0]?.turns[0]).toMatchObject({ intent: 'order_track', confidence: 0.41, action: 'fallback' });
});

test('gzip is unpacked; a broken one gives what came before, and is told', async () => {
  const lines = Array.from(
    { length: 20_000 },
    (_, i) =>
      `{"id":"g${i}","turns":[{"role":"customer","text":"${createHash('md5').update(`${i}`).digest('hex').replace(/\d/g, 'x')}"}]}\n`,
  );
  const packed = gzipSync(lines.join(''));
  expect((await imported({ 'a.jsonl.gz': packed })).conversations).toBe(20_000);
  const broken = await imported({ 'a.jsonl.gz': packed.subarray(0, packed.length / 2) });
  expect(broken.conversations).toBeGreaterThan(1000);
  expect(broken.problems).toMatchObject([{ code: 'file/unreadable', file: 'a.jsonl.gz' }]);
});

test('hostile logs are survived, and each is told', async () => {
  const good = '{"id":"g","turns":[{"role":"customer","text":"hi"}]}';
  const big = Buffer.alloc(100 * 1024 * 1024, 'x');
  const deep = `{"id":"d","turns":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
  const longLine = Buffer.concat([
    Buffer.from(`${good}\n{"id":"l","turns":[{"role":"customer","text":"`),
    big,
    Buffer.from(`"}]}\n${good.replace('"g"', '"h"')}\n`),
  ]);
  const { all, places } = await imported({
    'long.jsonl': longLine,
    'deep.jsonl': `${good}\n${deep}\n`,
    'cut.json': `[${good},{"id":"c","turns":[{"role":"cust`,
    'latin.jsonl': Buffer.concat([
      Buffer.from(`${good}\n{"id":"x","turns":[{"role":"customer","text":"`),
      Buffer.from([0xe9]),
      Buffer.from('"}]}\n'),
    ]),
    'noise.bin': Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256)),
    'empty.jsonl': '',
  });
  expect(all.map(({ id }) => id).toSorted()).toEqual(['g', 'g', 'g', 'g', 'h']);
  expect(places.toSorted()).toEqual([
    'cut.json:1 cut off: the file ends before it does',
    expect.stringMatching(/^deep\.jsonl:2 /),
    'latin.jsonl:2 not UTF-8 text',
    'long.jsonl:2 a line of more than 16777216 bytes',
    expect.stringMatching(/^noise\.bin:1 not a log that is known here: /),
  ]);
});

test('a gzip bomb is refused before it fills the memory', async () => {
  const bomb = gzipSync(Buffer.concat([Buffer.from('{"id":"g","turns":[]}\n'), Buffer.alloc(300 * 1024 * 1024, 'x')]));
  const { problems, conversations } = await imported({ 'bomb.jsonl.gz': bomb });
  expect(conversations).toBe(1);
  expect(problems).toMatchObject([{ code: 'file/unreadable', message: expect.stringContaining('200 times its size') }]);
});

test('the example logs: four formats, 8 weeks, both languages, customers who come back, nobody to be recognised', async () => {
  const names = ['chat.jsonl', 'mail-zendesk.jsonl', 'social.csv', 'app-intercom.json'];
  const { all, files, places, problems } = await imported(names.map((name) => `../harbour-pine/${name}`));
  expect(files.map(({ format }) => format)).toEqual(
    expect.arrayContaining(['canonical', 'csv', 'intercom', 'zendesk']),
  );
  expect(places).toEqual([]);
  expect(problems).toEqual([]);
  expect(all).toHaveLength(505);
  const days = new Set(all.map(({ started_at = '' }) => started_at.slice(0, 10)));
  expect([days.size, days.has('2026-09-26'), days.has('2026-11-20')]).toEqual([56, true, true]);
  const customers = new Set(all.map(({ customer }) => customer?.id));
  expect(customers.size).toBeGreaterThan(350);
  expect(customers.size).toBeLessThan(400);
  const text = JSON.stringify(all);
  expect(text).not.toMatch(/@example\.com|07700 9|7946 0|4111|GB82|GB33|Example (?:Street|Lane|Road)|203\.0\.113/);
  for (const kind of ['email', 'phone', 'iban', 'ip', 'address', 'name']) expect(text).toContain(`<${kind}>`);
});

test('what of a Parquet file does not fit into memory spills into a folder of its own, which goes', async () => {
  const file = path.join(await temporaryFolder(), 'log.parquet');
  const making = await DuckDBInstance.create(':memory:');
  const connection = await making.connect();
  await connection.run(`COPY (SELECT 'a' AS conversation_id, 'customer' AS role, 'Hello' AS text) TO '${file}'`);
  connection.closeSync();
  making.closeSync();
  const create = vi.spyOn(DuckDBInstance, 'create');
  onTestFinished(() => create.mockRestore());
  const { all } = await imported({ 'log.parquet': await readFile(file) });
  expect(all.map(brief)).toEqual([['a', 'customer: Hello']]);
  const spill = create.mock.calls[0]?.[1]?.['temp_directory'] ?? '';
  expect(path.isAbsolute(spill)).toBe(true);
  expect(existsSync(spill)).toBe(false);
});
