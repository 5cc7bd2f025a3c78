import { readParquet } from '../duckdb.js';
import type { LogFormat } from '../format.js';
import { batches } from './batches.js';
import { findColumns, RowThreads } from './rows.js';

/** Parquet, one turn a row, with the columns of `kb logs export --format parquet` or those of a mapping. */
export const parquet: LogFormat = {
  name: 'parquet',
  title: 'Parquet with columns conversation_id, role, text, …',
  detect: (head) => head.startsWith('PAR1'),
  async *read(sources, options) {
    const threads = new RowThreads();
    for (const source of sources) {
      if (source.path === undefined) {
        yield [{ file: source.name, line: 1, error: 'Parquet inside an archive: unpack it first' }];
        continue;
      }
      let line = 0;
      try {
        for await (const { columns: titles, rows } of readParquet(source.path)) {
          const columns = findColumns(titles, options.columns);
          if (typeof columns === 'string') {
            yield [{ file: source.name, line: 1, error: columns }];
            break;
          }
          const from = line;
          line += rows.length;
          yield [
            ...threads.add(
              source.name,
              rows.map((values, index) => ({ line: from + index + 1, values })),
              columns,
            ),
          ];
        }
      } catch (error) {
        yield [
          {
            file: source.name,
            line,
            error: `broken Parquet: ${(error as Error).message.split('\n')[0]?.slice(0, 100)}`,
          },
        ];
      }
    }
    yield* batches(threads.rest());
  },
};
