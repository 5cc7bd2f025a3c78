import type { LoggedConversation } from './conversation.js';
import type { Source } from './source.js';

/** A conversation with the place where it begins, or what could not be read there. */
export type Item =
  | { readonly file: string; readonly line: number; readonly conversation: LoggedConversation }
  | { readonly file: string; readonly line: number; readonly error: string };

export interface FormatOptions {
  /** Columns of CSV by the names of the canonical ones: `{ text: 'Message body' }`. */
  readonly columns: Readonly<Record<string, string>>;
  /** Addresses, names or ids of those who answer for the service, where a format does not tell: mail, chats. */
  readonly agents: readonly string[];
  /** For ids that would name somebody: `c_` and hexadecimal digits. */
  readonly pseudonym: (id: string) => string;
  /** Whether 03/04 is 4 March, where no date of a file settles it. */
  readonly monthFirst: boolean | undefined;
}

/** One format of conversation logs. To add one: a file that exports such an object, and a line in the registry. */
export interface LogFormat {
  readonly name: string;
  /** For people: what exports look like this. */
  readonly title: string;
  /** Whether a file with this beginning, and this name, is one. */
  detect(head: string, name: string): boolean;
  /** Reads all the files of one import together: threads and tables go across files. In bounded memory. */
  read(sources: readonly Source[], options: FormatOptions): AsyncIterable<readonly Item[]>;
}

/** Whether text begins as JSON in which all of these keys stand; inside a string a key's quotes would be escaped. */
export function hasKeys(head: string, ...keys: readonly string[]): boolean {
  return /^\s*[[{]/.test(head) && keys.every((key) => new RegExp(`"${key}"\\s*:`).test(head));
}
