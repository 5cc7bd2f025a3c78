import { InlineReader } from './markdown-inline.js';

/**
 * The structure of a Markdown text with exact offsets, in one pass over its lines: what the rules ask for, and no more.
 *
 * Off the shelf, the fast parsers (markdown-it, marked) give no offsets within a line and the exact ones (mdast) read
 * 1.6 MB/s; 40 MB must take well under a second here. The price is a subset of CommonMark: blocks that nest deeper than
 * a list item or a quote are read as if they did not. Every loop moves forward, whatever the input.
 */
export interface Markdown {
  readonly headings: readonly Heading[];
  readonly links: readonly Link[];
  /** Paragraphs, list items, table rows and headings, in their order. */
  readonly blocks: readonly Block[];
  /** Places that a link can lead to besides headings: tags with an `id` or a `name`. */
  readonly ids: readonly string[];
  /** Whole-line or inline HTML comments. */
  readonly comments: readonly Span[];
  /**
   * As long as the text and aligned with it; what is not prose is blank: front matter, code, comments, tags, link
   * targets, list markers. An offset here is an offset in the text.
   */
  readonly prose: string;
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Heading extends Span {
  readonly level: number;
  readonly text: string;
}

export interface Link extends Span {
  readonly kind: 'link' | 'image' | 'url';
  readonly text: string;
  readonly target: string;
  readonly targetStart: number;
}

export type BlockKind = 'paragraph' | 'item' | 'step' | 'quote' | 'row' | 'heading';

export interface Block extends Span {
  readonly kind: BlockKind;
}

const FENCE = /^[ \t]*(?:[-*+>][ \t]+)?(`{3,}|~{3,})/;
const HEADING = /^ {0,3}(#{1,6})(?:[ \t]|$)/;
const ITEM = /^[ \t]*(?:[-*+]|(\d{1,9})[.)])(?:[ \t]+|$)/;
const QUOTE = /^ {0,3}>[ \t]?/;
const DEFINITION = /^ {0,3}\[([^\]]{1,200})\]:[ \t]*(\S{1,2000})/;
const RULE = /^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$/;
const TABLE_RULE = /^[ \t]*\|?[ \t:|-]*-[ \t:|-]*$/;
/** Reads `text` from the offset `from` on, where its body begins. */
export function readMarkdown(text: string, from = 0): Markdown {
  const reader = new Reader(text, from);
  reader.readBlocks();
  return reader.finish();
}

class Reader {
  private readonly headings: Heading[] = [];
  private readonly blocks: Block[] = [];
  private readonly inline: InlineReader;
  private open: { kind: BlockKind; start: number; end: number } | undefined;

  constructor(
    private readonly text: string,
    private readonly from: number,
  ) {
    this.inline = new InlineReader(text);
  }

  readBlocks(): void {
    const { text } = this;
    let fence: { mark: string; start: number } | undefined;
    let previousBlank = true;
    for (let start = this.from; start < text.length;) {
      const newline = text.indexOf('\n', start);
      const next = newline === -1 ? text.length : newline + 1;
      let end = newline === -1 ? text.length : newline;
      if (end > start && text.charCodeAt(end - 1) === 13) end -= 1;
      const first = this.firstVisible(start, end);
      if (fence) {
        const trimmed = text.slice(first, end).trimEnd();
        if (trimmed.startsWith(fence.mark) && isOnly(trimmed, fence.mark.charAt(0))) {
          this.blank(fence.start, end);
          fence = undefined;
        }
        start = next;
        continue;
      }
      if (first === end) {
        this.close();
        previousBlank = true;
        start = next;
        continue;
      }
      const code = text.charCodeAt(first);
      if (code === 60 && text.startsWith('<!--', first)) {
        this.close();
        const stop = text.indexOf('-->', first + 4);
        const after = stop === -1 ? text.length : stop + 3;
        this.inline.comment(first, after);
        // What follows the comment in its line is read as a line of its own.
        start = after;
        continue;
      }
      const mark =
        code === 96 || code === 126 || code === 45 || code === 42
          ? FENCE.exec(text.slice(start, Math.min(end, start + 200)))
          : null;
      if (mark) {
        this.close();
        fence = { mark: mark[1] as string, start };
      } else if (previousBlank && this.isIndentedCode(start, first)) {
        this.blank(start, end);
        start = next;
        continue;
      } else {
        this.readLine(start, first, end, code);
      }
      previousBlank = false;
      start = next;
    }
    if (fence) this.blank(fence.start, text.length);
    this.close();
  }

  private firstVisible(start: number, end: number): number {
    let at = start;
    while (at < end) {
      const code = this.text.charCodeAt(at);
      if (code !== 32 && code !== 9) break;
      at += 1;
    }
    return at;
  }

  private isIndentedCode(start: number, first: number): boolean {
    const last = this.blocks.at(-1);
    if (last && (last.kind === 'item' || last.kind === 'step')) return false;
    return first - start >= 4 || this.text.charCodeAt(start) === 9;
  }

  private readLine(start: number, first: number, end: number, code: number): void {
    const { text } = this;
    if (code === 35) {
      const match = HEADING.exec(text.slice(start, Math.min(end, start + 12)));
      if (match) {
        this.close();
        let from = this.firstVisible(start + match[0].length, end);
        let to = end;
        while (to > from && (text.charCodeAt(to - 1) === 32 || text.charCodeAt(to - 1) === 35)) to -= 1;
        if (from > to) from = to;
        this.blank(start, from);
        this.heading((match[1] as string).length, from, to, start);
        return;
      }
    }
    if (code === 45 || code === 61 || code === 42 || code === 95) {
      const line = text.slice(start, end);
      if (this.open?.kind === 'paragraph' && isOnly(line.trim(), code === 61 ? '=' : '-')) {
        const { start: from, end: to } = this.open;
        this.open = undefined;
        this.blank(start, end);
        this.heading(code === 61 ? 1 : 2, from, to, from);
        return;
      }
      if (RULE.test(line)) {
        this.close();
        this.blank(start, end);
        return;
      }
    }
    if (code === 91) {
      const match = DEFINITION.exec(text.slice(start, Math.min(end, start + 2300)));
      if (match) {
        const [all, label = '', target = ''] = match;
        this.inline.define(label, target, start + all.length - target.length);
        this.close();
        this.blank(start, end);
        return;
      }
    }
    if (code === 62) {
      const match = QUOTE.exec(text.slice(start, Math.min(end, start + 8)));
      if (match) {
        this.blank(start, start + match[0].length);
        this.extend('quote', start + match[0].length, end, this.open?.kind !== 'quote');
        return;
      }
    }
    if (code === 124 || (this.open?.kind === 'row' && text.slice(first, end).includes('|'))) {
      this.close();
      if (TABLE_RULE.test(text.slice(start, end))) this.blank(start, end);
      else {
        this.extend('row', first, end, true);
        this.close('row');
      }
      return;
    }
    if (code === 45 || code === 42 || code === 43 || (code >= 48 && code <= 57)) {
      const match = ITEM.exec(text.slice(start, Math.min(end, first + 16)));
      if (match) {
        const from = Math.min(start + match[0].length, end);
        this.blank(start, from);
        this.extend(match[1] === undefined ? 'item' : 'step', from, end, true);
        return;
      }
    }
    this.extend('paragraph', first, end, false);
  }

  private extend(kind: BlockKind, start: number, end: number, isNew: boolean): void {
    if (isNew || !this.open) {
      this.close();
      this.open = { kind, start, end };
    } else this.open.end = end;
  }

  private close(keepRow?: 'row'): void {
    if (!this.open) return;
    const block = this.open;
    // A row stays marked as open, so that a next line with a bar belongs to the table.
    this.open = keepRow ? { kind: 'row', start: block.end, end: block.end } : undefined;
    if (block.kind === 'row' && block.start === block.end) return;
    this.blocks.push(block);
    this.inline.read(block.start, block.end);
  }

  private heading(level: number, start: number, end: number, lineStart: number): void {
    this.blocks.push({ kind: 'heading', start, end });
    const before = this.inline.blanks.length;
    this.inline.read(start, end);
    const inner = this.inline.blanks.slice(before);
    let text = '';
    let at = start;
    for (const span of inner) {
      text += withoutEmphasis(this.text.slice(at, Math.max(at, span.start)));
      // Code is part of a heading's text, though it is no prose.
      if (this.text.charCodeAt(span.start) === 96) text += this.text.slice(span.start, span.end).replaceAll('`', '');
      at = Math.max(at, span.end);
    }
    text += withoutEmphasis(this.text.slice(at, end));
    this.headings.push({ level, text: text.trim(), start: lineStart, end });
  }

  private blank(start: number, end: number): void {
    this.inline.blank(start, end);
  }

  finish(): Markdown {
    const { text, inline } = this;
    inline.finish();
    const parts: string[] = [' '.repeat(this.from)];
    let at = this.from;
    for (const { start, end } of inline.blanks) {
      if (end <= at) continue;
      if (start > at) parts.push(text.slice(at, start));
      parts.push(' '.repeat(end - Math.max(at, start)));
      at = end;
    }
    parts.push(text.slice(at));
    return {
      headings: this.headings,
      links: inline.links,
      blocks: this.blocks,
      ids: inline.ids,
      comments: inline.comments,
      prose: parts.join(''),
    };
  }
}

/** `_` within a word is no emphasis: `node_modules`. */
function withoutEmphasis(text: string): string {
  return text.replaceAll('*', '').replace(/(?<![\p{L}\p{N}_])(_{1,3})([^_]{1,200})\1(?![\p{L}\p{N}_])/gu, '$2');
}

function isOnly(text: string, mark: string): boolean {
  if (text === '') return false;
  for (let i = 0; i < text.length; i += 1) if (text[i] !== mark) return false;
  return true;
}

/** The anchor of a heading, as GitHub makes it: lower case, blanks to dashes, punctuation dropped; repeats numbered. */
export function anchorsOf(headings: readonly Heading[]): string[] {
  const seen = new Map<string, number>();
  return headings.map(({ text }) => {
    const slug = text
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
      .replaceAll(' ', '-');
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  });
}
