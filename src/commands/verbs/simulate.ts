import { InvalidArgumentError } from 'commander';
import type { SimulateFlags } from '../simulate.js';
import { reports, wholeNumber, type CommandLine, type ReportFlags } from './verb.js';

export function registerSimulate({ verb, finish }: CommandLine): void {
  reports(verb('simulate', 'replay scenarios and simulated customers; what is covered, who is served'), [
    'table',
    'json',
    'markdown',
    'junit',
    'csv',
    'html',
  ])
    .option('--filter <text>', 'only scenarios with this in their path or title')
    .option('--bail', 'stop at the first scenario that fails')
    .option('--shard <i/n>', 'only the i-th of n parts, to share the work out in CI', parseShard)
    .option('--seed <number>', 'another seed for variations and customers', wholeNumber(0, 2 ** 31))
    .option('--traffic <log>', 'weigh the coverage, and draw customers, by a log of conversations')
    .option('--customers <number>', 'simulate this many customers', wholeNumber(1, 10_000_000))
    .option('--agents <number>', 'people behind the hand-offs', wholeNumber(1, 10_000))
    .option('--arrivals <rate>', 'customers who write in an hour', positive)
    .option('--replay <log>', 'replay a log of conversations instead of the scenarios')
    .option('--workers <number>', 'threads: as many as there are cores where there is much to do', wholeNumber(1, 64))
    .action(async (flags: ReportFlags & SimulateFlags) => {
      const { runSimulate } = await import('../simulate.js');
      await finish(flags, (context) => runSimulate(context, flags));
    });
}

function parseShard(value: string): { readonly index: number; readonly of: number } {
  const [, index = 0, of = 0] = (/^(\d{1,4})\/(\d{1,4})$/.exec(value) ?? []).map(Number);
  if (index < 1 || index > of) throw new InvalidArgumentError('It is a part of a whole, such as 1/4.');
  return { index, of };
}

function positive(value: string): number {
  const number = Number(value);
  if (!(number > 0) || number === Infinity) throw new InvalidArgumentError('It is a number above 0.');
  return number;
}
