import type { Edit, Place } from '../problem.js';
import type { Article } from '../workspace/index.js';
import { readMarkdown, type Block, type Markdown } from './markdown.js';
import { LineStarts } from './places.js';
import { findWords, scanWords, type HashSet, type WordRoom, type Words } from './words.js';

/** An article as the rules see it: its Markdown and its words, each read once and on first use. */
export class ArticleText {
  private parsed: Markdown | undefined;
  private scanned: Words | undefined;
  private lineStarts: LineStarts | undefined;
  private inBlocks: ArticleText['blockWords'] | undefined;

  /** @param room - arrays for the words, which the next text may then use: `words` is valid until it does. */
  constructor(
    readonly article: Article,
    private readonly room?: WordRoom,
  ) {}

  get text(): string {
    return this.article.text;
  }

  get markdown(): Markdown {
    return (this.parsed ??= readMarkdown(this.article.text, this.article.bodyStart));
  }

  /** The words of the prose. */
  get words(): Words {
    return (this.scanned ??= scanWords(
      this.markdown.prose,
      this.article.bodyStart,
      this.markdown.prose.length,
      this.room,
    ));
  }

  /** For each block its first word (the number of all words as the last entry), and how long its words with digits are in all. */
  get blockWords(): { readonly first: Int32Array; readonly digits: Uint32Array } {
    if (!this.inBlocks) {
      const { blocks, prose } = this.markdown;
      const { starts, ends, count } = this.words;
      const first = new Int32Array(blocks.length + 1).fill(count);
      const digits = new Uint32Array(blocks.length);
      let word = 0;
      for (const [index, block] of blocks.entries()) {
        first[index] = word;
        for (; word < count && (starts[word] as number) < block.end; word += 1) {
          const start = starts[word] as number;
          const end = ends[word] as number;
          // Codes that begin with letters have one or two of them: GB33…, AB123456C.
          if (isDigit(prose.charCodeAt(start)) || (end - start > 3 && isDigit(prose.charCodeAt(start + 2))))
            digits[index] = (digits[index] as number) + end - start;
        }
      }
      this.inBlocks = { first, digits };
    }
    return this.inBlocks;
  }

  /** Where words of a set stand among the words. */
  find(wanted: HashSet): readonly number[] {
    return findWords(this.words, wanted);
  }

  /** The short answer: the first paragraph. */
  get lead(): Block | undefined {
    return this.markdown.blocks.find(({ kind }) => kind !== 'heading');
  }

  /** Where an offset of the file stands. */
  at(offset: number): Place & { readonly line: number; readonly column: number } {
    return (this.lineStarts ??= new LineStarts(this.article.text, this.article.path)).at(offset);
  }

  edit(start: number, end: number, text: string): readonly Edit[] {
    return [{ file: this.article.path, start, end, text }];
  }

  /** The sentence around an offset: it ends at its block's ends, or at a full stop that a blank follows. */
  sentenceAt(offset: number): { readonly start: number; readonly end: number } {
    const { prose } = this.markdown;
    const block = this.blockAt(offset);
    const min = Math.max(block?.start ?? this.article.bodyStart, offset - 1000);
    const max = Math.min(block?.end ?? prose.length, offset + 1000);
    let start = offset;
    while (start > min && !isSentenceEnd(prose, start - 1)) start -= 1;
    let end = offset;
    while (end < max && !isSentenceEnd(prose, end)) end += 1;
    return { start, end: Math.min(end + 1, max) };
  }

  /** The block that holds an offset. */
  blockAt(offset: number): Block | undefined {
    const { blocks } = this.markdown;
    let low = 0;
    let high = blocks.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const block = blocks[middle] as Block;
      if (offset < block.start) high = middle - 1;
      else if (offset > block.end) low = middle + 1;
      else return block;
    }
    return undefined;
  }
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isSentenceEnd(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  // "Open the order > Cancel": what follows is the next step.
  if (code === 62) return text.charCodeAt(at - 1) === 32 && text.charCodeAt(at + 1) === 32;
  if (code === 0x3002 || code === 0xff01 || code === 0xff1f || code === 0xff1b) return true;
  if (code !== 46 && code !== 33 && code !== 63) return false;
  const next = text.charCodeAt(at + 1);
  if (next === 32 || next === 10 || next === 13) {
    // "e.g. ", "Mon. ": a full stop after one or two letters ends no sentence.
    return code !== 46 || !/(?:^|[\s(.])\p{L}{1,2}$/u.test(text.slice(Math.max(0, at - 4), at));
  }
  return Number.isNaN(next);
}
