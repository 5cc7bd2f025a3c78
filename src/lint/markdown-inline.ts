import type { Link, Span } from './markdown.js';

/** Characters that may begin something inline: the back-tick, brackets, `<`, the backslash and `!`. */
const SPECIAL = new Uint8Array(128);
for (const character of '`[]<\\!') SPECIAL[character.charCodeAt(0)] = 1;
const URL_END = /[^\s<>"'()[\]{}|\\^`，。；：！？（）、“”]{1,2000}/y;
const TAG = /<\/?[A-Za-z][^<>]{0,500}>/y;
/** `<your name here>`: words, where a tag has attributes with values (or one of the few that have none). */
const PLACEHOLDER =
  /^<(?!(?:audio|button|details|dialog|input|ol|option|script|select|textarea|video)\s)[A-Za-z]+(?:\s[A-Za-z]+)+>$/;
const AUTOLINK = /<((?:https?:\/\/|mailto:)[^\s<>]{1,2000})>/y;
const DESTINATION =
  /\([ \t]*(?:<([^<>\n]{0,2000})>|((?:[^\s()\\]|\\.|\([^\s()]{0,500}\)){0,2000}))(?:[ \t\n]+(?:"[^"]{0,500}"|'[^']{0,500}'))?[ \t]*\)/y;

/** What stands within the lines of a Markdown text: links, images, code, tags, comments. Offsets are those of the text. */
export class InlineReader {
  readonly links: Link[] = [];
  readonly ids: string[] = [];
  readonly comments: Span[] = [];
  /** Spans that are no prose. */
  readonly blanks: Span[] = [];
  private readonly definitions = new Map<string, { target: string; targetStart: number }>();
  private readonly references: (Span & { label: string; text: string; image: boolean })[] = [];
  private nextUrl = -1;

  constructor(private readonly text: string) {}

  read(start: number, end: number): void {
    const { text } = this;
    const openers: { at: number; image: boolean }[] = [];
    /** Lengths of back-tick runs that have no partner from here on: never searched for twice. */
    const lonely = new Set<number>();
    if (this.nextUrl < start) this.nextUrl = this.findUrl(start);
    for (let at = start; at < end;) {
      const code = text.charCodeAt(at);
      if ((code > 127 || SPECIAL[code] === 0) && at !== this.nextUrl) {
        at += 1;
        continue;
      }
      let next = at + 1;
      switch (text.charAt(at)) {
        case '\\':
          next = at + 2;
          break;
        case '`':
          next = this.codeSpan(at, end, lonely);
          break;
        case '!':
          if (text.charCodeAt(at + 1) === 91) {
            openers.push({ at, image: true });
            next = at + 2;
          }
          break;
        case '[':
          openers.push({ at, image: false });
          break;
        case ']':
          next = this.closeBracket(openers, at, end);
          break;
        case '<':
          next = this.angle(at, end);
          break;
        default:
          next = this.bareUrl(at, end);
      }
      if (this.nextUrl < next) this.nextUrl = this.findUrl(next);
      at = next;
    }
  }

  /** Where the next address begins from an offset on; the text's end where there is none. */
  private findUrl(from: number): number {
    const { text } = this;
    for (let at = text.indexOf('http', from); at !== -1; at = text.indexOf('http', at + 1)) {
      if (text.startsWith('://', at + 4) || text.startsWith('s://', at + 4)) return at;
    }
    return text.length;
  }

  private codeSpan(at: number, end: number, lonely: Set<number>): number {
    const { text } = this;
    let stop = at;
    while (stop < end && text.charCodeAt(stop) === 96) stop += 1;
    const length = stop - at;
    if (lonely.has(length)) return stop;
    for (let from = stop; from < end;) {
      const found = text.indexOf('`', from);
      if (found === -1 || found >= end) break;
      let run = found;
      while (run < end && text.charCodeAt(run) === 96) run += 1;
      if (run - found === length) {
        this.blank(at, run);
        return run;
      }
      from = run;
    }
    lonely.add(length);
    return stop;
  }

  private closeBracket(openers: { at: number; image: boolean }[], at: number, end: number): number {
    const opener = openers.pop();
    if (!opener) return at + 1;
    const { text } = this;
    const inner = opener.at + (opener.image ? 2 : 1);
    const label = text.slice(inner, at);
    if (text.charCodeAt(at + 1) === 40) {
      DESTINATION.lastIndex = at + 1;
      const match = DESTINATION.exec(text);
      if (match && DESTINATION.lastIndex <= end) {
        const target = match[1] ?? match[2] ?? '';
        const stop = at + 1 + match[0].length;
        const targetStart = text.indexOf(target, at + 2 + (match[1] === undefined ? 0 : 1));
        const kind = opener.image ? 'image' : 'link';
        this.links.push({ kind, text: label, target, targetStart, start: opener.at, end: stop });
        this.blank(opener.at, inner);
        this.blank(at, stop);
        return stop;
      }
    }
    if (text.charCodeAt(at + 1) === 91) {
      const stop = text.indexOf(']', at + 2);
      if (stop !== -1 && stop < end && stop - at < 200) {
        const name = stop === at + 2 ? label : text.slice(at + 2, stop);
        this.references.push({
          start: opener.at,
          end: stop + 1,
          label: name.toLowerCase(),
          text: label,
          image: opener.image,
        });
        return stop + 1;
      }
    }
    if (label.length < 200) {
      this.references.push({
        start: opener.at,
        end: at + 1,
        label: label.toLowerCase(),
        text: label,
        image: opener.image,
      });
    }
    return at + 1;
  }

  private angle(at: number, end: number): number {
    const { text } = this;
    if (text.startsWith('<!--', at)) {
      const stop = text.indexOf('-->', at + 4);
      if (stop === -1 || stop + 3 > end) return at + 4;
      this.comment(at, stop + 3);
      return stop + 3;
    }
    AUTOLINK.lastIndex = at;
    const auto = AUTOLINK.exec(text);
    if (auto && AUTOLINK.lastIndex <= end) {
      const target = auto[1] as string;
      this.links.push({ kind: 'url', text: target, target, targetStart: at + 1, start: at, end: at + auto[0].length });
      this.blank(at, at + auto[0].length);
      return at + auto[0].length;
    }
    TAG.lastIndex = at;
    const tag = TAG.exec(text);
    if (tag && TAG.lastIndex <= end && !PLACEHOLDER.test(tag[0])) {
      const id = /\s(?:id|name)\s*=\s*["']?([^"'\s>]{1,200})/i.exec(tag[0])?.[1];
      if (id !== undefined) this.ids.push(id);
      const source = /^<(img|a)\b[^>]*?\s(?:src|href)\s*=\s*["']?([^"'\s>]{1,500})/i.exec(tag[0]);
      if (source) {
        const target = source[2] as string;
        const alt = /\salt\s*=\s*["']([^"']{1,500})["']/i.exec(tag[0])?.[1] ?? '';
        const targetStart = at + source[0].length - target.length;
        const kind = (source[1] as string).toLowerCase() === 'img' ? 'image' : 'link';
        this.links.push({ kind, text: alt, target, targetStart, start: at, end: at + tag[0].length });
      }
      this.blank(at, at + tag[0].length);
      return at + tag[0].length;
    }
    return at + 1;
  }

  private bareUrl(at: number, end: number): number {
    URL_END.lastIndex = at;
    const match = URL_END.exec(this.text);
    if (!match) return at + 1;
    const target = match[0].slice(0, end - at).replace(/[.,;:!?*_~]+$/, '');
    const stop = at + target.length;
    this.links.push({ kind: 'url', text: target, target, targetStart: at, start: at, end: stop });
    this.blank(at, stop);
    return Math.max(stop, at + 1);
  }

  comment(start: number, end: number): void {
    this.comments.push({ start, end });
    this.blank(start, end);
  }

  blank(start: number, end: number): void {
    if (end > start) this.blanks.push({ start, end });
  }

  /** Remembers `[label]: target`; of equal labels the first counts. */
  define(label: string, target: string, targetStart: number): void {
    const key = label.trim().toLowerCase();
    if (!this.definitions.has(key)) this.definitions.set(key, { target: target.replace(/^<|>$/g, ''), targetStart });
  }

  /** Makes links of the references whose definitions are known by now, and puts all in order. */
  finish(): void {
    for (const { label, text, image, start, end } of this.references) {
      const definition = this.definitions.get(label.trim());
      if (definition) this.links.push({ kind: image ? 'image' : 'link', text, start, end, ...definition });
    }
    this.links.sort((a, b) => a.start - b.start);
    this.blanks.sort((a, b) => a.start - b.start);
  }
}
