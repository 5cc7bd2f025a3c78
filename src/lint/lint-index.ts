import type { Article, IntentFile, Workspace } from '../workspace/index.js';
import type { CheckedFile } from './cache.js';
import type { ArticleFacts, IntentFacts } from './facts.js';
import { nearPairs, type NearPair } from './near.js';
import { utterancesOf, type IndexedUtterance } from './utterances.js';

export interface ArticleWithFacts {
  readonly article: Article;
  readonly facts: ArticleFacts;
}

/** What is derived from a workspace, each thing once and on first use, for all rules. */
export class LintIndex {
  private articlesWithFacts: readonly ArticleWithFacts[] | undefined;
  private allUtterances: readonly IndexedUtterance[] | undefined;
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

  intentFactsOf(file: IntentFile): IntentFacts {
    return this.checked.get(file.path)?.intent as IntentFacts;
  }

  /** Of `intents/`, then of `heldout/`, in the files' order. */
  get utterances(): readonly IndexedUtterance[] {
    return (this.allUtterances ??= [...this.workspace.intents, ...this.workspace.heldout].flatMap(utterancesOf));
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
