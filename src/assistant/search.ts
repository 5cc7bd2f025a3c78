import { compareText } from '../problem.js';
import { isUnspaced, tokenise } from '../text/index.js';
import type { Article } from '../workspace/index.js';

/** An article found for a question. */
export interface Hit {
  readonly id: string;
  readonly language: string;
  readonly title: string;
  /** BM25: orders the hits of one question, and says nothing across questions. */
  readonly score: number;
  /** How much of the question the article covers, 0 to 1: the share of the information (idf) in its words. */
  readonly coverage: number;
  /** Distinct words of the question that occur. */
  readonly matched: number;
}

interface Document {
  readonly id: string;
  readonly language: string;
  readonly title: string;
  readonly length: number;
}

export interface SearchIndex {
  readonly documents: readonly Document[];
  readonly averageLength: number;
  /** By term: document numbers and how often it occurs there, title words counting `TITLE_WEIGHT` times. */
  readonly postings: ReadonlyMap<string, readonly (readonly [document: number, frequency: number])[]>;
}

/** Robertson & Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond": the usual constants. */
const K1 = 1.2;
const B = 0.75;
const TITLE_WEIGHT = 3;
const MAX_QUERY_TERMS = 100;

export function indexArticles(articles: readonly Article[]): SearchIndex {
  const postings = new Map<string, [number, number][]>();
  const documents = articles.map((article, number): Document => {
    const frequencies = new Map<string, number>();
    const add = (text: string, weight: number): void => {
      for (const term of terms(text)) frequencies.set(term, (frequencies.get(term) ?? 0) + weight);
    };
    add(article.title, TITLE_WEIGHT);
    add(article.body, 1);
    let length = 0;
    for (const [term, frequency] of frequencies) {
      length += frequency;
      const list = postings.get(term);
      if (list) list.push([number, frequency]);
      else postings.set(term, [[number, frequency]]);
    }
    return { id: article.id, language: article.language, title: article.title, length };
  });
  const total = documents.reduce((sum, { length }) => sum + length, 0);
  return { documents, postings, averageLength: documents.length === 0 ? 0 : total / documents.length };
}

/** The articles that share a word with the question, the best first; of equally good ones, by id and language. */
export function searchArticles(index: SearchIndex, question: string): readonly Hit[] {
  const asked = new Set(terms(question).slice(0, MAX_QUERY_TERMS));
  const { documents, postings, averageLength } = index;
  const found = new Map<number, { score: number; covered: number; matched: number }>();
  let information = 0;
  for (const term of asked) {
    const list = postings.get(term) ?? [];
    const idf = Math.log(1 + (documents.length - list.length + 0.5) / (list.length + 0.5));
    information += idf;
    for (const [number, frequency] of list) {
      const { length } = documents[number] as Document;
      const saturated = (frequency * (K1 + 1)) / (frequency + K1 * (1 - B + (B * length) / averageLength));
      const hit = found.get(number) ?? { score: 0, covered: 0, matched: 0 };
      found.set(number, {
        score: hit.score + idf * saturated,
        covered: hit.covered + idf,
        matched: hit.matched + 1,
      });
    }
  }
  return [...found]
    .map(([number, { score, covered, matched }]): Hit => {
      const { id, language, title } = documents[number] as Document;
      return { id, language, title, score, coverage: information === 0 ? 0 : covered / information, matched };
    })
    .toSorted((a, b) => b.score - a.score || compareText(a.id, b.id) || compareText(a.language, b.language));
}

/** Words with a plural's end cut off; of scripts without blanks, pairs of neighbouring characters. */
function terms(text: string): string[] {
  return tokenise(text).flatMap((token) => {
    if (!isUnspaced(token)) return /[\p{L}\p{N}]/u.test(token) ? [stem(token)] : [];
    const characters = Array.from(token);
    if (characters.length === 1) return characters;
    return characters.slice(1).map((character, i) => `${characters[i]}${character}`);
  });
}

/** Harman 1991, "How effective is suffixing?": the S stemmer, three rules, so that `parcels` finds `parcel`. */
function stem(word: string): string {
  if (word.length > 4 && /[^ae]ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (word.length > 3 && /[^aeo]es$/.test(word)) return word.slice(0, -1);
  if (word.length > 3 && /[^us]s$/.test(word)) return word.slice(0, -1);
  return word;
}
