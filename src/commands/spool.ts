import { closeSync, createReadStream, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Characters kept in memory; what is more goes to a file. */
const MOST_IN_MEMORY = 4 * 2 ** 20;

/** Text that is put aside piece by piece and read once, when all is there: in flat memory, however much it is. */
export class Spool implements AsyncIterable<string> {
  #pieces: string[] = [];
  #length = 0;
  #file: Overflow | undefined;

  add(piece: string): void {
    this.#pieces.push(piece);
    this.#length += piece.length;
    if (this.#length <= MOST_IN_MEMORY) return;
    this.#file ??= openOverflow();
    writeSync(this.#file.descriptor, this.#pieces.join(''));
    this.#pieces = [];
    this.#length = 0;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string> {
    try {
      if (this.#file) {
        const { descriptor: fd } = this.#file;
        yield* createReadStream('', { fd, start: 0, autoClose: false, encoding: 'utf8' }) as AsyncIterable<string>;
      }
      yield this.#pieces.join('');
    } finally {
      this.#file?.close();
    }
  }
}

interface Overflow {
  readonly descriptor: number;
  readonly close: () => void;
}

/** A file without a name, where the system knows such: what ends the program ends it, too. */
function openOverflow(): Overflow {
  const folder = mkdtempSync(path.join(tmpdir(), 'kb-'));
  const descriptor = openSync(path.join(folder, 'rows'), 'wx+', 0o600);
  const remove = (): void => {
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Windows keeps a file as long as it is open.
    }
  };
  remove();
  return {
    descriptor,
    close: () => {
      closeSync(descriptor);
      remove();
    },
  };
}
