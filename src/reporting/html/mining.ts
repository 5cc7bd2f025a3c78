import type { MinedCluster, MiningReport, SuggestionKind } from '../../mining/index.js';
import { count } from '../style.js';
import { figureOf, figuresOf, fromZero, plotOf, sparks } from './charts.js';
import { code, markup, said, sentence, type Content, type Html } from './markup.js';
import { pageOf, tiles } from './page.js';
import { bar, counted, inPercent, number, tableOf } from './tables.js';

/** Topics that are shown with their sentences; all are in the table. */
const DETAILED = 60;
/** Sentences of a topic. */
const SENTENCES = 40;
/** Lines of one chart; more cannot be told apart. */
const LINES = 3;

const SUGGESTIONS: Readonly<Record<SuggestionKind, string>> = {
  'new-intent': 'a new intent',
  'add-to-intent': 'add to an intent',
  'out-of-scope': 'out of scope',
  'missing-article': 'an article is missing',
  'split-intent': 'split an intent',
};

/** What customers asked and the service did not recognise, by topic. */
export function miningPage(report: MiningReport): string {
  const { conversations, days, clusters, singles } = report;
  return pageOf({
    made: 'kb mine',
    title: 'What customers ask and nobody answers',
    lead: `${count(conversations, 'conversation')}${days === null ? '' : `, ${days.from} to ${days.to}`}. Held against ${report.today}.`,
    sections: [
      { id: 'in-short', title: 'In short', body: [figures(report), reasons(report)] },
      { id: 'trends', title: 'Week by week', body: trends(clusters) },
      { id: 'topics', title: 'Topics', body: topics(clusters) },
      {
        id: 'sentences',
        title: 'What customers say',
        body: clusters.length > 0 && [
          clusters.slice(0, DETAILED).map(topicOf),
          clusters.length > DETAILED &&
            markup`<p>${count(clusters.length - DETAILED, 'smaller topic')} only in the table above; --format json has all.</p>`,
        ],
      },
      {
        id: 'singles',
        title: 'Like nothing else',
        body: singles.utterances.length > 0 && singleTable(singles),
      },
    ],
  });
}

function figures({ turns, clusters, singles }: MiningReport): Html {
  const { total, unrecognised } = turns;
  const inTopics = clusters.reduce((sum, { size }) => sum + size, 0);
  return tiles([
    {
      name: 'Not recognised',
      value: inPercent(total === 0 ? null : unrecognised / total),
      note: `${number(unrecognised)} of ${count(total, 'message')} of customers: nothing was recognised, or it went wrong afterwards.`,
    },
    {
      name: 'Topics',
      value: number(clusters.length),
      note: `Groups of messages that ask the same: ${number(inTopics)} of them.`,
    },
    {
      name: 'Single messages',
      value: number(singles.count),
      note: 'Like no other: mostly chance, sometimes the first of many.',
    },
    {
      name: 'Cost a week',
      value: cost(totalOf(clusters.map(({ costPerWeek }) => costPerWeek))),
      note: 'What all topics cost, in the units of routing.costs in kb.yaml.',
    },
  ]);
}

function totalOf(values: readonly (number | null)[]): number | null {
  return values.every((value) => value === null) ? null : values.reduce<number>((all, value) => all + (value ?? 0), 0);
}

function cost(value: number | null): string {
  return value === null ? '–' : value < 10 ? value.toFixed(1) : number(Math.round(value));
}

function reasons({ turns }: MiningReport): Html | undefined {
  const rows = Object.entries(turns.reasons).filter(([, times]) => times > 0);
  return tableOf({
    id: 'reasons',
    caption: markup`<b>Why messages count as not recognised;</b> one may have several reasons.`,
    columns: [{ head: 'reason' }, { head: 'messages', kind: 'number' }, { head: '', kind: 'bar' }],
    rows: rows.map(([reason, times]) => [reason, counted(times), bar(times / Math.max(1, turns.unrecognised))]),
  });
}

function trends(clusters: readonly MinedCluster[]): Content {
  const growing = clusters
    .filter(({ trend, growth }) => trend.length > 1 && (growth ?? 0) > 0)
    .toSorted((a, b) => (b.growth ?? 0) * b.size - (a.growth ?? 0) * a.size)
    .slice(0, LINES);
  const [first] = growing;
  if (!first) return undefined;
  const weeks = first.trend.map(({ week }) => week);
  const step = Math.ceil(weeks.length / 6);
  return figuresOf([
    figureOf({
      id: 'growing',
      title: 'What grows most',
      meaning:
        'Messages a week of the topics that add the most. Weeks begin on Monday; the first and the last may not be whole.',
      chart: plotOf({
        id: 'growing',
        description: `Messages a week in ${weeks.length} weeks: ${growing.map(({ name, trend }) => `${name}, ${number(trend.at(-1)?.messages ?? 0)} in the last`).join('; ')}.`,
        x: {
          label: 'week from its Monday',
          domain: [1, weeks.length],
          ticks: weeks.flatMap((_, index) => (index % step === 0 ? [index + 1] : [])),
          show: (value) => weeks[value - 1]?.slice(5) ?? '',
        },
        y: {
          label: 'messages',
          whole: true,
          domain: fromZero(growing.flatMap(({ trend }) => trend.map(({ messages }) => messages))),
        },
        series: growing.map(({ name, trend }) => ({
          name,
          points: trend.map(({ messages }, index): [number, number] => [index + 1, messages]),
        })),
      }),
      numbers: tableOf({
        id: 'growing-numbers',
        caption: markup`<b>Messages a week.</b>`,
        columns: [{ head: 'week' }, ...growing.map(({ name }) => ({ head: name, kind: 'number' as const }))],
        rows: weeks.map((week, index) => [
          week,
          ...growing.map(({ trend }) => counted(trend[index]?.messages ?? null)),
        ]),
      }),
    }),
  ]);
}

function topics(clusters: readonly MinedCluster[]): Html {
  const most = Math.max(...clusters.map(({ size }) => size));
  return (
    tableOf({
      id: 'all-topics',
      caption: markup`<b>Topics,</b> the largest first. Growth is the change a week, of the mean; ids stay the same from run to run.`,
      columns: [
        { head: 'topic' },
        { head: 'messages', kind: 'number' },
        { head: '', kind: 'bar' },
        { head: 'customers', kind: 'number' },
        { head: 'by week', kind: 'spark' },
        { head: 'growth', kind: 'number' },
        { head: 'cost a week', kind: 'number' },
        { head: 'suggestion', choose: true },
        { head: 'intent' },
        { head: 'id', kind: 'line' },
      ],
      rows: clusters.map(({ id, name, size, customers, trend, growth, costPerWeek, suggestion }, index) => [
        index < DETAILED ? markup`<a href="#topic-${index + 1}">${name}</a>` : name,
        counted(size),
        bar(size / most),
        counted(customers),
        sparks(trend.map(({ messages }) => messages)),
        { show: growthOf(growth), by: growth },
        { show: cost(costPerWeek), by: costPerWeek },
        SUGGESTIONS[suggestion.kind],
        suggestion.intent !== undefined && code(suggestion.intent),
        code(id),
      ]),
      most: 1000,
      filter: true,
    }) ?? markup`<p>There is none: nothing was asked twice and not recognised.</p>`
  );
}

function growthOf(growth: number | null): string {
  if (growth === null) return '–';
  const percent = Math.round(growth * 100);
  return `${percent > 0 ? '+' : percent < 0 ? '−' : ''}${Math.abs(percent)} %`;
}

function topicOf(cluster: MinedCluster, index: number): Html {
  const { id, name, size, customers, conversations, phrases, typical, different, agentReply, suggestion } = cluster;
  const { handedOver, abandoned, resolved } = cluster.afterwards;
  const sentences = cluster.utterances.slice(0, SENTENCES);
  const left = cluster.utterances.length - sentences.length;
  return markup`<details class="case"><summary>${said(name)} <small>${count(size, 'message')}, ${count(customers, 'customer')}: ${SUGGESTIONS[suggestion.kind]}</small></summary>
<p id="topic-${index + 1}">${sentence(suggestion.evidence)}${suggestion.intent !== undefined && [' Intent: ', code(suggestion.intent)]}</p>
<dl class="facts">
${fact('Typical', listOf(typical))}
${fact('Different', listOf(different))}
${fact('Words of its own', phrases.join(', '))}
${fact('What agents reply', agentReply && [said(agentReply.text), markup` <small>the most central of ${number(agentReply.replies)}</small>`])}
${fact('Afterwards', `of ${count(conversations, 'conversation')}: ${number(resolved)} resolved, ${number(handedOver)} to a person, ${number(abandoned)} left`)}
${fact('Channels', shares(cluster.channels))}
${fact('Segments', shares(cluster.segments))}
${fact('Languages', shares(cluster.languages))}
${fact('Reasons', shares(cluster.reasons))}
${fact('Id', code(id))}
</dl>
<details><summary>${left > 0 ? `${number(sentences.length)} of ${count(cluster.utterances.length, 'different sentence')}` : count(sentences.length, 'different sentence')}</summary><ul class="said-list">${sentences.map(
    ({ text, messages }) =>
      markup`<li>${said(text)}${messages > 1 && markup` <small>× ${number(messages)}</small>`}</li>`,
  )}</ul></details>
</details>
`;
}

function fact(name: string, value: Content): Html | undefined {
  return value === '' || value === undefined || (Array.isArray(value) && value.length === 0)
    ? undefined
    : markup`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

function listOf(texts: readonly string[]): Content {
  return texts.length > 0
    ? markup`<ul class="said-list">${texts.map((text) => markup`<li>${said(text)}</li>`)}</ul>`
    : '';
}

function shares(counts: MinedCluster['channels']): string {
  return counts.map(({ name, messages }) => `${name} ${number(messages)}`).join(', ');
}

function singleTable({ utterances }: MiningReport['singles']): Html | undefined {
  return tableOf({
    id: 'single-messages',
    caption: markup`<b>Messages that are like no other.</b>`,
    columns: [
      { head: 'message', kind: 'text' },
      { head: 'language', kind: 'line', choose: true },
      { head: 'day', kind: 'line' },
      { head: 'conversation', kind: 'line' },
    ],
    rows: utterances.map(({ text, language, day, first }) => [said(text), language, day ?? '', code(first)]),
    most: 500,
    filter: true,
  });
}
