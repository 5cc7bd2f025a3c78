import { createHash } from 'node:crypto';
import { CSS } from './css.js';
import { markup, raw, type Content, type Html } from './markup.js';
import { LIVE_TABLES } from './live-tables.js';

/** A part of a page with a heading of its own. */
export interface Section {
  /** Unique in its page, and the same in every run: links into a report stay. */
  readonly id: string;
  readonly title: string;
  readonly body: Content;
}

export interface Page {
  /** The verb that made it, `kb eval`. */
  readonly made: string;
  readonly title: string;
  /** What was measured, on what: one or two sentences. */
  readonly lead: Content;
  /** Whether all is well, as a person would say it. */
  readonly verdict?: Content;
  readonly sections: readonly Section[];
}

const sha256 = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Nothing is loaded, nothing runs but the one script, by its hash: whatever the data are. */
const POLICY = [
  "default-src 'none'",
  `style-src ${sha256(CSS)}`,
  `script-src ${sha256(LIVE_TABLES)}`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** One file that needs nothing else: no request, no script but the tables' own. The same data give the same bytes. */
export function pageOf({ made, title, lead, verdict, sections }: Page): string {
  const shown = sections.filter(({ body }) => !isNothing(body));
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${raw(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${raw(CSS)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
<header>
<p class="kicker">${made}</p>
<h1>${title}</h1>
<p class="lead">${lead}</p>
${verdict}
<nav aria-label="Contents"><ul>${shown.map(({ id, title: name }) => markup`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
</header>
<main id="main">
${shown.map(sectionOf)}</main>
<footer><p>Made by ${made}. This page is one file: it loads nothing and sends nothing.</p></footer>
<script>${raw(LIVE_TABLES)}</script>
</body>
</html>
`.source;
}

function sectionOf({ id, title, body }: Section): Html {
  return markup`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${body}
</section>
`;
}

function isNothing(content: Content): boolean {
  if (Array.isArray(content)) return content.every(isNothing);
  return content === null || content === undefined || content === false || content === '';
}

/** One figure that is read first, with what it means beside it. */
export interface Tile {
  readonly name: string;
  readonly value: string;
  readonly note: Content;
}

export function tiles(list: readonly Tile[]): Html {
  return markup`<dl class="tiles">${list.map(
    ({ name, value, note }) =>
      markup`<div><dt>${name}</dt><dd class="value">${value}</dd><dd class="note">${note}</dd></div>`,
  )}</dl>`;
}

/** Whether all is well: a mark, a word, and what is not. */
export function verdictOf(isGood: boolean, words: string, reasons: readonly Content[] = []): Html {
  const list = reasons.length > 0 && markup`<ul>${reasons.map((reason) => markup`<li>${reason}</li>`)}</ul>`;
  return markup`<div class="verdict"><span class="${isGood ? 'good' : 'bad'}">${isGood ? '✓' : '✗'} ${words}</span>${list}</div>`;
}
