import { readFileSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { KbError } from '../problem.js';
import type { AskFlags } from './ask.js';
import type { CheckFlags } from './check.js';
import type { ClassifyFlags } from './classify.js';
import type { Context, Outcome } from './context.js';
import type { EvalFlags } from './eval.js';
import type { ExplainFlags } from './explain.js';
import type { ImportFlags } from './import.js';
import type { InitFlags } from './init.js';
import type { LintFlags } from './lint.js';
import type { LogsExportFlags, LogsImportFlags, LogsSqlFlags } from './logs.js';
import type { NewArticleFlags, NewIntentFlags, NewScenarioFlags } from './new.js';
import type { ChatFlags } from './chat.js';
import type { SearchFlags } from './search.js';
import type { SimulateFlags } from './simulate.js';
import type { TrainFlags } from './train.js';

/** The world as `main` finds it; tests bring another one. */
export interface World {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly now: Date;
}

interface GlobalFlags {
  readonly C?: string;
  readonly color: boolean;
  readonly debug?: boolean;
}

/** What every verb with a report takes. */
interface ReportFlags {
  readonly output?: string;
  readonly today?: string;
}

/**
 * Runs one command line.
 *
 * @param args - the arguments after `kb`.
 * @returns the exit code: 0 all is well; 1 findings or a missed goal; 2 wrong usage, or input that cannot be read.
 */
export async function main(args: readonly string[], given?: World): Promise<number> {
  let world: World;
  try {
    world = given ?? thisProcess();
  } catch {
    process.stderr.write('kb: the current folder is gone\n');
    return 2;
  }
  const { stdout, stderr } = world;
  // `kb classify | head -1`: the reader has gone, there is nobody left to tell.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    stderr.write(`kb: the result cannot be written: ${error.message}\n`);
    process.exit(2);
  });
  stderr.on('error', () => undefined);
  let exitCode = 0;
  const program = commandLine(world, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof KbError) {
      const { problemLine } = await import('../reporting/index.js');
      const style = { color: useColor(world, program.opts<GlobalFlags>(), stderr), width: 100 };
      for (const problem of error.problems) stderr.write(`${problemLine(problem, style)}\n`);
      return 2;
    }
    if ((error as Error).name === 'ExitPromptError') {
      stderr.write('kb: left without an answer, nothing was changed\n');
      return 2;
    }
    const debug = program.opts<GlobalFlags>().debug === true;
    const { message, stack } = error as Error;
    stderr.write(`kb: internal error, a bug of ours: ${debug ? stack : `${message} (--debug shows where)`}\n`);
    return 2;
  }
}

function thisProcess(): World {
  const { stdin, stdout, stderr, env } = process;
  return { stdin, stdout, stderr, env, cwd: process.cwd(), now: new Date() };
}

function useColor({ env }: World, flags: GlobalFlags, stream: { readonly isTTY?: boolean }): boolean {
  return flags.color && !env['NO_COLOR'] && stream.isTTY === true && env['TERM'] !== 'dumb';
}

/**
 * The verbs and their flags, and nothing else: each verb is imported when it runs, since the schemas and parsers behind
 * them cost more than twice the start of Node.js, which `kb --help` must not pay.
 */
function commandLine(world: World, exit: (code: number) => void): Command {
  const program = new Command('kb')
    .description('Lint, train, evaluate and launch an automated customer service from plain text files.')
    .version(ownVersion(), '-V, --version')
    .option('-C <dir>', 'the workspace; otherwise the current folder, ./kb, or one above')
    .option('--no-color', 'no colours')
    .option('--debug', 'show where an internal error happened')
    .configureOutput({ writeOut: (text) => world.stdout.write(text), writeErr: (text) => world.stderr.write(text) })
    .showHelpAfterError('(kb --help lists what there is)')
    .exitOverride();

  const contextFor = (flags: ReportFlags): Context => {
    const globals = program.opts<GlobalFlags>();
    return {
      stdin: world.stdin,
      stdout: world.stdout,
      stderr: world.stderr,
      env: world.env,
      cwd: world.cwd,
      workspace: globals.C,
      today: flags.today ?? world.now.toISOString().slice(0, 10),
      interactive: world.stdin.isTTY === true && world.stdout.isTTY === true,
      progress: world.stderr.isTTY === true,
      color: flags.output === undefined && useColor(world, globals, world.stdout),
      width: world.stdout.columns ?? 100,
    };
  };
  /** Runs a verb and ends it: writes its result, says why a gate failed. */
  const finish = async (flags: ReportFlags, run: (context: Context) => Promise<Outcome>): Promise<void> => {
    const context = contextFor(flags);
    const { output, exitCode, reason } = await run(context);
    if (flags.output === undefined) world.stdout.write(output);
    else await writeOutput(world.cwd, flags.output, output);
    if (reason !== undefined) world.stderr.write(`kb: ${reason}\n`);
    exit(exitCode);
  };
  const verb = (name: string, description: string): Command => program.command(name).description(description);

  verb('init', 'make a new workspace')
    .argument('[dir]', 'its folder', '.')
    .option('--name <name>', "the service's name")
    .option('--languages <tags>', 'its languages, the default one first: en,zh')
    .option('--empty', 'no example content, no questions')
    .action(async (dir: string, flags: ReportFlags & InitFlags) => {
      const { runInit } = await import('./init.js');
      await finish(flags, (context) => runInit(context, dir, flags));
    });

  const create = program.command('new').description('make a new article, intent or scenario');
  create
    .command('intent')
    .argument('[name]', 'such as order.track')
    .option('--title <question>', 'the question as a customer would read it')
    .addOption(new Option('--tier <tier>', 'who answers').choices(['simple', 'medium', 'complex']))
    .option('--article <id>', 'the article that answers it')
    .option('--owner <team>', 'who looks after it')
    .action(async (name: string | undefined, flags: ReportFlags & NewIntentFlags) => {
      const { runNewIntent } = await import('./new.js');
      await finish(flags, (context) => runNewIntent(context, name, flags));
    });
  create
    .command('article')
    .argument('[id]', 'its path below articles/, such as orders/track-an-order')
    .option('--title <title>', 'its title')
    .option('--intent <name...>', 'the intents that it answers')
    .option('--owner <team>', 'who looks after it')
    .addOption(today())
    .action(async (id: string | undefined, flags: ReportFlags & NewArticleFlags) => {
      const { runNewArticle } = await import('./new.js');
      await finish(flags, (context) => runNewArticle(context, id, flags));
    });
  create
    .command('scenario')
    .argument('[name]', 'its file name below scenarios/, such as late-parcel')
    .option('--title <sentence>', 'what happens')
    .option('--intent <name>', 'what the customer wants first')
    .option('--from <log#id>', "a logged conversation's turns, as a test of what happens now")
    .action(async (name: string | undefined, flags: ReportFlags & NewScenarioFlags) => {
      const { runNewScenario } = await import('./new.js');
      await finish(flags, (context) => runNewScenario(context, name, flags));
    });

  verb('import', 'bring labelled utterances in from JSON Lines or CSV, or articles from a folder of Markdown')
    .argument('<file>', '{"text", "intent", "lang"} a line, or columns of these names; intent null = out of scope')
    .option('--heldout', 'keep them for evaluation instead of training on them')
    .option('--lang <tag>', 'the language of rows that name none')
    .addOption(
      new Option('--from <format>', 'its format, where the name does not tell').choices([
        'jsonl',
        'csv',
        'markdown',
        'guidelines',
      ]),
    )
    .option('--owner <team>', 'who looks after imported articles')
    .action(async (file: string, flags: ReportFlags & ImportFlags) => {
      const { runImport } = await import('./import.js');
      await finish(flags, (context) => runImport(context, file, flags));
    });

  reports(verb('lint', 'check everything that people wrote'), [
    'table',
    'compact',
    'json',
    'sarif',
    'junit',
    'github',
    'gitlab',
    'markdown',
    'html',
  ])
    .argument('[paths...]', 'only what is found in these files and folders, or has to do with them')
    .option('--rule <id...>', 'only these rules, even those that are off')
    .option('--changed <revision>', 'only what differs from a git revision')
    .option('--quiet', 'show errors only')
    .option('--max-warnings <n>', 'fail with more warnings', parseCount)
    .option('--fix', 'mend what is safe to mend')
    .option('--fix-suggestions', 'mend more, with a question before each change')
    .option('--yes', 'answer the questions of --fix-suggestions with yes')
    .option('--dry-run', 'print what --fix would change, as a diff')
    .option('--update-baseline', 'write the findings of today to lint-baseline.json: from now on only new ones count')
    .option('--no-baseline', 'count old findings, too')
    .option('--model', 'also the rules that train a classifier')
    .option('--online', 'also ask whether external links work')
    .option('--no-cache', 'read everything anew')
    .option('--watch', 'run again whenever a file changes')
    .addOption(today())
    .option('--list-rules', 'the rules there are')
    .action(async (paths: readonly string[], flags: ReportFlags & LintFlags) => {
      const { runLint } = await import('./lint.js');
      await finish(flags, (context) => runLint(context, paths, flags));
    });

  reports(verb('train', 'train the classifier; nothing happens when nothing changed'), ['table', 'json'])
    .option('--force', 'train even so')
    .action(async (flags: ReportFlags & TrainFlags) => {
      const { runTrain } = await import('./train.js');
      await finish(flags, (context) => runTrain(context, flags));
    });

  reports(verb('eval', 'measure the classifier on held-out utterances'), ['table', 'json', 'markdown'])
    .option('--folds <k>', 'cross-validate in k folds instead of using heldout/', parseFolds)
    .option('--learning-curve', 'what a quarter, half and all of the utterances give, and what more would bring')
    .action(async (flags: ReportFlags & EvalFlags) => {
      const { runEval } = await import('./eval.js');
      await finish(flags, (context) => runEval(context, flags));
    });

  verb('classify', 'utterances on standard input, intents as JSON Lines on standard output')
    .option('--split', 'also the parts of a message that asks for several things')
    .action(async (flags: ClassifyFlags) => {
      const { runClassify } = await import('./classify.js');
      await finish({}, (context) => runClassify(context, flags));
    });

  speaker(reports(verb('ask', 'what the service does with one question, and why'), ['table', 'json', 'markdown']))
    .argument('<text>', 'what the customer says')
    .action(async (text: string, flags: ReportFlags & AskFlags) => {
      const { runAsk } = await import('./ask.js');
      await finish(flags, (context) => runAsk(context, text, flags));
    });

  reports(verb('explain', 'why an utterance is recognised as it is; or what a lint rule means'), ['table', 'json'])
    .argument('<text>', "what a customer says, or a rule's id such as utt/duplicate")
    .action(async (text: string, flags: ReportFlags & ExplainFlags) => {
      const { runExplain } = await import('./explain.js');
      await finish(flags, (context) => runExplain(context, text, flags));
    });

  speaker(verb('chat', 'a conversation with the service in the terminal'))
    .option('--history <file>', 'keep the conversation, with the rating at its end, in this JSON Lines file')
    .action(async (flags: ReportFlags & ChatFlags) => {
      const { runChat } = await import('./chat.js');
      await finish(flags, (context) => runChat(context, flags, world));
    });

  reports(verb('search', 'the articles that fit a question'), ['table', 'json'])
    .argument('<text>', 'the question')
    .option('-n, --limit <count>', 'articles at most', wholeNumber(1, 1000), 5)
    .action(async (text: string, flags: ReportFlags & SearchFlags) => {
      const { runSearch } = await import('./search.js');
      await finish(flags, (context) => runSearch(context, text, flags));
    });

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
    .action(async (flags: ReportFlags & SimulateFlags) => {
      const { runSimulate } = await import('./simulate.js');
      await finish(flags, (context) => runSimulate(context, flags));
    });

  reports(verb('check', 'lint, train, evaluate, simulate, goals: the one gate for CI'), ['table', 'json'])
    .addOption(today())
    .action(async (flags: ReportFlags & CheckFlags) => {
      const { runCheck } = await import('./check.js');
      await finish(flags, (context) => runCheck(context, flags));
    });

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
      const { runLogsImport } = await import('./logs.js');
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
      const { runLogsSql } = await import('./logs.js');
      await finish({ today: flags.today ?? '' }, (context) => runLogsSql(context, query, flags));
    });
  reports(logs.command('export').description('imported conversations as files for other programs'), [
    'jsonl',
    'csv',
    'parquet',
  ])
    .option('--customer <id>', "one customer's: the id as the log had it, or the pseudonym")
    .action(async (flags: ReportFlags & LogsExportFlags) => {
      const { runLogsExport } = await import('./logs.js');
      await finish({}, (context) => runLogsExport(context, flags));
    });
  logs
    .command('forget')
    .description('erase customers: from the store, from what was mined, from utterances that came from them')
    .argument('<customer...>', 'the id as the log had it, or the pseudonym')
    .action(async (customers: string[], flags: ReportFlags) => {
      const { runLogsForget } = await import('./logs.js');
      await finish(flags, (context) => runLogsForget(context, customers));
    });

  verb('redact', 'text on standard input, without its personal data on standard output').action(async () => {
    const { runRedact } = await import('./redact.js');
    await finish({}, runRedact);
  });

  reports(verb('why', 'an intent, article, scenario, goal or team with all that is tied to it, and what is missing'), [
    'table',
    'json',
  ])
    .argument('<name>', 'such as order.track or orders/track-an-order')
    .addOption(today())
    .action(async (name: string, flags: ReportFlags & { format: 'table' | 'json' }) => {
      const { runWhy } = await import('./why.js');
      await finish(flags, (context) => runWhy(context, name, flags));
    });

  reports(verb('graph', 'everything that people wrote and how it hangs together'), ['mermaid', 'dot', 'json']).action(
    async (flags: ReportFlags & { format: 'mermaid' | 'dot' | 'json' }) => {
      const { runGraph } = await import('./why.js');
      await finish(flags, (context) => runGraph(context, flags));
    },
  );

  verb('schema', 'JSON Schemas of the formats, for editors')
    .addArgument(
      new Argument('[format]', 'one of them; all without it').choices(['kb', 'article', 'intent', 'scenario']),
    )
    .action(async (format: string | undefined) => {
      const { runSchema } = await import('./schema.js');
      await finish({}, () => runSchema(format));
    });

  return program;
}

function reports(command: Command, formats: readonly string[]): Command {
  return command
    .addOption(new Option('-f, --format <format>', 'how to report').choices(formats).default(formats[0]))
    .option('-o, --output <file>', 'write the report to a file');
}

function ownVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return version;
}

/** Who speaks, and where. */
function speaker(command: Command): Command {
  return command
    .option('--as <segment>', 'as a customer of this segment (the first of kb.yaml)')
    .option('--channel <channel>', 'by this channel (the first of kb.yaml)')
    .option('--lang <tag>', "in this language, where the words don't tell")
    .option('--fact <name=value...>', 'what is known of the case');
}

function wholeNumber(least: number, most: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (!/^\d+$/.test(value) || number < least || number > most) {
      throw new InvalidArgumentError(`It is a whole number from ${least} to ${most}.`);
    }
    return number;
  };
}

function positive(value: string): number {
  const number = Number(value);
  if (!(number > 0) || number === Infinity) throw new InvalidArgumentError('It is a number above 0.');
  return number;
}

function parseShard(value: string): { readonly index: number; readonly of: number } {
  const [, index = 0, of = 0] = (/^(\d{1,4})\/(\d{1,4})$/.exec(value) ?? []).map(Number);
  if (index < 1 || index > of) throw new InvalidArgumentError('It is a part of a whole, such as 1/4.');
  return { index, of };
}

function today(): Option {
  return new Option('--today <date>', 'hold dates against this day').argParser(parseDay);
}

async function writeOutput(cwd: string, file: string, output: string): Promise<void> {
  const { writeOutputFile } = await import('../workspace/index.js');
  await writeOutputFile(cwd, file, output);
}

function parseDay(value: string): string {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(`${value}T00:00:00Z`) : undefined;
  // JavaScript takes 31 February for 3 March.
  if (day === undefined || Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== value) {
    throw new InvalidArgumentError('It is a day such as 2026-10-01.');
  }
  return value;
}

function parseCount(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError('It is a whole number.');
  return Number(value);
}

function parsePairs(value: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const [name = '', ...column] = value.split('=');
  if (name === '' || column.length === 0) throw new InvalidArgumentError('It is a pair such as text="Message body".');
  return { ...before, [name.trim()]: column.join('=').trim() };
}

function parseFolds(value: string): number {
  const folds = Number(value);
  if (!Number.isInteger(folds) || folds < 2 || folds > 50)
    throw new InvalidArgumentError('It is a whole number from 2 to 50.');
  return folds;
}
