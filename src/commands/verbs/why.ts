import { reports, today, type CommandLine, type ReportFlags } from './verb.js';

export function registerWhy({ verb, finish }: CommandLine): void {
  reports(verb('why', 'an intent, article, scenario, goal or team with all that is tied to it, and what is missing'), [
    'table',
    'json',
  ])
    .argument('<name>', 'such as order.track or orders/track-an-order')
    .addOption(today())
    .action(async (name: string, flags: ReportFlags & { format: 'table' | 'json' }) => {
      const { runWhy } = await import('../why.js');
      await finish(flags, (context) => runWhy(context, name, flags));
    });

  reports(verb('graph', 'everything that people wrote and how it hangs together'), ['mermaid', 'dot', 'json']).action(
    async (flags: ReportFlags & { format: 'mermaid' | 'dot' | 'json' }) => {
      const { runGraph } = await import('../why.js');
      await finish(flags, (context) => runGraph(context, flags));
    },
  );
}
