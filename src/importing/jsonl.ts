import type { Problem } from '../problem.js';
import type { RawRow, UtteranceFormat } from './format.js';

/** JSON Lines: `{"text", "intent", "lang"}` a line; `language` is read like `lang`; other keys are ignored. */
export const jsonl: UtteranceFormat = {
  name: 'jsonl',
  extensions: ['.jsonl', '.ndjson'],
  read(text) {
    const rows: RawRow[] = [];
    const problems: Problem[] = [];
    for (const [index, line] of text.split('\n').entries()) {
      if (line.trim() === '') continue;
      let value: unknown;
      try {
        value = JSON.parse(line);
      } catch {
        value = undefined;
      }
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
        const row = value as Readonly<Record<string, unknown>>;
        rows.push({
          line: index + 1,
          text: row['text'],
          intent: row['intent'],
          language: row['lang'] ?? row['language'],
        });
      } else {
        problems.push({
          code: 'import/row',
          severity: 'error',
          message: 'not a JSON object',
          hint: 'one object a line: {"text": "…", "intent": "…", "lang": "en"}',
          line: index + 1,
        });
      }
    }
    return { rows, problems };
  },
};
