import { lastMoment, type LoggedConversation } from './conversation.js';
import type { FormatOptions, Item, LogFormat } from './format.js';
import { logFormats } from './formats/registry.js';
import { KbError, type Problem } from '../problem.js';
import type { Source } from './source.js';
import type { Store } from './store.js';

/** Conversations, or turns of them, that go into the store together: enough to be quick, and little memory. */
const BATCH_TURNS = 20_000;
/** Skipped places that are listed; all are counted. */
const MOST_LISTED = 1000;

export interface ImportOptions extends FormatOptions {
  /** The format's name, where the content must not tell. */
  readonly format?: string | undefined;
  /** Put before every id: two systems may use the same numbers. */
  readonly idPrefix: string;
  /** Conversations that last went on before this moment are not kept. */
  readonly keepFrom: string;
  /** Makes a conversation fit to be stored: redacted, with a pseudonym. */
  readonly protect: (conversation: LoggedConversation) => LoggedConversation;
}

export interface Skipped {
  readonly file: string;
  readonly line: number;
  readonly error: string;
}

export interface ImportResult {
  readonly files: readonly { readonly file: string; readonly format: string | undefined }[];
  readonly conversations: number;
  readonly turns: number;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Older than the retention allows: read, and not kept. */
  readonly tooOld: number;
  /** Files that could not be read to their end; what came before is imported. */
  readonly problems: readonly Problem[];
  readonly skipped: { readonly count: number; readonly listed: readonly Skipped[] };
}

/** The format of a source, told by its beginning. */
function detectFormat(source: Source, format?: string): LogFormat | undefined {
  if (format !== undefined) return logFormats.find(({ name }) => name === format);
  return logFormats.find((candidate) => candidate.detect(source.head, source.name));
}

/** Conversations as they come, with the format they came in. */
interface ReadBatch {
  readonly format: string;
  readonly conversations: readonly LoggedConversation[];
}

/** What a reading of logs found beside conversations; filled while it goes on. */
export interface ReadNotes {
  readonly files: { readonly file: string; readonly format: string | undefined }[];
  readonly problems: Problem[];
  tooOld: number;
  skipped: number;
  readonly listed: Skipped[];
}

/**
 * Reads logs of any format, fit to be kept: redacted, with pseudonyms, and none that is too old. In bounded memory.
 *
 * @param notes - is told what could not be read.
 */
export async function* readLogs(
  sources: readonly Source[],
  options: ImportOptions,
  notes: ReadNotes,
): AsyncGenerator<ReadBatch> {
  const groups = new Map<LogFormat, Source[]>();
  const skip = (place: Skipped): void => {
    notes.skipped += 1;
    if (notes.listed.length < MOST_LISTED) notes.listed.push(place);
  };
  for (const source of sources) {
    const format = source.head.trim() === '' ? undefined : detectFormat(source, options.format);
    notes.files.push({ file: source.name, format: format?.name });
    if (format) groups.set(format, [...(groups.get(format) ?? []), source]);
    else if (source.head.trim() !== '') {
      skip({
        file: source.name,
        line: 1,
        error: `not a log that is known here: ${logFormats.map(({ name }) => name).join(', ')}`,
      });
    }
  }
  for (const [format, group] of groups) {
    for await (const items of readUntilBroken(format, group, options, notes.problems)) {
      const conversations: LoggedConversation[] = [];
      for (const item of items) {
        const conversation = accept(item, options);
        if (typeof conversation === 'string') skip({ file: item.file, line: item.line, error: conversation });
        else if ((lastMoment(conversation) ?? options.keepFrom) < options.keepFrom) notes.tooOld += 1;
        else conversations.push(conversation);
      }
      yield { format: format.name, conversations };
    }
  }
}

/**
 * Reads logs into the store. Each batch is stored whole or not at all, so that an interrupted import loses nothing, and
 * the next one completes it.
 */
export async function importLogs(
  sources: readonly Source[],
  store: Store,
  options: ImportOptions,
): Promise<ImportResult> {
  const notes: ReadNotes = { files: [], problems: [], tooOld: 0, skipped: 0, listed: [] };
  const total = { conversations: 0, turns: 0, added: 0, changed: 0, unchanged: 0 };
  let batch: LoggedConversation[] = [];
  let turns = 0;
  let current = '';
  // The database works on its own threads: while it stores one batch, the next one is read and redacted.
  let storing = Promise.resolve();
  const storeBatch = async (conversations: readonly LoggedConversation[], format: string): Promise<void> => {
    const { added, changed, unchanged } = await store.merge(conversations, format);
    total.added += added;
    total.changed += changed;
    total.unchanged += unchanged;
  };
  const flush = async (): Promise<void> => {
    await storing;
    const conversations = batch;
    batch = [];
    turns = 0;
    if (conversations.length === 0) return;
    storing = storeBatch(conversations, current);
    // Who awaits it is told of its failure; until then it is not unhandled.
    storing.catch(() => undefined);
  };
  for await (const { format, conversations } of readLogs(sources, options, notes)) {
    if (format !== current) await flush();
    current = format;
    for (const conversation of conversations) {
      batch.push(conversation);
      turns += conversation.turns.length + 1;
      total.conversations += 1;
      total.turns += conversation.turns.length;
      if (turns >= BATCH_TURNS) await flush();
    }
  }
  await flush();
  await storing;
  const { files, problems, tooOld, skipped, listed } = notes;
  return { files, ...total, tooOld, problems, skipped: { count: skipped, listed } };
}

/** A file that breaks in the middle ends there, and is told; the others of its format are still read. */
async function* readUntilBroken(
  format: LogFormat,
  sources: readonly Source[],
  options: ImportOptions,
  problems: Problem[],
): AsyncGenerator<readonly Item[]> {
  const guarded = sources.map((source): Source => ({
    ...source,
    async *open() {
      try {
        yield* source.open();
      } catch (error) {
        if (!(error instanceof KbError)) throw error;
        problems.push(...error.problems);
      }
    },
  }));
  yield* format.read(guarded, options);
}

function accept(item: Item, options: ImportOptions): LoggedConversation | string {
  if ('error' in item) return item.error;
  const { conversation } = item;
  return options.protect(
    options.idPrefix === '' ? conversation : { ...conversation, id: options.idPrefix + conversation.id },
  );
}
