import { Option } from 'commander';
import type { ImportFlags } from '../import.js';
import type { CommandLine, ReportFlags } from './verb.js';

export function registerImport({ verb, finish }: CommandLine): void {
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
      const { runImport } = await import('../import.js');
      await finish(flags, (context) => runImport(context, file, flags));
    });
}
