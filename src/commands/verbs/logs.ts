import { InvalidArgumentError } from 'commander';
import type { LogsExportFlags, LogsImportFlags, LogsSqlFlags } from '../logs.js';
import { reports, today, type CommandLine, type ReportFlags } from './verb.js';

export function registerLogs({ program, finish }: CommandLine): void {
  const logs = program.command('logs').description('conversations: import, query, export, forget');
  reports(logs.command('import').description('bring conversation logs in, redacted'), ['table', 'json'])
    .argument('<file...>', 'exports of chat, ticket and mail systems; .gz, .zip and folders too')
    .option('--from <format>', 'its format, where the content does not tell')
    .option('--map <column...>', 'columns of a table: text="Message body"', parsePairs)
    .option(
      '--agent <who...>',
      "who answers for the service, in mail and chats: an address, @a.domain, a name, a user's id",
    )
    .option('--encoding <name>', 'of files that are not UTF-8: gb18030, windows-1252, …')
    .option('--month-first', '03/04 is 4 March, where no date of a chat settles it')
    .option('--day-first', '03/04 is 3 April')
    .option('--id-prefix <text>', 'put before every id, where two systems number alike', '')
    .addOption(today())
    .action(async (files: string[], flags: ReportFlags & LogsImportFlags) => {
      const { runLogsImport } = await import('../logs.js');
      await finish(flags, (context) => runLogsImport(context, files, flags));
    });
  reports(logs.command('sql').description('one SELECT over the tables conversations and turns'), [
    'table',
    'json',
    'jsonl',
    'csv',
  ])
    .argument('<query>', 'such as "SELECT channel, count(*) FROM conversations GROUP BY ALL"')
    .action(async (query: string, flags: ReportFlags & LogsSqlFlags) => {
      const { runLogsSql } = await import('../logs.js');
      await finish({ today: flags.today ?? '' }, (context) => runLogsSql(context, query, flags));
    });
  reports(logs.command('export').description('imported conversations as files for other programs'), [
    'jsonl',
    'csv',
    'parquet',
  ])
    .option('--customer <id>', "one customer's: the id as the log had it, or the pseudonym")
    .action(async (flags: ReportFlags & LogsExportFlags) => {
      const { runLogsExport } = await import('../logs.js');
      await finish({}, (context) => runLogsExport(context, flags));
    });
  logs
    .command('forget')
    .description('erase customers: from the store, from what was mined, from utterances that came from them')
    .argument('<customer...>', 'the id as the log had it, or the pseudonym')
    .action(async (customers: string[], flags: ReportFlags) => {
      const { runLogsForget } = await import('../logs.js');
      await finish(flags, (context) => runLogsForget(context, customers));
    });
}

function parsePairs(value: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const [name = '', ...column] = value.split('=');
  if (name === '' || column.length === 0) throw new InvalidArgumentError('It is a pair such as text="Message body".');
  return { ...before, [name.trim()]: column.join('=').trim() };
}
