import { foldForComparison } from '../text/index.js';
import type { Place } from '../problem.js';
import type { ArticleText } from './article-text.js';
import { readDeadlines, type Deadline } from './deadlines.js';
import { readFigures, type Figure } from './figures.js';
import { isExternal, resolveLink } from './links.js';
import { anchorsOf, type Link } from './markdown.js';
import { sketchOf } from './sketch.js';
import { unknownWords, type UnknownWord } from './spelling.js';
import { hashWord } from './words.js';

/**
 * What rules about several articles need to know of each: plain data that can be kept between runs, so that an
 * article that has not changed is not read again.
 */
export interface ArticleFacts {
  readonly links: readonly ArticleLink[];
  readonly anchors: readonly string[];
  readonly questions: readonly Question[];
  readonly figures: readonly Figure[];
  readonly deadlines: readonly Deadline[];
  readonly unknownWords: readonly UnknownWord[];
  readonly sketch: readonly number[];
}

export interface ArticleLink extends Pick<Link, 'kind' | 'target' | 'targetStart'> {
  /** The path in the workspace that it leads to; absent where it leads out of it, or nowhere. */
  readonly to?: string;
  readonly line: number;
  readonly column: number;
}

/** A question that the article answers: its title (the first one), or a heading that ends in a question mark. */
export interface Question {
  /** Folded: what counts as the same question. */
  readonly key: string;
  readonly text: string;
  /** A hash of the answer without punctuation and white space: the whole body is that of the title. */
  readonly answer: number;
  /** Of a heading; the title stands in the front matter. */
  readonly line?: number;
  readonly column?: number;
}

export function readFacts(text: ArticleText): ArticleFacts {
  const { headings, ids, links, prose } = text.markdown;
  const fingerprint = hashAll(text);
  return {
    links: links.map(({ kind, target, targetStart }) => {
      const { line, column } = text.at(targetStart);
      const isInternal = target !== '' && !isExternal(target);
      const to = isInternal ? { to: resolveLink(text.article.path, target) } : {};
      return { kind, target, targetStart, line, column, ...to };
    }),
    anchors: [...anchorsOf(headings), ...ids.map((id) => id.toLowerCase())],
    questions: [
      { key: foldForComparison(text.article.title), text: text.article.title, answer: fingerprint },
      ...headings.flatMap(({ text: title, level, start, end }, index) => {
        const key = foldForComparison(title);
        if (!/[?？]$/.test(title) || !namesSubject(key)) return [];
        const next = headings.find((later, at) => at > index && later.level <= level);
        const answer = hashWord(foldForComparison(prose.slice(end, next?.start ?? prose.length)));
        const { line, column } = text.at(start);
        return [{ key, text: title, answer, line, column }];
      }),
    ],
    figures: readFigures(text),
    deadlines: readDeadlines(text),
    unknownWords: unknownWords(text),
    sketch: sketchOf(text.words),
  };
}

/** "How long does it take?" asks something else in each article; "How long does delivery take?" does not. */
function namesSubject(folded: string): boolean {
  if (/[这那它此该]/.test(folded)) return false;
  const words = folded.split(' ');
  return !words.some((word) => POINTING.has(word)) && words.some((word) => !GENERIC.has(word));
}

const POINTING = new Set('it its this that these those they them their there here'.split(' '));
const GENERIC = new Set(
  'a an the and or to of in on at for from with about by is are was were be do does did have has can could will would should i you we my your our what when where who how why which not need want get long much many often soon take takes cost costs work works mean means happen happens use used start begin apply know included needed required available possible allowed next else more first'.split(
    ' ',
  ),
);

function hashAll({ words }: ArticleText): number {
  let hash = 0;
  for (let i = 0; i < words.count; i += 1) hash = (Math.imul(hash, 31) + (words.hashes[i] as number)) | 0;
  return hash;
}

/** The place of a fact in its article. */
export function placeOfFact(path: string, { line, column }: { readonly line: number; readonly column: number }): Place {
  return { file: path, line, column };
}
