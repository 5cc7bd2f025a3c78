import { CsvError, parse } from 'csv-parse/sync';
import type { UtteranceFormat } from './format.js';

const COLUMNS = {
  text: ['text', 'utterance', 'query', 'sentence', 'example'],
  intent: ['intent', 'label', 'category'],
  language: ['lang', 'language', 'locale'],
};

/** CSV or TSV with a header line; an empty intent means out of scope. */
export const csv: UtteranceFormat = {
  name: 'csv',
  extensions: ['.csv', '.tsv'],
  read(text) {
    const delimiter = delimiterOf(text);
    let header: string[] = [];
    let records: { info: { lines: number }; record: Record<string, string> }[];
    try {
      records = parse(text, {
        bom: true,
        columns: (names: string[]) => (header = names.map((name) => name.trim().toLowerCase())),
        delimiter,
        // Tab-separated files know no quotes.
        quote: delimiter === '\t' ? null : '"',
        info: true,
        // Mixed line ends occur in files that were edited on several machines.
        record_delimiter: ['\r\n', '\n', '\r'],
        skip_empty_lines: true,
      });
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      const line = typeof error['lines'] === 'number' ? error['lines'] : 1;
      return { rows: [], problems: [{ code: 'import/row', severity: 'error', message: error.message, line }] };
    }
    const [textColumn, intentColumn, languageColumn] = Object.values(COLUMNS).map((names) =>
      names.find((name) => header.includes(name)),
    );
    if (textColumn === undefined || intentColumn === undefined) {
      return {
        rows: [],
        problems: [
          {
            code: 'import/columns',
            severity: 'error',
            message: `no column for the ${textColumn === undefined ? 'text' : 'intent'} among: ${header.join(', ')}`,
            hint: `name them "text" and "intent" (and "lang") in the first line`,
            line: 1,
          },
        ],
      };
    }
    const rows = records.map(({ info, record }) => ({
      line: info.lines,
      text: record[textColumn],
      intent: record[intentColumn]?.trim() === '' ? null : record[intentColumn],
      language: record[languageColumn ?? ''] || undefined,
    }));
    return { rows, problems: [] };
  },
};

/** The separator that the header line uses most; a header holds names, so none of them occurs in it by chance. */
function delimiterOf(text: string): string {
  const header = text.slice(0, text.indexOf('\n') === -1 ? text.length : text.indexOf('\n'));
  const counts = [',', ';', '\t'].map((delimiter) => ({ delimiter, count: header.split(delimiter).length }));
  return counts.toSorted((a, b) => b.count - a.count)[0]?.delimiter ?? ',';
}
