import type { LoggedConversation } from '../conversations/index.js';
import type { Comparison, Evaluation } from '../evaluation/index.js';
import type { Decision, ReviewPlan, Session } from '../review/index.js';
import { printable } from '../text/index.js';
import { changeContract, comparisonInWords } from './comparison.js';
import { colors, count, percent, table, type Style } from './style.js';
import { jsonText } from './json.js';

/** How the service stands: on held-out utterances, and in the logs. `null` is what could not be measured. */
export interface ReviewFigures {
  readonly heldout: Evaluation['summary'] | null;
  readonly mined: { readonly turns: number; readonly unrecognised: number } | null;
}

/** What a review did. */
export interface ReviewReport {
  readonly decisions: readonly Decision[];
  readonly plan: ReviewPlan;
  readonly before: ReviewFigures;
  readonly after: ReviewFigures;
  /** Of the held-out figures; null where nothing is held out, or there was no model before. */
  readonly comparison: Comparison | null;
}

export const reviewReporters = {
  json({ decisions, plan, before, after, comparison }: ReviewReport): string {
    const contract = {
      schema: 'kb.review/1',
      decisions: decisions.length,
      added: plan.added,
      newIntents: plan.newIntents,
      articles: plan.articles,
      scenarios: plan.scenarios,
      files: [...plan.files.keys()],
      notes: plan.notes,
      before,
      after,
      comparison: comparison && comparison.figures.map(changeContract),
    };
    return jsonText(contract);
  },

  table({ decisions, plan, before, after, comparison }: ReviewReport, style: Style): string {
    const { added, files, newIntents, articles, scenarios, notes } = plan;
    const lines = added['new-intent'] + added['add-to-intent'];
    const done = [
      `${count(decisions.length, 'decision')}: ${count(lines, 'utterance')} added`,
      ...(newIntents.length > 0 ? [count(newIntents.length, 'new intent')] : []),
      ...(articles.length > 0 ? [`${count(articles.length, 'article')} drafted`] : []),
      ...(scenarios.length > 0 ? [count(scenarios.length, 'scenario')] : []),
      ...(added['out-of-scope'] > 0 ? [`${added['out-of-scope']} out of scope`] : []),
      ...(added.ignore > 0 ? [`${added.ignore} ignored`] : []),
    ];
    const rows = figureRows(before, after);
    return [
      done.join(', '),
      ...[...files.keys()].map((file) => `  ${printable(file)}`),
      ...notes.map((note) => `  ${printable(note)}`),
      ...(rows.length > 0 ? ['', table(['', 'before', 'after'], rows, ['left', 'right', 'right'], style)] : []),
      ...(comparison ? ['', comparisonInWords(comparison)] : []),
      '',
    ].join('\n');
  },
};

function figureRows(before: ReviewFigures, after: ReviewFigures): string[][] {
  const heldout = (name: string, get: (summary: Evaluation['summary']) => number | null): string[] => [
    name,
    ...[before, after].map((figures) => percent(figures.heldout && get(figures.heldout))),
  ];
  const mined = [before, after].map((figures) =>
    figures.mined === null
      ? '–'
      : `${figures.mined.unrecognised.toLocaleString('en')} of ${figures.mined.turns.toLocaleString('en')}`,
  );
  return [
    ...(after.heldout === null
      ? []
      : [
          heldout('held out, in scope: right', ({ inScope }) => inScope.accuracy),
          heldout('the same without a threshold', ({ inScope }) => inScope.accuracyWithoutThreshold),
          heldout('held out, out of scope: refused', ({ outOfScope }) => outOfScope.recall),
          heldout('both together', ({ joint }) => joint.accuracy),
        ]),
    ...(after.mined === null ? [] : [['turns in the logs not recognised', ...mined]]),
  ];
}

/** The lines of a group that are shown unless all are asked for. */
const FEW = 8;
const BARS = '▁▂▃▄▅▆▇█';

/** What a person sees of the group that is asked about now. */
export function groupScreen(session: Session, guesses: readonly string[], style: Style, all: boolean): string {
  const [group] = session.groups;
  if (!group) return '';
  const { bold, dim, cyan } = colors(style);
  const { cluster, part, utterances } = group;
  const shown = all ? utterances : utterances.slice(0, FEW);
  const hidden = utterances.length - shown.length;
  const digits = String(shown.length).length;
  const { afterwards, suggestion } = cluster;
  const about = [
    count(cluster.size, 'message'),
    count(cluster.customers, 'customer'),
    ...(cluster.growth !== null && Math.abs(cluster.growth) >= 0.1
      ? [`${cluster.growth > 0 ? 'growing' : 'shrinking'} ${Math.round(Math.abs(cluster.growth) * 100)} % a week`]
      : []),
    ...(cluster.costPerWeek === null ? [] : [`costs ${cluster.costPerWeek.toFixed(0)} a week`]),
  ];
  const most = Math.max(1, ...cluster.trend.map(({ messages }) => messages));
  const trend = cluster.trend
    .map(({ messages }) => BARS[Math.round((messages / most) * (BARS.length - 1))] ?? '')
    .join('');
  const named = (list: readonly { readonly name: string; readonly messages: number }[]): string =>
    list
      .slice(0, 4)
      .map(({ name, messages }) => `${printable(name)} ${messages}`)
      .join(', ');
  const row = (title: string, text: string): string[] =>
    wrap(text, style.width - 13).map((line, index) => `${dim((index === 0 ? title : '').padEnd(12))} ${line}`);
  const total = session.settled + session.groups.length;
  return [
    `${dim(`${session.settled + 1} of ${total}`)}  ${bold(printable(cluster.name))}${part === undefined ? '' : dim(` (${part})`)}  ${dim(trend)}`,
    dim(about.join(', ')),
    '',
    ...shown.map(
      ({ text, messages }, index) =>
        `${dim(String(index + 1).padStart(digits + 2))}  ${fit(text, style.width - digits - 12)}${messages > 1 ? dim(`  ×${messages}`) : ''}`,
    ),
    ...(hidden > 0 ? [dim(`${' '.repeat(digits + 4)}and ${hidden} more: m`)] : []),
    '',
    ...row('from', [named(cluster.channels), named(cluster.languages)].filter(Boolean).join('; ')),
    ...row(
      'afterwards',
      [
        [afterwards.handedOver, 'handed over'],
        [afterwards.abandoned, 'abandoned'],
        [afterwards.resolved, 'resolved'],
      ]
        .filter(([number]) => number !== 0)
        .map(([number, what]) => `${number} ${what}`)
        .join(', '),
    ),
    ...row('agents say', cluster.agentReply?.text ?? ''),
    ...row('nearest', guesses.slice(0, 4).join(', ')),
    ...row('Enter', `${inWords(suggestion)}: ${suggestion.evidence}`),
    '',
    ['new intent', 'add to an intent', 'out of scope', 'ignore', 'skip']
      .map((name) => `${cyan(bold(name[0]))}${name.slice(1)}`)
      .join('  '),
    `${cyan(bold('x'))} split  ${['drop lines', 'context', 'more', 'undo', 'quit']
      .map((name) => `${cyan(bold(name[0]))}${name.slice(1)}`)
      .join('  ')}`,
    '',
  ].join('\n');
}

function inWords({ kind, intent }: Session['groups'][number]['cluster']['suggestion']): string {
  const name = intent === undefined ? '' : ` ${intent}`;
  switch (kind) {
    case 'new-intent':
      return `a new intent${name}`;
    case 'add-to-intent':
      return `add to${name}`;
    case 'out-of-scope':
      return 'out of scope';
    case 'missing-article':
      return `an article for${name}`;
    case 'split-intent':
      return `split${name}`;
  }
}

/** A conversation as somebody reads it; the turn in question is marked. */
export function conversationScreen(conversation: LoggedConversation, turn: number, style: Style): string {
  const { bold, dim } = colors(style);
  const { id, channel, started_at, outcome, turns } = conversation;
  const head = [id, channel, started_at?.slice(0, 10), outcome].flatMap((part) =>
    part === undefined ? [] : [printable(part)],
  );
  const lines = turns.map(({ role, text }, index) => {
    const own = index === turn;
    const line = `${own ? '›' : ' '} ${role.padEnd(8)} ${printable(text.replace(/\s+/g, ' '))}`;
    return own ? bold(line) : line;
  });
  return `${dim(head.join('  '))}\n\n${lines.join('\n')}\n\n${dim('any key goes back')}\n`;
}

/** So many lines of a longer text are shown. */
const MOST_LINES = 3;

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (let rest = text.trim(); rest !== '' && lines.length < MOST_LINES;) {
    const most = columnsEnd(rest, width);
    const blank = most < rest.length ? rest.lastIndexOf(' ', most) : -1;
    const end = lines.length === MOST_LINES - 1 || most === rest.length ? rest.length : blank > most / 2 ? blank : most;
    lines.push(fit(rest.slice(0, end), width));
    rest = rest.slice(end).trimStart();
  }
  return lines;
}

/** The text made safe, and cut to a width. */
function fit(text: string, width: number): string {
  const safe = printable(text);
  const end = columnsEnd(safe, width);
  return end === safe.length ? safe : `${safe.slice(0, columnsEnd(safe, width - 1))}…`;
}

/** How much of a text fits into so many columns; a character of Chinese takes two. */
function columnsEnd(text: string, width: number): number {
  let columns = 0;
  let end = 0;
  for (const character of text) {
    columns += /[\u1100-\u115f\u2e80-\uffdc\u{1f300}-\u{1faff}]/u.test(character) ? 2 : 1;
    if (columns > width) return end;
    end += character.length;
  }
  return end;
}
