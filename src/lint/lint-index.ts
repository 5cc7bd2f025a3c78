import type { Article, IntentFile, Workspace } from '../workspace/index.js';
import type { CheckedFile } from './cache.js';
import type { ArticleFacts } from './facts.js';
import { nearPairs, type NearPair } from './near.js';
import { utterancesIn, type IndexedUtterance, type IntentFacts } from './utterances.js';

export interface ArticleWithFacts {
  readonly article: Article;
  readonly facts: ArticleFacts;
}

export interface IndexedFile {
  readonly file: IntentFile;
  readonly facts: IntentFacts;
  readonly utterances: readonly IndexedUtterance[];
}

/** What is derived from a workspace, each thing once and on first use, for all rules. */
export class LintIndex {
  private articlesWithFacts: readonly ArticleWithFacts[] | undefined;
  private indexedFiles: readonly IndexedFile[] | undefined;
  private repeatedUtterances: readonly (readonly IndexedUtterance[])[] | undefined;
  private pairs: readonly NearPair[] | undefined;
  private byId: ReadonlyMap<string, readonly Article[]> | undefined;

  /** @param checked - what was found in each file, by path; whole when the first question about a fact is asked. */
  constructor(
    private readonly workspace: Workspace,
    private readonly checked: ReadonlyMap<string, CheckedFile>,
  ) {}

  /** The workspace's articles, each with what was read of it. */
  get articles(): readonly ArticleWithFacts[] {
    return (this.articlesWithFacts ??= this.workspace.articles.map((article) => ({
      article,
      facts: this.factsOf(article),
    })));
  }

  factsOf(article: Article): ArticleFacts {
    return this.checked.get(article.path)?.article as ArticleFacts;
  }

  /** How many utterances a file has. */
  countOf(file: IntentFile): number {
    return this.intentFactsOf(file).count;
  }

  intentFactsOf(file: IntentFile): IntentFacts {
    return this.checked.get(file.path)?.intent as IntentFacts;
  }

  /** Files of `intents/`, then of `heldout/`, in their order, with their utterances. */
  get utterances(): readonly IndexedFile[] {
    return (this.indexedFiles ??= [...this.workspace.intents, ...this.workspace.heldout].map((file) => {
      const facts = this.intentFactsOf(file);
      return { file, facts, utterances: utterancesIn(file, facts) };
    }));
  }

  /** Utterances that count as the same sentence, in their order. */
  get repeated(): readonly (readonly IndexedUtterance[])[] {
    if (!this.repeatedUtterances) {
      // Nearly all stand for themselves: a list is made for the second.
      const first = new Map<string, IndexedUtterance>();
      const lists = new Map<string, IndexedUtterance[]>();
      for (const { utterances } of this.utterances) {
        for (const one of utterances) {
          const known = first.get(one.folded);
          if (!known) first.set(one.folded, one);
          else {
            const list = lists.get(one.folded);
            if (list) list.push(one);
            else lists.set(one.folded, [known, one]);
          }
        }
      }
      this.repeatedUtterances = [...lists.values()];
    }
    return this.repeatedUtterances;
  }

  /** Utterances that differ by next to nothing, folded forms that are equal left out. */
  get nearPairs(): readonly NearPair[] {
    return (this.pairs ??= nearPairs(this.utterances));
  }

  /** All translations of an article, by its id. */
  get articlesById(): ReadonlyMap<string, readonly Article[]> {
    if (!this.byId) {
      const byId = new Map<string, Article[]>();
      for (const article of this.workspace.articles) {
        const list = byId.get(article.id);
        if (list) list.push(article);
        else byId.set(article.id, [article]);
      }
      this.byId = byId;
    }
    return this.byId;
  }

  /** The intents that lead to each article, by its id: named by the article or by the intent. */
  intentsOf(article: Article): readonly string[] {
    const named = this.workspace.intents.filter(({ article: id }) => id === article.id).map(({ intent }) => intent);
    return [...new Set([...article.intents, ...named])];
  }
}
