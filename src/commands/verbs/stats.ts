import { Option } from 'commander';
import type { StatsFlags } from '../stats.js';
import { parseDay, reports, today, type CommandLine, type ReportFlags } from './verb.js';

export function registerStats({ verb, finish }: CommandLine): void {
  reports(
    verb('stats', 'figures from the imported conversations: who was helped, how fast, where it hurts, what comes next'),
    ['table', 'json', 'csv', 'markdown', 'html', 'openmetrics', 'parquet', 'jsonl'],
  )
    .option('--gate', 'exit code 1 when a goal under goals.stats is missed')
    .addOption(new Option('--since <date>', 'conversations that began on this day or later').argParser(parseDay))
    .addOption(new Option('--until <date>', 'conversations that began on this day or before').argParser(parseDay))
    .option('--channel <name...>', 'only by these channels')
    .option('--segment <name...>', 'only of customers of these segments')
    .option('--language <tag...>', 'only in these languages')
    .option(
      '--sql <query>',
      'one SELECT over what the figures are computed from: cases, episodes, questions, asked, topics',
    )
    .addOption(today())
    .action(async (flags: ReportFlags & StatsFlags) => {
      const { runStats } = await import('../stats.js');
      // Parquet writes its own file: it is no text.
      const { today: day = '' } = flags;
      await finish(flags.format === 'parquet' ? (day === '' ? {} : { today: day }) : flags, (context) =>
        runStats(context, flags),
      );
    });
}
