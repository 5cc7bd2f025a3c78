import { Option } from 'commander';
import type { NewArticleFlags, NewIntentFlags, NewScenarioFlags } from '../new.js';
import { today, type CommandLine, type ReportFlags } from './verb.js';

export function registerNew({ program, finish }: CommandLine): void {
  const create = program.command('new').description('make a new article, intent or scenario');
  create
    .command('intent')
    .argument('[name]', 'such as order.track')
    .option('--title <question>', 'the question as a customer would read it')
    .addOption(new Option('--tier <tier>', 'who answers').choices(['simple', 'medium', 'complex']))
    .option('--article <id>', 'the article that answers it')
    .option('--owner <team>', 'who looks after it')
    .action(async (name: string | undefined, flags: ReportFlags & NewIntentFlags) => {
      const { runNewIntent } = await import('../new.js');
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
      const { runNewArticle } = await import('../new.js');
      await finish(flags, (context) => runNewArticle(context, id, flags));
    });
  create
    .command('scenario')
    .argument('[name]', 'its file name below scenarios/, such as late-parcel')
    .option('--title <sentence>', 'what happens')
    .option('--intent <name>', 'what the customer wants first')
    .option('--from <log#id>', "a logged conversation's turns, as a test of what happens now")
    .action(async (name: string | undefined, flags: ReportFlags & NewScenarioFlags) => {
      const { runNewScenario } = await import('../new.js');
      await finish(flags, (context) => runNewScenario(context, name, flags));
    });
}
