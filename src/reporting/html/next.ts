import {
  editInWords,
  gainInWords,
  NOTE,
  NOTHING,
  suspectsInWords,
  type NextReport,
  type PlacedEdit,
  type PlacedSuspect,
  type SuspectReport,
} from '../next.js';
import { count } from '../style.js';
import { code, markup, said, sentence, type Content, type Html } from './markup.js';
import { meaningsSection } from './meanings.js';
import { pageOf } from './page.js';
import { bar, tableOf } from './tables.js';

/** What to edit next, the edit that gains most first. */
export function nextPage({ utterances, edits }: NextReport): string {
  const most = Math.max(...edits.map(({ gain }) => gain ?? 0));
  return pageOf({
    made: 'kb eval --next',
    title: 'What to edit next',
    lead: edits.length === 0 ? NOTHING : `Tried on ${count(utterances, 'utterance')}. ${NOTE}`,
    sections: [
      {
        id: 'edits',
        title: 'Edits',
        body: tableOf({
          id: 'all-edits',
          caption: markup`<b>Edits,</b> the one that gains most first: more messages treated rightly, of a thousand.`,
          columns: [
            { head: 'edit', kind: 'text' },
            { head: 'gain', kind: 'number' },
            { head: '', kind: 'bar' },
            { head: 'how that is known', kind: 'text' },
          ],
          rows: edits.map((edit, index) => [
            edit.lines.length + edit.parts.length > 0
              ? markup`<a href="#edit-${index + 1}">${sentence(editInWords(edit, String))}</a>`
              : sentence(editInWords(edit, String)),
            { show: edit.gain === null ? '–' : edit.gain.toFixed(1), by: edit.gain },
            bar(edit.gain === null || most <= 0 ? null : edit.gain / most),
            sentence(gainInWords(edit)),
          ]),
        }),
      },
      {
        id: 'lines',
        title: 'Lines',
        body: edits.flatMap((edit, index): Content[] => {
          const caption = sentence(editInWords(edit, String));
          const table = suspectTable(`edit-${index + 1}`, caption, edit.lines) ?? partsTable(index + 1, caption, edit);
          return table ? [markup`<div id="edit-${index + 1}">${table}</div>`] : [];
        }),
      },
      meaningsSection(['gain', 'suspect']),
    ],
  });
}

/** The utterances that most likely stand under the wrong intent. */
export function suspectsPage({ utterances, suspects }: SuspectReport): string {
  return pageOf({
    made: 'kb eval --suspects',
    title: 'Labels that may be wrong',
    lead: suspectsInWords(utterances, suspects.length),
    sections: [
      {
        id: 'suspects',
        title: 'Suspect labels',
        body: suspectTable('all-suspects', 'The most suspect first. A person decides.', suspects),
      },
      meaningsSection(['suspect']),
    ],
  });
}

/** The lines of an intent to split, with the part that each is of. */
function partsTable(number: number, caption: string, { parts }: PlacedEdit): Html | undefined {
  return tableOf({
    id: `edit-${number}-parts`,
    caption: markup`<b>${caption}</b>`,
    columns: [{ head: 'part', kind: 'number' }, { head: 'utterance', kind: 'text' }, { head: 'where' }],
    rows: parts.flatMap((part, at) =>
      part.map(({ text, file, line }) => [{ show: String(at + 1), by: at + 1 }, said(text), code(`${file}:${line}`)]),
    ),
    most: 1000,
    filter: true,
  });
}

function suspectTable(id: string, caption: string, suspects: readonly PlacedSuspect[]): Html | undefined {
  return tableOf({
    id: `${id}-lines`,
    caption: markup`<b>${caption}</b>`,
    columns: [
      { head: 'utterance', kind: 'text' },
      { head: 'stands under' },
      { head: 'seems to be' },
      { head: 'probability', kind: 'number' },
      { head: 'where' },
    ],
    rows: suspects.map(({ text, intent, suggested, probability, file, line }) => [
      said(text),
      intent === null ? 'out of scope' : code(intent),
      code(suggested),
      { show: probability.toFixed(2), by: probability },
      code(`${file}:${line}`),
    ]),
    most: 1000,
    filter: true,
  });
}
