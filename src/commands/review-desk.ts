import type { ReadStream } from 'node:tty';
import type { Context } from './context.js';

/** Something to choose from a list. */
export interface Option {
  readonly value: string;
  readonly description?: string;
}

/** How a person is shown things and asked. Where an answer is `undefined`, he went back without one. */
export interface Desk {
  /** Shows a screen in place of the one before. */
  show(screen: string): void;
  /** One key, without Enter; `undefined` for Ctrl-C, or where there is nobody any more. */
  key(): Promise<string | undefined>;
  input(message: string, preset?: string): Promise<string | undefined>;
  /** One of a list that can be searched by typing. */
  choose(message: string, options: readonly Option[]): Promise<string | undefined>;
  /** Any number of lines, by index. */
  pick(message: string, lines: readonly string[], preset: readonly number[]): Promise<readonly number[] | undefined>;
  /** Leaves the terminal as it was. */
  close(): void;
}

const CLEAR = '\u001b[2J\u001b[3J\u001b[H';

/** The terminal that `kb` was started on. */
export function terminalDesk(context: Context): Desk {
  const { stdout } = context;
  const stdin = context.stdin as ReadStream;
  const prompt = async <T>(question: Record<string, unknown>): Promise<T | undefined> => {
    const { default: inquirer } = await import('inquirer');
    try {
      const answers: unknown = await inquirer.prompt([{ name: 'answer', ...question } as never]);
      return (answers as { readonly answer: T }).answer;
    } catch (error) {
      if ((error as Error).name === 'ExitPromptError') return undefined;
      throw error;
    }
  };
  return {
    show: (screen) => void stdout.write(CLEAR + screen),
    close: () => void stdin.setRawMode(false),
    key: keyReader(stdin),
    input: (message, preset) =>
      prompt({ type: 'input', message, ...(preset !== undefined && { default: preset, prefill: 'editable' }) }),
    choose: (message, options) =>
      prompt({
        type: 'search',
        message,
        pageSize: 10,
        source: (term: string | undefined) =>
          matching(options, term ?? '').map(({ value, description }) => ({
            value,
            name: value,
            ...(description !== undefined && { description }),
          })),
      }),
    pick: (message, lines, preset) =>
      prompt({
        type: 'checkbox',
        message,
        pageSize: 15,
        loop: false,
        choices: lines.map((name, value) => ({
          name,
          value,
          short: String(value + 1),
          checked: preset.includes(value),
        })),
      }),
  };
}

/** Those whose name or description holds all the words, in their order. */
export function matching(options: readonly Option[], term: string): readonly Option[] {
  const words = term.toLowerCase().split(/\s+/).filter(Boolean);
  return options.filter(({ value, description = '' }) => {
    const text = `${value} ${description}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Reads single keys; what is typed while nobody reads is kept for the next time. */
function keyReader(stdin: ReadStream): () => Promise<string | undefined> {
  let typed: string[] = [];
  return async () => {
    if (typed.length === 0) {
      // It stays raw until `close`: a key that comes in between would else wait for Enter.
      stdin.setRawMode(true);
      typed = await nextKeys(stdin);
    }
    const key = typed.shift();
    return key === undefined || key === '\u0003' || key === '\u0004' ? undefined : key.toLowerCase();
  };
}

/** The keys of the next chunk; an arrow or another key that sends an escape sequence is one, which means nothing here. */
async function nextKeys(stdin: ReadStream): Promise<string[]> {
  stdin.resume();
  try {
    return await new Promise((resolve) => {
      const end = (): void => {
        stdin.off('data', take);
        resolve([]);
      };
      const take = (chunk: Buffer | string): void => {
        stdin.off('end', end);
        const text = chunk.toString();
        resolve(text.startsWith('\u001b') ? ['\u001b'] : Array.from(text));
      };
      stdin.once('data', take);
      stdin.once('end', end);
    });
  } finally {
    stdin.pause();
  }
}
