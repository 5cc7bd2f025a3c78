import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import type { FormatOptions, Item, LogFormat } from '../format.js';
import type { Source } from '../source.js';
import { batches } from './batches.js';
import { findColumns, RowThreads, type Row } from './rows.js';

/** Bytes of one row at most; a quotation mark that is never closed would swallow the file. */
const MAX_ROW_BYTES = 1024 * 1024;

/** CSV, TSV or semicolons with a header line, one turn a row. */
export const csv: LogFormat = {
  name: 'csv',
  title: 'CSV or TSV with columns conversation_id, role, text, at, …',
  detect(head, name) {
    if (/^\s*[[{]/.test(head)) return false;
    const [header = ''] = head.split(/\r?\n/, 1);
    if (/\.(?:csv|tsv)(?:\.gz)?$/i.test(name)) return true;
    const titles = header.split(delimiterOf(header)).map((title) => title.replaceAll('"', ''));
    return titles.length > 2 && typeof findColumns(titles, {}) !== 'string';
  },
  async *read(sources, options) {
    const threads = new RowThreads();
    for (const source of sources) yield* readTable(source, options, threads);
    yield* batches(threads.rest());
  },
};

async function* readTable(
  source: Source,
  options: FormatOptions,
  threads: RowThreads,
): AsyncGenerator<readonly Item[]> {
  const [header = ''] = source.head.split(/\r?\n/, 1);
  const skipped: Item[] = [];
  const parser = Readable.from(source.open(), { objectMode: false }).pipe(
    parse({
      bom: true,
      columns: (titles: string[]) => titles.map((title) => title.trim()),
      delimiter: delimiterOf(header),
      info: true,
      max_record_size: MAX_ROW_BYTES,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      on_skip: (error) => {
        const line = (error as unknown as { readonly lines?: number } | undefined)?.lines ?? 0;
        skipped.push({ file: source.name, line, error: (error?.message ?? 'not a row').slice(0, 120) });
        return undefined;
      },
    }),
  );
  let columns: ReadonlyMap<string, string> | undefined;
  let rows: Row[] = [];
  for await (const { info, record } of parser as AsyncIterable<{
    readonly info: { readonly lines: number };
    readonly record: Readonly<Record<string, string>>;
  }>) {
    if (!columns) {
      const found = findColumns(Object.keys(record), options.columns);
      if (typeof found === 'string') {
        yield [{ file: source.name, line: 1, error: `${found}; say which with --map conversation_id=COLUMN` }];
        parser.destroy();
        return;
      }
      columns = found;
    }
    rows.push({ line: info.lines, values: record });
    if (rows.length < 1000) continue;
    yield [...skipped.splice(0), ...threads.add(source.name, rows, columns)];
    rows = [];
  }
  yield [...skipped.splice(0), ...(columns ? threads.add(source.name, rows, columns) : [])];
}

/** The separator that the header line uses most; a header holds names, so none of them occurs in it by chance. */
function delimiterOf(header: string): string {
  const counts = [',', ';', '\t'].map((delimiter) => ({ delimiter, count: header.split(delimiter).length }));
  return counts.toSorted((a, b) => b.count - a.count)[0]?.delimiter ?? ',';
}
