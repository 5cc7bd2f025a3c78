import { foldForComparison } from '../text/index.js';
import { OUT_OF_SCOPE, type Article, type IntentFile, type Utterance, type Workspace } from '../workspace/index.js';
import type { ArticleFacts } from './facts.js';
import { nearPairs, type NearPair } from './near.js';

/** An utterance with its file and the form in which it is compared. */
export interface IndexedUtterance {
  readonly file: IntentFile;
  readonly utterance: Utterance;
  readonly folded: string;
  /** Of the folded form, what stands between blanks. */
  readonly words: readonly string[];
  readonly isHeldout: boolean;
}

/** What is derived from a workspace, each thing once and on first use, for all rules. */
export class LintIndex {
  /** The workspace's articles, each with what was read of it. */
  readonly articles: readonly { readonly article: Article; readonly facts: ArticleFacts }[];
  private allUtterances: readonly IndexedUtterance[] | undefined;
  private pairs: readonly NearPair[] | undefined;
  private byId: ReadonlyMap<string, readonly Article[]> | undefined;

  constructor(
    private readonly workspace: Workspace,
    private readonly factsByPath: ReadonlyMap<string, ArticleFacts>,
  ) {
    this.articles = workspace.articles.flatMap((article) => {
      const facts = factsByPath.get(article.path);
      return facts ? [{ article, facts }] : [];
    });
  }

  factsOf(article: Article): ArticleFacts {
    return this.factsByPath.get(article.path) as ArticleFacts;
  }

  /** Of `intents/`, then of `heldout/`, in the files' order. */
  get utterances(): readonly IndexedUtterance[] {
    return (this.allUtterances ??= [
      ...this.workspace.intents.flatMap((file) => indexed(file, false)),
      ...this.workspace.heldout.flatMap((file) => indexed(file, true)),
    ]);
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

function indexed(file: IntentFile, isHeldout: boolean): IndexedUtterance[] {
  return file.utterances.map((utterance) => {
    const folded = foldForComparison(utterance.text);
    return { file, utterance, isHeldout, folded, words: folded.split(' ') };
  });
}

export function isOutOfScope({ file }: IndexedUtterance): boolean {
  return file.intent === OUT_OF_SCOPE;
}
