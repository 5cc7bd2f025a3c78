import type { InitFlags } from '../init.js';
import type { CommandLine, ReportFlags } from './verb.js';

export function registerInit({ verb, finish }: CommandLine): void {
  verb('init', 'make a new workspace')
    .argument('[dir]', 'its folder', '.')
    .option('--name <name>', "the service's name")
    .option('--languages <tags>', 'its languages, the default one first: en,zh')
    .option('--empty', 'no example content, no questions')
    .action(async (dir: string, flags: ReportFlags & InitFlags) => {
      const { runInit } = await import('../init.js');
      await finish(flags, (context) => runInit(context, dir, flags));
    });
}
