import type { TrainFlags } from '../train.js';
import { reports, type CommandLine, type ReportFlags } from './verb.js';

export function registerTrain({ verb, finish }: CommandLine): void {
  reports(verb('train', 'train the classifier; nothing happens when nothing changed'), ['table', 'json'])
    .option('--force', 'train even so')
    .action(async (flags: ReportFlags & TrainFlags) => {
      const { runTrain } = await import('../train.js');
      await finish(flags, (context) => runTrain(context, flags));
    });
}
