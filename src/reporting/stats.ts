import { DEFINITIONS, type Dimension } from '../analytics/index.js';
import { printable } from '../text/index.js';
import { goalTable, goalValue } from './evaluation.js';
import { wrap } from './fitting.js';
import { jsonText } from './json.js';
import { markdownCell } from './markup.js';
import { statsCsv, statsOpenMetrics } from './stats-rows.js';
import {
  articleTable,
  dropOffTable,
  emergingTable,
  groupTable,
  hurtLines,
  intentTable,
  leavingTable,
  nextTable,
  overallTable,
  SHOWN_GROUPS,
  weeklyTable,
  weekTable,
} from './stats-tables.js';
import {
  definitionOf,
  GROUP_HEAD,
  groupCells,
  nameOf,
  notShown,
  number,
  overallRows,
  titleOf,
  unseen,
  whatCounts,
  type StatsReport,
} from './stats-words.js';
import { colors, count, type Style } from './style.js';

const TITLES: Readonly<Record<Dimension, string>> = {
  intent: 'By intent (questions)',
  tier: 'By tier (questions)',
  article: 'By article (questions)',
  channel: 'By channel',
  segment: 'By segment',
  language: 'By language',
  servedBy: 'By who served them',
  week: 'By week',
};

export const statsReporters = {
  table(report: StatsReport, style: Style): string {
    const paint = colors(style);
    const { overall, by, hidden, weekly } = report;
    const blocks = wrap(headline(report), style.width);
    const heading = (text: string): number =>
      blocks.push('', ...wrap(text, style.width).map((line) => paint.bold(line)));
    if (!overall) return `${[...blocks, notShown(report)].join('\n')}\n`;
    blocks.push('', overallTable(report, overall, style));
    for (const dimension of ['channel', 'segment', 'language', 'servedBy', 'tier'] as const) {
      if (by[dimension].length < 2) continue;
      heading(TITLES[dimension]);
      blocks.push(groupTable(by[dimension], style), ...unseen(hidden[dimension], report, style.width));
    }
    if (by.week.length > 1) {
      heading('By week');
      blocks.push(weekTable(by.week, style), ...unseen(hidden.week, report, style.width));
    }
    if (by.intent.length > 0) {
      const largest = by.intent.toSorted((a, b) => b.questions - a.questions);
      heading(`${TITLES.intent}: the ${Math.min(SHOWN_GROUPS, largest.length)} asked most`);
      blocks.push(intentTable(largest.slice(0, SHOWN_GROUPS), style));
      const more = largest.length - SHOWN_GROUPS;
      if (more > 0) blocks.push(paint.dim(`… and ${count(more, 'more intent')}: --format json or csv`));
      blocks.push(...unseen(hidden.intent, report, style.width));
    }
    if (weekly.all?.next) {
      heading(`Questions by week, and what is expected in the week from ${weekly.nextWeek}`);
      blocks.push(weeklyTable(report, style));
    }
    if (report.emerging.length > 0) {
      heading('Asked more than before, beyond chance (5 % of these may be false)');
      blocks.push(emergingTable(report, style));
    }
    if (report.dropOff.length > 0) {
      heading('Where customers leave: after how many of their messages');
      blocks.push(dropOffTable(report, style));
      if (report.leaving.length > 0) blocks.push('', leavingTable(report, style));
    }
    if (report.hurts.length > 0) {
      heading('Where it hurts: what costs most, by routing.costs');
      blocks.push(...hurtLines(report, style));
    }
    if (report.nextQuestions.length > 0) {
      heading('What customers ask next');
      blocks.push(nextTable(report, style));
    }
    if (report.articles.length > 0) {
      heading('What follows the answers of articles: the worst first');
      blocks.push(articleTable(report, style));
    }
    if (report.goals.length > 0) {
      heading('Goals');
      blocks.push(goalTable(report.goals, style));
    }
    return `${blocks.join('\n')}\n`;
  },

  json({ name, ...stats }: StatsReport): string {
    const definitions = Object.fromEntries(DEFINITIONS.map((each) => [each.name, each.definition]));
    return jsonText({ schema: 'kb.stats/1', name, ...stats, definitions });
  },

  csv: statsCsv,

  openmetrics: statsOpenMetrics,

  markdown(report: StatsReport): string {
    const { overall, by, goals, hurts } = report;
    const lines = [`## ${headline(report)}`, ''];
    if (!overall) return `${[...lines, notShown(report)].join('\n')}\n`;
    lines.push('| figure | | 95 % interval | of | what it is |', '| --- | ---: | ---: | ---: | --- |');
    for (const [name, value, interval, of] of overallRows(report, overall)) {
      lines.push(`| ${titleOf(name)} | ${value} | ${interval} | ${of} | ${definitionOf(name, report)} |`);
    }
    for (const dimension of [
      'intent',
      'tier',
      'article',
      'channel',
      'segment',
      'language',
      'servedBy',
      'week',
    ] as const) {
      if (by[dimension].length === 0) continue;
      lines.push(
        '',
        `### ${TITLES[dimension]}`,
        '',
        `| | ${GROUP_HEAD.join(' | ')} |`,
        '| --- |'.concat(' ---: |'.repeat(GROUP_HEAD.length)),
      );
      for (const group of by[dimension])
        lines.push(`| ${markdownCell(nameOf(group.name))} | ${groupCells(group).join(' | ')} |`);
      const gone = unseen(report.hidden[dimension], report);
      if (gone.length > 0) lines.push('', ...gone);
    }
    if (hurts.length > 0) {
      lines.push(
        '',
        '### Where it hurts',
        '',
        '| cost | intent | what | how often | customers | what to change |',
        '| ---: | --- | --- | ---: | ---: | --- |',
      );
      for (const { cost, intent, hurt, count: times, customers, advice } of hurts) {
        lines.push(
          `| ${number(cost)} | ${markdownCell(nameOf(intent))} | ${hurt} | ${number(times)} | ${number(customers)} | ${markdownCell(advice)} |`,
        );
      }
    }
    if (goals.length > 0) {
      lines.push('', '| goal | target | measured | |', '| --- | ---: | ---: | --- |');
      for (const { goal, target, value, met } of goals) {
        const verdict = met === null ? 'not measured' : met ? 'met' : 'missed';
        lines.push(`| ${markdownCell(goal)} | ${goalValue(goal, target)} | ${goalValue(goal, value)} | ${verdict} |`);
      }
    }
    return `${lines.join('\n')}\n`;
  },
};

function headline(report: StatsReport): string {
  return `${printable(report.name)}: ${whatCounts(report)}`;
}
