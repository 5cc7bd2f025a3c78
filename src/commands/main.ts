import { once } from 'node:events';
import { Command, CommanderError } from 'commander';
import { KbError } from '../problem.js';
import type { Context, Outcome } from './context.js';
import { programVersion } from './program.js';
import { verbs } from './verbs/index.js';
import type { CommandLine, ReportFlags, World } from './verbs/verb.js';

interface GlobalFlags {
  readonly C?: string;
  readonly color: boolean;
  readonly debug?: boolean;
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

/** The global flags, and the verbs, which register themselves. */
function commandLine(world: World, exit: (code: number) => void): Command {
  const program = new Command('kb')
    .description('Lint, train, evaluate and launch an automated customer service from plain text files.')
    .version(programVersion(), '-V, --version')
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
  const finish = async (flags: ReportFlags, run: (context: Context) => Promise<Outcome>): Promise<void> => {
    const context = contextFor(flags);
    const { output, exitCode, reason } = await run(context);
    if (flags.output !== undefined) await writeOutput(world.cwd, flags.output, output);
    else if (typeof output === 'string') world.stdout.write(output);
    else for await (const piece of output) if (!world.stdout.write(piece)) await once(world.stdout, 'drain');
    if (reason !== undefined) world.stderr.write(`kb: ${reason}\n`);
    exit(exitCode);
  };
  const line: CommandLine = {
    program,
    world,
    verb: (name, description) => program.command(name).description(description),
    finish,
  };
  for (const register of verbs) register(line);
  return program;
}

async function writeOutput(cwd: string, file: string, output: Outcome['output']): Promise<void> {
  const { writeOutputFile } = await import('../workspace/index.js');
  await writeOutputFile(cwd, file, output);
}
