import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { access, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import {
  eraseFromStore,
  findSources,
  FLAT_COLUMNS,
  forgetUtterances,
  formatNames,
  importLogs,
  makeProtector,
  makePseudonyms,
  openStore,
  privacyKey,
  type ImportResult,
  type Pseudonyms,
  type Store,
} from '../conversations/index.js';
import { KbError, type Problem } from '../problem.js';
import { count, csvLine, jsonLine, logsReporters, problemLine, valueText } from '../reporting/index.js';
import { forgetSaved } from '../review/index.js';
import { makeRedactor, type Redactor } from '../text/index.js';
import {
  findWorkspace,
  MADE_FOLDER,
  openWorkspace,
  readWorkspace,
  withLock,
  writeFiles,
  type Settings,
} from '../workspace/index.js';
import { note, type Context, type Outcome } from './context.js';
import { progressBar } from './progress.js';
import { readSavedReview, savedReviewFile } from './review-file.js';

const STORE_FILE = `${MADE_FOLDER}/logs.duckdb`;
/** What is made from conversations: it is deleted when a customer is forgotten, and can be made again. */
const DERIVED = ['mined', 'reports', 'recognised'];

export interface LogsImportFlags {
  readonly format: 'table' | 'json';
  readonly from?: string;
  readonly map?: Readonly<Record<string, string>>;
  readonly agent?: readonly string[];
  readonly encoding?: string;
  readonly monthFirst?: boolean;
  readonly dayFirst?: boolean;
  readonly idPrefix: string;
}

export async function runLogsImport(
  context: Context,
  files: readonly string[],
  flags: LogsImportFlags,
): Promise<Outcome> {
  if (flags.from !== undefined && !formatNames.includes(flags.from)) {
    throw usage(`--from ${flags.from} is not a format`, `one of ${formatNames.join(', ')}`);
  }
  const root = await findWorkspace(context.cwd, context.workspace);
  const { workspace } = await readWorkspace(root);
  const { privacy } = workspace.settings;
  const redact = redactorOf(workspace.settings);
  const pseudonyms = await pseudonymsOf(context);
  return withLock(root, async () => {
    const file = path.join(root, STORE_FILE);
    const store = await openStore(file, 'write');
    const bar = progressBar(context, 'importing');
    let result: ImportResult;
    let problems: readonly Problem[];
    const keepFrom = daysBefore(context.today, privacy.retention_days);
    let expired = 0;
    try {
      await checkKey(store, pseudonyms);
      let done = 0;
      let total = 1;
      const found = await findSources(
        files.map((name) => ({ name, path: path.resolve(context.cwd, name) })),
        {
          encoding: flags.encoding,
          onRead: (bytes) => {
            done += bytes;
            bar.update(Math.min(done, total), total);
          },
        },
      );
      total = found.bytes;
      done = 0;
      problems = found.problems;
      result = await importLogs(found.sources, store, {
        format: flags.from,
        columns: flags.map ?? {},
        agents: flags.agent ?? [],
        monthFirst: flags.dayFirst === true ? false : flags.monthFirst,
        pseudonym: (id) => pseudonyms.of(id),
        idPrefix: flags.idPrefix,
        keepFrom,
        protect: makeProtector(redact, pseudonyms),
      });
      expired = (await store.countBefore(keepFrom)).conversations;
    } finally {
      bar.stop();
      await store.close();
    }
    if (expired > 0) await eraseFromStore(file, { before: keepFrom });
    const all = [...problems, ...result.problems];
    noteSkipped(context, all, result.skipped);
    const report = { ...result, expired, retentionDays: privacy.retention_days, today: context.today };
    const output = logsReporters[flags.format](report);
    if (all.length === 0) return { output, exitCode: 0 };
    return { output, exitCode: 2, reason: `${count(all.length, 'file')} could not be read` };
  });
}

/** Lists on standard error what could not be read. */
export function noteSkipped(context: Context, problems: readonly Problem[], skipped: ImportResult['skipped']): void {
  const style = { color: false, width: context.width };
  for (const problem of problems) note(context, problemLine(problem, style));
  for (const { file: name, line, error } of skipped.listed) {
    note(context, problemLine({ code: 'logs/skipped', severity: 'warning', message: error, file: name, line }, style));
  }
  const unlisted = skipped.count - skipped.listed.length;
  if (unlisted > 0) note(context, `… and ${count(unlisted, 'more place')} skipped`);
}

export interface LogsSqlFlags {
  readonly format: 'table' | 'json' | 'jsonl' | 'csv';
  readonly output?: string;
  readonly today?: string;
}

/** Rows that a table on a terminal may have; the other formats have all. */
const MOST_TABLE_ROWS = 1000;

export async function runLogsSql(context: Context, query: string, flags: LogsSqlFlags): Promise<Outcome> {
  const store = await existingStore(context, 'query');
  try {
    const result = await store.rows(query).catch((error: Error) => {
      throw new KbError(
        {
          code: 'logs/sql',
          severity: 'error',
          message: firstLine(error.message),
          hint: 'tables: conversations, turns',
        },
        { cause: error },
      );
    });
    return await rowsOutcome(context, result, flags.format);
  } finally {
    await store.close();
  }
}

/** The rows of a query as text. */
export async function rowsOutcome(
  context: Context,
  result: Awaited<ReturnType<Store['rows']>>,
  format: LogsSqlFlags['format'],
): Promise<Outcome> {
  const lines: string[] = [];
  const table: string[][] = [];
  let more = 0;
  const { columns } = result;
  for await (const batch of result.rows()) {
    for (const row of batch) {
      const values = columns.map((column) => row[column]);
      if (format === 'table') {
        if (table.length < MOST_TABLE_ROWS) table.push(values.map((value) => valueText(value)));
        else more += 1;
      } else if (format === 'csv') lines.push(csvLine(values.map((value) => valueText(value))));
      else {
        lines.push(jsonLine(Object.fromEntries(columns.map((column, at) => [column, plain(values[at])]))));
      }
    }
  }
  if (more > 0) note(context, `… and ${count(more, 'more row')}; --format csv or jsonl shows all`);
  switch (format) {
    case 'table':
      return {
        output: logsReporters.rows(columns, table, { color: context.color, width: context.width }),
        exitCode: 0,
      };
    case 'csv':
      return { output: [csvLine(columns), ...lines, ''].join('\n'), exitCode: 0 };
    case 'jsonl':
      return { output: [...lines, ''].join('\n'), exitCode: 0 };
    case 'json':
      return { output: `[\n${lines.join(',\n')}\n]\n`, exitCode: 0 };
  }
}

export interface LogsExportFlags {
  readonly format: 'jsonl' | 'csv' | 'parquet';
  readonly output?: string;
  readonly customer?: string;
}

/** Writes as it reads: a log of any size goes through in little memory. */
export async function runLogsExport(context: Context, flags: LogsExportFlags): Promise<Outcome> {
  const store = await existingStore(context, 'export');
  try {
    const customer = flags.customer === undefined ? undefined : await oneCustomer(context, store, flags.customer);
    const target = flags.output === undefined ? undefined : await outputFile(context, flags.output);
    if (flags.format === 'parquet') {
      if (target === undefined) throw usage('Parquet is no text', 'name a file with --output FILE');
      await store.writeParquet(target, customer);
      return { output: '', exitCode: 0 };
    }
    const temporary = target === undefined ? undefined : `${target}.tmp`;
    const out = temporary === undefined ? context.stdout : createWriteStream(temporary);
    const put = async (text: string): Promise<void> => {
      if (!out.write(text)) await once(out, 'drain');
    };
    if (flags.format === 'csv') await put(`${csvLine(FLAT_COLUMNS)}\n`);
    for await (const batch of store.conversations(customer)) {
      if (flags.format === 'jsonl') await put(batch.map((conversation) => `${jsonLine(conversation)}\n`).join(''));
      else {
        for (const { turns, customer: who, feedback, ...c } of batch) {
          const about = [
            c.channel,
            c.language,
            who?.id,
            who?.segment,
            c.started_at,
            c.outcome,
            feedback?.rating,
            feedback?.comment,
          ];
          const rows = turns.map((turn, index) => [
            c.id,
            index,
            turn.role,
            turn.text,
            turn.at,
            turn.intent,
            turn.confidence,
            turn.action,
          ]);
          await put(rows.map((row) => `${csvLine([...row, ...about].map((value) => valueText(value)))}\n`).join(''));
        }
      }
    }
    if (target !== undefined && temporary !== undefined) {
      out.end();
      await once(out, 'finish');
      await rename(temporary, target);
    }
    return { output: '', exitCode: 0 };
  } finally {
    await store.close();
  }
}

export async function runLogsForget(context: Context, customers: readonly string[]): Promise<Outcome> {
  const root = await findWorkspace(context.cwd, context.workspace);
  const pseudonyms = await pseudonymsOf(context);
  return withLock(root, async () => {
    // A file that cannot be read could hold what must go: better told than passed over.
    const workspace = await openWorkspace(root);
    const file = path.join(root, STORE_FILE);
    const wanted = [...new Set(customers.flatMap((customer) => candidates(pseudonyms, customer)))];
    let erased = { conversations: 0, turns: 0 };
    if (await exists(file)) {
      const store = await openStore(file, 'write');
      try {
        await checkKey(store, pseudonyms);
        erased = await store.countOf(wanted);
      } finally {
        await store.close();
      }
      // Rebuilt in any case: what was deleted before, or by another version, goes too.
      await eraseFromStore(file, { customers: wanted });
    }
    const edits = forgetUtterances(
      [...workspace.intents, ...workspace.heldout, ...(workspace.ignored ? [workspace.ignored] : [])],
      new Set(wanted),
    );
    const review = forgetSaved(await readSavedReview(root), new Set(wanted));
    await writeFiles(
      root,
      new Map([
        ...edits.map(({ path: name, text }): [string, string] => [name, text]),
        ...(review.removed > 0 ? [savedReviewFile(review.saved)] : []),
      ]),
    );
    const utterances = edits.reduce((sum, { removed }) => sum + removed, 0) + review.removed;
    const derived = await removeDerived(root, utterances > 0);
    const output = [
      `${count(erased.conversations, 'conversation')} with ${count(erased.turns, 'turn')} erased; the database file was rebuilt`,
      `${count(utterances, 'utterance')} removed from ${count(edits.length, 'file')}`,
      ...edits.map(({ path: name, removed }) => `  ${name}: ${removed}`),
      ...(review.removed > 0 ? [`  a review that is going on: ${review.removed}`] : []),
      ...(derived.length > 0 ? [`deleted, to be made again: ${derived.join(', ')}`] : []),
      'What was committed remains in the history of git, what was exported remains where it is.',
      '',
    ].join('\n');
    if (erased.conversations + utterances > 0) return { output, exitCode: 0 };
    return { output, exitCode: 1, reason: `nothing is known here of ${customers.join(', ')}` };
  });
}

/** Deletes what was made from conversations, the model too where utterances were removed that it had learned from. */
async function removeDerived(root: string, utterances: boolean): Promise<string[]> {
  const folder = path.join(root, MADE_FOLDER);
  const names = (await readdir(folder)).filter(
    (name) =>
      DERIVED.some((derived) => name === derived || name.startsWith(`${derived}.`)) ||
      (utterances && name.startsWith('model.')),
  );
  for (const name of names) await rm(path.join(folder, name), { recursive: true, force: true });
  return names.map((name) => `${MADE_FOLDER}/${name}`);
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

export async function existingStore(context: Context, mode: 'query' | 'export', given?: string): Promise<Store> {
  const root = given ?? (await findWorkspace(context.cwd, context.workspace));
  const file = path.join(root, STORE_FILE);
  const info = await stat(file).catch(() => undefined);
  if (!info) {
    throw new KbError({
      code: 'logs/none',
      severity: 'error',
      message: 'no conversations were imported yet',
      hint: 'kb logs import FILE',
    });
  }
  return openStore(file, mode);
}

/** The pseudonyms that a customer may have: of the id itself, and of the id in each system that numbers its customers. */
function candidates(pseudonyms: Pseudonyms, customer: string): string[] {
  return [customer, ...formatNames.map((name) => `${name}:${customer}`)].map((id) => pseudonyms.of(id));
}

async function oneCustomer(context: Context, store: Store, customer: string): Promise<string> {
  const pseudonyms = await pseudonymsOf(context);
  await checkKey(store, pseudonyms);
  const known: string[] = [];
  for (const pseudonym of new Set(candidates(pseudonyms, customer))) {
    if ((await store.countOf([pseudonym])).conversations > 0) known.push(pseudonym);
  }
  const [only, ...others] = known;
  if (only === undefined)
    throw usage(`no conversation of ${customer}`, "the id as the log had it, or the pseudonym 'c_…'");
  if (others.length > 0) {
    throw usage(
      `several systems have a customer ${customer}`,
      `say which: ${formatNames.map((name) => `${name}:${customer}`).join(', ')}`,
    );
  }
  return only;
}

async function checkKey(store: Store, pseudonyms: Pseudonyms): Promise<void> {
  if (await store.hasKey(pseudonyms.keyCheck)) return;
  throw new KbError({
    code: 'privacy/other-key',
    severity: 'error',
    message:
      'the imported conversations were made with another privacy key: the same customer would get two pseudonyms',
    hint: `set KB_PRIVACY_KEY to the key they were made with, or delete ${STORE_FILE} and import again`,
  });
}

export async function pseudonymsOf(context: Context): Promise<Pseudonyms> {
  const { env } = context;
  const home =
    env['XDG_CONFIG_HOME'] ??
    env['APPDATA'] ??
    (env['HOME'] === undefined ? undefined : path.join(env['HOME'], '.config'));
  const given = env['KB_PRIVACY_KEY'];
  if (home === undefined && (given === undefined || given === '')) {
    throw usage('no home folder to keep a privacy key in', 'set KB_PRIVACY_KEY');
  }
  const file = path.join(home ?? '', 'kb', 'privacy.key');
  const { key, made } = await privacyKey(given, file);
  if (made) note(context, `made a privacy key, ${file}: keep it, without it no customer can be found again`);
  return makePseudonyms(key);
}

export function redactorOf({ privacy }: Settings): Redactor {
  try {
    return makeRedactor({ countries: privacy.countries, patterns: privacy.patterns });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new KbError(
      {
        code: 'privacy/pattern',
        severity: 'error',
        message: `privacy.patterns.${error.message}`,
        hint: 'RE2 syntax: no look-ahead, look-behind or back-reference',
        file: 'kb.yaml',
      },
      { cause: error },
    );
  }
}

export function daysBefore(today: string, days: number): string {
  return new Date(Date.parse(`${today}T00:00:00Z`) - days * 86_400_000).toISOString();
}

/** Where to write rows to as they come. */
export async function outputFile(context: Context, output: string): Promise<string> {
  const target = path.resolve(context.cwd, output);
  const folder = await stat(path.dirname(target)).catch(() => undefined);
  if (folder?.isDirectory()) return target;
  throw new KbError({
    code: 'file/unwritable',
    severity: 'error',
    message: 'cannot be written: its folder is not there',
    hint: 'make the folder first',
    file: output,
  });
}

function usage(message: string, hint: string): KbError {
  return new KbError({ code: 'usage/logs', severity: 'error', message, hint });
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? text;
}

/** A value of SQL as JSON: big numbers as numbers where they are exact, dates and the rest as text. */
function plain(value: unknown): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (typeof value === 'bigint' && value <= Number.MAX_SAFE_INTEGER && value >= Number.MIN_SAFE_INTEGER)
    return Number(value);
  return valueText(value);
}
