import type { MinedCluster, MiningReport, RunComparison } from '../mining/index.js';
import { printable } from '../text/index.js';
import { csvLine } from './logs.js';
import { escapeMarkdown } from './markup.js';
import { colors, count, percent, quote, table, type Style } from './style.js';
import { jsonText } from './json.js';

/** Everything that `kb mine` says. */
export interface MineReport extends MiningReport {
  /** Only where it was asked for. */
  readonly comparison?: RunComparison;
}

export const miningReporters = {
  /** `kb.mine/1`: the turns' ids only where members are asked for. */
  json({ clusters, singles, ...report }: MineReport): string {
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
    return jsonText(contract);
  },

  table(report: MineReport, style: Style): string {
    const { clusters } = report;
    const width = Math.max(20, style.width - 80);
    const rows = clusters.map((cluster) => [
      cluster.id,
      String(cluster.size),
      String(cluster.conversations),
      String(cluster.customers),
      growthText(cluster.growth),
      printable(cluster.name),
      suggestionText(cluster),
      quote(cluster.typical[0] ?? '', width),
    ]);
    const head = ['id', 'messages', 'conversations', 'customers', 'a week', 'topic', 'suggestion', 'for example'];
    const align = ['left', 'right', 'right', 'right', 'right', 'left', 'left', 'left'] as const;
    return [
      summaryText(report),
      ...(rows.length === 0 ? [] : ['', table(head, rows, [...align], style)]),
      ...(report.comparison
        ? ['', colors(style).bold('Since the run before'), ...changes(report, report.comparison)]
        : []),
      '',
    ].join('\n');
  },

  markdown(report: MineReport): string {
    const lines = [
      '## What was not recognised',
      '',
      `${summaryText(report)}.`,
      '',
      '| topic | messages | conversations | customers | a week | suggestion | for example |',
      '| --- | ---: | ---: | ---: | ---: | --- | --- |',
      ...report.clusters.map((cluster) =>
        [
          '',
          escapeMarkdown(printable(cluster.name)),
          String(cluster.size),
          String(cluster.conversations),
          String(cluster.customers),
          growthText(cluster.growth),
          escapeMarkdown(suggestionText(cluster)),
          escapeMarkdown(printable(cluster.typical[0] ?? '')),
          '',
        ]
          .join(' | ')
          .trim(),
      ),
    ];
    if (report.comparison) {
      lines.push(
        '',
        '### Since the run before',
        '',
        ...changes(report, report.comparison).map((line) => `- ${escapeMarkdown(line)}`),
      );
    }
    return `${lines.join('\n')}\n`;
  },

  csv({ clusters }: MineReport): string {
    const head =
      'id,name,messages,conversations,customers,growth,handed_over,abandoned,resolved,cost_per_week,suggestion,intent,evidence,typical,agent_reply';
    const rows = clusters.map((cluster) =>
      csvLine(
        [
          cluster.id,
          cluster.name,
          cluster.size,
          cluster.conversations,
          cluster.customers,
          cluster.growth ?? '',
          cluster.afterwards.handedOver,
          cluster.afterwards.abandoned,
          cluster.afterwards.resolved,
          cluster.costPerWeek ?? '',
          cluster.suggestion.kind,
          cluster.suggestion.intent ?? '',
          cluster.suggestion.evidence,
          cluster.typical[0] ?? '',
          cluster.agentReply?.text ?? '',
        ].map((value) => printable(String(value))),
      ),
    );
    return [head, ...rows, ''].join('\n');
  },
};

function summaryText({ turns, clusters, singles }: MineReport): string {
  return `${turns.unrecognised.toLocaleString('en')} of ${count(turns.total, 'customer turn')} not recognised: ${count(clusters.length, 'topic')}, ${count(singles.count, 'single')}`;
}

function suggestionText({ suggestion: { kind, intent } }: MinedCluster): string {
  return intent === undefined ? kind : `${kind} ${printable(intent)}`;
}

function growthText(growth: number | null): string {
  return growth === null ? '–' : `${growth > 0 ? '+' : ''}${percent(growth)}`;
}

function changes({ clusters }: MineReport, { since, appeared, growing, vanished }: RunComparison): string[] {
  const nameOf = (id: string): string => printable(clusters.find((cluster) => cluster.id === id)?.name ?? '');
  const changed = appeared.length + growing.length + vanished.length;
  return [
    ...(since === null ? ['there was no run before: all topics are new'] : []),
    ...(since !== null && changed === 0 ? ['no topic is new, grows or has vanished'] : []),
    ...appeared.map((id) => `new       ${id}  ${nameOf(id)}`),
    ...growing.map(({ id, before, now }) => `growing   ${id}  ${nameOf(id)}: ${before} to ${now} messages`),
    ...vanished.map(({ id, name, before }) => `vanished  ${id}  ${printable(name)}: ${before} messages before`),
  ];
}
