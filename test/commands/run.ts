import { Readable, Writable } from 'node:stream';
import { main } from '../../src/commands/main.js';

/** What a command line wrote, and its exit code. */
interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line in this process, without a terminal and with nothing on standard input. */
export async function runIn(folder: string, args: readonly string[], columns?: number): Promise<Ran> {
  const texts = { stdout: '', stderr: '' };
  const collect = (name: 'stdout' | 'stderr'): Writable =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        texts[name] += chunk.toString();
        done();
      },
    });
  const code = await main(args, {
    stdin: Readable.from([]),
    stdout: Object.assign(collect('stdout'), columns === undefined ? {} : { columns }),
    stderr: collect('stderr'),
    env: { KB_PRIVACY_KEY: 'a key of the tests', HOME: folder },
    cwd: folder,
    now: new Date('2026-11-23T23:30:00Z'),
  });
  return { code, ...texts };
}
