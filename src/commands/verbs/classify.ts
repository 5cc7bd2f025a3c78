import type { ClassifyFlags } from '../classify.js';
import type { CommandLine } from './verb.js';

export function registerClassify({ verb, finish }: CommandLine): void {
  verb('classify', 'utterances on standard input, intents as JSON Lines on standard output')
    .option('--split', 'also the parts of a message that asks for several things')
    .action(async (flags: ClassifyFlags) => {
      const { runClassify } = await import('../classify.js');
      await finish({}, (context) => runClassify(context, flags));
    });
}
