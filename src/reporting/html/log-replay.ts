import type { LogReplay } from '../../simulation/index.js';
import { count } from '../style.js';
import { code, markup, type Content } from './markup.js';
import { pageOf } from './page.js';
import { bar, counted, share, tableOf, type Cell } from './tables.js';

/** What the assistant would have done with a log. */
export function logReplayPage(replay: LogReplay): string {
  const { conversations, turns, badLines } = replay;
  const skipped = badLines > 0 ? ` ${count(badLines, 'line')} of the log held no conversation and were skipped.` : '';
  return pageOf({
    made: 'kb simulate --replay',
    title: 'A log replayed',
    lead: `${count(conversations, 'conversation')}, ${count(turns, 'turn')} of customers: what the service of now would do.${skipped}`,
    sections: [
      { id: 'actions', title: 'What it would do', body: actionsTable(replay) },
      { id: 'intents', title: 'What was asked', body: intentsTable(replay) },
    ],
  });
}

function actionsTable({ conversations, turns, actions, unrecognised, labelled, answeredAlone }: LogReplay): Content {
  const rows: readonly (readonly [name: string, part: number, whole: number])[] = [
    ...Object.entries(actions).map(([action, part]) => [action, part, turns] as const),
    ['not recognised', unrecognised, turns],
    ['labelled with an intent of the workspace', labelled.turns, turns],
    ['of these, recognised as it', labelled.agreed, labelled.turns],
    ['conversations answered alone', answeredAlone, conversations],
  ];
  return tableOf({
    id: 'all-actions',
    caption: markup`<b>Turns</b> of customers, and what would become of them.`,
    columns: [
      { head: 'what' },
      { head: 'number', kind: 'number' },
      { head: '', kind: 'bar' },
      { head: 'share', kind: 'number' },
    ],
    rows: rows.map(([name, part, whole]) => [name, ...partOf(part, whole)]),
  });
}

function intentsTable({ intents, turns }: LogReplay): Content {
  return tableOf({
    id: 'all-intents',
    caption: markup`<b>Intents</b> as they were recognised, the most frequent first.`,
    columns: [
      { head: 'intent' },
      { head: 'turns', kind: 'number' },
      { head: '', kind: 'bar' },
      { head: 'share', kind: 'number' },
    ],
    rows: intents.map(({ intent, turns: part }) => [code(intent), ...partOf(part, turns)]),
    most: 1000,
    filter: true,
  });
}

function partOf(part: number, whole: number): readonly Cell[] {
  const value = whole === 0 ? null : part / whole;
  return [counted(part), bar(value), share(value)];
}
