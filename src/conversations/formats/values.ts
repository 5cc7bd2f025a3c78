import { parseConversation, toMoment, type LoggedConversation } from '../conversation.js';
import type { Item } from '../format.js';
import { readJsonValues } from '../json.js';
import type { Source } from '../source.js';

export type Fields = Readonly<Record<string, unknown>>;

/** Reads a format in which each JSON value is one conversation. `convert` gives it in the canonical shape, or why not. */
export async function* readEach(
  sources: readonly Source[],
  convert: (value: Fields) => LoggedConversation | string,
): AsyncGenerator<readonly Item[]> {
  for (const source of sources) {
    for await (const values of readJsonValues(source)) {
      yield values.map((read): Item => {
        const place = { file: source.name, line: read.line };
        if ('error' in read) return { ...place, error: read.error };
        if (!isFields(read.value)) return { ...place, error: 'not a JSON object' };
        const result = convert(read.value);
        return typeof result === 'string' ? { ...place, error: result } : { ...place, conversation: result };
      });
    }
  }
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

export function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : [];
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** An id, as text, with the system that gave it: Zendesk's customer 7 is not Chatwoot's. */
export function idOf(value: unknown, system = ''): string | undefined {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return `${system}${value}`;
  return typeof value === 'string' && value !== '' ? `${system}${value}` : undefined;
}

export const momentOf = toMoment;

/** Checks what an importer made: the one place that says what a conversation is. */
export function finished(raw: Fields): LoggedConversation | string {
  return parseConversation(raw);
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  rsquo: '’',
  lsquo: '‘',
  ldquo: '“',
  rdquo: '”',
  euro: '€',
  pound: '£',
};

/** What a person reads of an HTML message: tags gone, blocks on lines of their own, entities as characters. */
export function htmlText(html: string): string {
  if (!/[<&]/.test(html)) return html;
  return decodeEntities(
    withoutElements(html)
      .replace(/<(?:br|\/p|\/div|\/li|\/tr|\/h[1-6]|\/blockquote)\b[^<>]{0,1000}>/gi, '\n')
      .replace(/<\/?[a-z!][^<>]{0,10000}>/gi, ''),
  )
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi,
    (whole: string, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
      return code > 0 && code < 0x110000 ? String.fromCodePoint(code) : '';
    },
  );
}

/** Without scripts and styles, whose content is no text. By hand: an expression for it would be quadratic. */
function withoutElements(html: string): string {
  if (!/<(?:script|style|head)\b/i.test(html)) return html;
  const lower = html.toLowerCase();
  let result = '';
  let end = 0;
  const starts = /<(script|style|head)\b/g;
  for (let match = starts.exec(lower); match; match = starts.exec(lower)) {
    result += html.slice(end, match.index);
    const close = lower.indexOf(`</${match[1]}`, match.index);
    if (close === -1) return result;
    end = lower.indexOf('>', close) + 1 || html.length;
    starts.lastIndex = end;
  }
  return result + html.slice(end);
}
