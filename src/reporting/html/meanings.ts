import { figureMeanings } from '../figures.js';
import { code, markup, type Html } from './markup.js';
import type { Section } from './page.js';

/** What figures mean, how they are computed and where they come from: as `kb explain metric/NAME` says it. */
export function meaningsSection(names: readonly string[]): Section {
  const wanted = new Set(names.map((name) => `metric/${name}`));
  const list = figureMeanings.filter(({ id }) => wanted.has(id));
  return {
    id: 'meanings',
    title: 'What the figures mean',
    body: markup`<dl class="meanings">
${list.map(
  ({ id, name, meaning, formula, source }) =>
    markup`<div id="${anchorOf(id)}"><dt>${name} ${code(id)}</dt><dd>${meaning}</dd><dd class="muted">Computed: ${formula}. Source: ${source}.</dd></div>\n`,
)}</dl>`,
  };
}

/** In a figure's note: its meaning in a sentence, more where there is, and the way to how it is computed. */
export function meaningOf(name: string, more = ''): Html {
  const found = figureMeanings.find(({ id }) => id === `metric/${name}`);
  if (!found) throw new Error(`no figure metric/${name}`);
  return markup`${found.meaning} ${more} ${howOf(name, found.name)}`;
}

/** The way to how a figure is computed, in the same page. */
export function howOf(name: string, title: string): Html {
  return markup`<a href="#${anchorOf(`metric/${name}`)}">How<span class="unseen"> ${title} is computed</span></a>`;
}

function anchorOf(id: string): string {
  return id.replace('/', '-');
}
