import { printable } from '../../text/index.js';

/** Markup that a browser may take for what it is. Only `markup` and `raw` make it: text becomes it by being escaped. */
export class Html {
  constructor(readonly source: string) {}
}

/** What a page is put together from. Texts are escaped; `null`, `undefined` and `false` are nothing. */
export type Content = Html | string | number | null | undefined | false | readonly Content[];

/**
 * A piece of a page: `` markup`<td>${utterance}</td>` ``. What is put in is escaped unless it is a piece itself, so that
 * nothing of the data is ever taken for markup, in elements and in quoted attributes.
 */
export function markup(pieces: TemplateStringsArray, ...values: readonly Content[]): Html {
  return new Html(pieces.reduce((whole, piece, index) => whole + sourceOf(values[index - 1]) + piece));
}

/** Markup of our own that is text already, such as the style sheet. Never of data. */
export function raw(source: string): Html {
  return new Html(source);
}

function sourceOf(content: Content): string {
  if (content instanceof Html) return content.source;
  if (Array.isArray(content)) return content.map(sourceOf).join('');
  if (typeof content === 'number') return String(content);
  return typeof content === 'string' ? escapeText(content) : '';
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\n': '&#10;',
};

/**
 * Text for elements and quoted attributes, on one line of source. Line breaks stay; other control characters and those
 * that reorder a line are shown as U+FFFD: they are there, and do nothing.
 */
function escapeText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => printable(line.replaceAll('\t', ' ')).replace(/[\ufffe\uffff]/g, '\ufffd'))
    .join('\n')
    .replace(/[&<>"'\n]/g, (character) => ENTITIES[character] ?? '');
}

/** Customers' and authors' words: in their own direction, whatever is around them. */
export function said(text: string): Html {
  return markup`<span class="said" dir="auto">${text}</span>`;
}

/** A line of a report as a sentence. */
export function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** A name from the workspace: an intent, a file, a rule. Where there is little room it breaks between its parts. */
export function code(text: string): Html {
  const [first = '', ...rest] = text.split(/(?<=[./_])(?=[^./_])/);
  return markup`<code>${first}${rest.map((part) => markup`<wbr>${part}`)}</code>`;
}
