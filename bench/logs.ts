import { createWriteStream, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { redact } from '../dist/text/index.js';
import { readSet } from './data.js';
import { planted, type Planted } from './planted.js';
import { runKb } from './process.js';

const ITEMS = 10_000;
const KEY = 'the key of the bench';

/** Importing: its speed and memory. Privacy: planted items found, clean words kept, nothing left after an import. */
export async function logs(data: string): Promise<void> {
  process.env['KB_PRIVACY_KEY'] = KEY;
  await speed(data);
  quality(data);
  await afterImport();
}

interface Line {
  readonly turns: readonly { readonly role: string; readonly text: string }[];
}

async function speed(data: string): Promise<void> {
  console.log('\nlogs: kb logs import of canonical JSON Lines, redaction and the start of the process in the time');
  console.log('log                   turns     MB  seconds  turns/s  needed  peak MB');
  for (const [name, copies] of [
    ['multidogo-airline', 3],
    ['multidogo-airline', 12],
    ['sgd', 1],
    ['crosswoz', 2],
  ] as const) {
    const folder = await mkdtemp(path.join(tmpdir(), 'kb-bench-'));
    try {
      await runKb(['init', '--empty', folder]);
      const lines = readFileSync(path.join(data, name, 'conversations.jsonl'), 'utf8')
        .split('\n')
        .filter(Boolean);
      const file = path.join(folder, 'log.jsonl');
      const out = createWriteStream(file);
      let turns = 0;
      let bytes = 0;
      for (let copy = 0; copy < copies; copy += 1) {
        for (const [index, line] of lines.entries()) {
          const conversation = JSON.parse(line) as Line;
          turns += conversation.turns.length;
          const customer = { id: `customer-${(index * 7 + copy) % 5000}` };
          const text = `${JSON.stringify({ ...conversation, id: `${copy}-${index}`, customer })}\n`;
          bytes += text.length;
          if (!out.write(text)) await once(out, 'drain');
        }
      }
      out.end();
      await once(out, 'finish');
      const run = await runKb(['-C', folder, 'logs', 'import', file]);
      console.log(
        [
          `${name} x${copies}`.padEnd(20),
          String(turns).padStart(6),
          (bytes / 1e6).toFixed(0).padStart(6),
          run.seconds.toFixed(1).padStart(8),
          (turns / run.seconds).toFixed(0).padStart(8),
          '50000'.padStart(7),
          run.peakMb.toFixed(0).padStart(8),
        ].join(' '),
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

function quality(data: string): void {
  const all = planted(ITEMS, 1);
  const found = new Map<string, { total: number; redacted: number; words: number; lost: number }>();
  const missed: string[] = [];
  for (const { kind, before, item, after } of all) {
    const text = before + item + after;
    const result = redact(text);
    const row = found.get(kind) ?? { total: 0, redacted: 0, words: 0, lost: 0 };
    found.set(kind, row);
    row.total += 1;
    // The item is gone when neither it nor most of its words are left.
    const parts = item.split(/[\s,]+/).filter((part) => part.length > 1);
    const left = parts.filter((part) => result.includes(part)).length;
    const isRedacted = !result.includes(item) && left * 2 <= parts.length && /<[a-z]+>/.test(result);
    if (isRedacted) row.redacted += 1;
    else if (missed.length < 40)
      missed.push(`  ${kind}: ${text.replaceAll('\n', '\\n')}  →  ${result.replaceAll('\n', '\\n')}`);
    for (const word of wordsOf(before + after)) {
      row.words += 1;
      if (!result.includes(word)) row.lost += 1;
    }
  }
  console.log(
    '\nlogs: personal data planted in messages; needed: 99 % redacted, at most 0.5 % of the clean words around them',
  );
  console.log('kind                 items  redacted %  clean words lost %');
  const sum = { total: 0, redacted: 0, words: 0, lost: 0 };
  for (const [kind, row] of found) {
    print(kind, row);
    for (const key of ['total', 'redacted', 'words', 'lost'] as const) sum[key] += row[key];
  }
  print('all', sum);
  console.log(missed.join('\n'));
  for (const name of ['banking77/test', 'clinc150/test', 'massive-zh-CN/test']) {
    let words = 0;
    let lost = 0;
    for (const { text } of readSet(data, name)) {
      const list = wordsOf(text);
      words += list.length;
      const result = redact(text);
      if (result !== text) lost += list.filter((word) => !result.includes(word)).length;
    }
    console.log(`clean text, ${name}: ${((100 * lost) / words).toFixed(3)} % of ${words} words lost`);
  }
}

function print(
  kind: string,
  { total, redacted, words, lost }: { total: number; redacted: number; words: number; lost: number },
): void {
  console.log(
    `${kind.padEnd(20)} ${String(total).padStart(5)} ${((100 * redacted) / total).toFixed(2).padStart(11)} ${((100 * lost) / words).toFixed(3).padStart(19)}`,
  );
}

function wordsOf(text: string): string[] {
  return text.match(/\p{Script=Han}|[\p{L}\p{N}']+/gu) ?? [];
}

/** What must be nowhere: neither in a table, nor in an export, nor, once forgotten, in the bytes. */
async function afterImport(): Promise<void> {
  const strict = new Set(['email', 'phone', 'card', 'iban']);
  const all = planted(ITEMS, 2).filter(({ kind }) => strict.has(kind.split(' ')[0] ?? ''));
  const folder = await mkdtemp(path.join(tmpdir(), 'kb-bench-'));
  try {
    await runKb(['init', '--empty', folder]);
    const file = path.join(folder, 'log.jsonl');
    const lines = all.map(({ before, item, after }: Planted, index) =>
      JSON.stringify({
        id: `p${index}`,
        customer: { id: index % 2 === 0 ? 'forgotten@example.com' : item },
        turns: [{ role: 'customer', text: `${before}${item}${after}${index % 2 === 0 ? ' zanzibarquux' : ''}` }],
        feedback: { rating: 3, comment: before + item + after },
      }),
    );
    await writeFile(file, lines.join('\n'));
    await runKb(['-C', folder, 'logs', 'import', file]);
    const csv = path.join(folder, 'all.csv');
    const parquet = path.join(folder, 'all.parquet');
    await runKb(['-C', folder, 'logs', 'export', '-f', 'parquet', '-o', parquet]);
    const report = async (...args: string[]): Promise<string> =>
      (await runKb(['-C', folder, ...args, '--today', '2026-11-23'])).stdout;
    const places = {
      'table turns': (await runKb(['-C', folder, 'logs', 'sql', 'SELECT * FROM turns', '-f', 'jsonl'])).stdout,
      'table conversations': (await runKb(['-C', folder, 'logs', 'sql', 'SELECT * FROM conversations', '-f', 'jsonl']))
        .stdout,
      'export jsonl': (await runKb(['-C', folder, 'logs', 'export'])).stdout,
      'export csv': await runKb(['-C', folder, 'logs', 'export', '-f', 'csv', '-o', csv]).then(() =>
        readFile(csv, 'utf8'),
      ),
      'export parquet': (await parquetRows(parquet)) + (await readFile(parquet)).toString('latin1'),
      'kb mine json': await report('mine', '--members', '-f', 'json'),
      'kb mine table': await report('mine'),
      'kb stats json': await report('stats', '-f', 'json'),
    };
    console.log(
      `\nlogs: ${all.length} planted e-mail addresses, phones, cards and IBANs after an import; needed: none`,
    );
    for (const [place, content] of Object.entries(places)) {
      console.log(`${place.padEnd(20)} ${all.filter(({ item }) => content.includes(item)).length} found`);
    }
    await runKb(['-C', folder, 'logs', 'forget', 'forgotten@example.com']);
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const copy = path.join(folder, 'copy.duckdb');
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run(`PRAGMA force_compression='uncompressed'; ATTACH '${path.join(folder, '.kb/logs.duckdb')}' AS old (READ_ONLY);
      ATTACH '${copy}' AS fresh; COPY FROM DATABASE old TO fresh; CHECKPOINT fresh`);
    connection.closeSync();
    instance.closeSync();
    const bytes = (await readFile(copy)).toString('latin1');
    const kept = (await readFile(path.join(folder, '.kb/logs.duckdb'))).toString('latin1');
    console.log(
      `after forget, uncompressed copy: ${all.filter(({ item }) => bytes.includes(item)).length} planted items found,`,
    );
    console.log(
      `  the forgotten customer's word ${bytes.includes('zanzibarquux') || kept.includes('zanzibarquux') ? 'FOUND' : 'not found'}`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** All values of a Parquet file as text, as another program reads them. */
async function parquetRows(file: string): Promise<string> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const rows = await connection.runAndReadAll(`SELECT to_json(t) FROM read_parquet('${file}') AS t`);
  const text = rows.getRows().join('\n');
  connection.closeSync();
  instance.closeSync();
  return text;
}
