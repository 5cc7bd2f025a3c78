import type { MiningReport } from '../mining/index.js';
import { printable } from '../text/index.js';
import { count, quote, table, type Style } from './style.js';

export const miningReporters = {
  /** `kb.mine/1`: what there is per utterance only where members are asked for. */
  json({ clusters, singles, ...report }: MiningReport): string {
    const membersOf = (utterances: MiningReport['singles']['utterances']) => {
      const members = utterances.flatMap((one) => one.members ?? []);
      return members.length > 0 ? { members } : {};
    };
    const contract = {
      schema: 'kb.mine/1',
      ...report,
      clusters: clusters.map(({ utterances, ...cluster }) => ({ ...cluster, ...membersOf(utterances) })),
      singles: { count: singles.count, ...membersOf(singles.utterances) },
    };
    return `${JSON.stringify(contract, null, 2)}\n`;
  },

  table(report: MiningReport, style: Style): string {
    const { turns, clusters, singles } = report;
    const width = Math.max(20, style.width - 60);
    const rows = clusters.map((cluster) => [
      cluster.id,
      String(cluster.size),
      String(cluster.customers),
      printable(cluster.name),
      cluster.suggestion.kind +
        (cluster.suggestion.intent === undefined ? '' : ` ${printable(cluster.suggestion.intent)}`),
      quote(cluster.typical[0] ?? '', width),
    ]);
    return [
      `${turns.unrecognised.toLocaleString('en')} of ${count(turns.total, 'customer turn')} not recognised: ${count(clusters.length, 'topic')}, ${count(singles.count, 'single')}`,
      ...(rows.length === 0
        ? []
        : [
            '',
            table(
              ['id', 'messages', 'customers', 'topic', 'suggestion', 'for example'],
              rows,
              ['left', 'right', 'right', 'left', 'left', 'left'],
              style,
            ),
          ]),
      '',
    ].join('\n');
  },
};
