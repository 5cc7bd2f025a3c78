import { withOwnThresholds, type Thresholds } from '../classifier/index.js';
import { KbError, type Problem } from '../problem.js';
import { foldForComparison, learnLanguages } from '../text/index.js';
import {
  compileCondition,
  OUT_OF_SCOPE,
  placeOf,
  type Article,
  type Condition,
  type ConditionScope,
  type Settings,
  type Workspace,
  type YamlSource,
} from '../workspace/index.js';
import { readCues } from './cues.js';
import { factsIn } from './facts.js';
import { remember } from './remember.js';
import { renderArticle } from './reply.js';
import { indexArticles, searchArticles } from './search.js';
import type { Policy, PreparedArticle, PreparedRule } from './types.js';

const MOST_HITS = 10;

/**
 * Prepares a workspace for deciding: compiles the conditions, renders and indexes the articles.
 *
 * @throws {KbError} with all wrong conditions: a rule that cannot be read must not be passed over in silence.
 */
export function makePolicy(workspace: Workspace, thresholds: Thresholds): Policy {
  const { settings, settingsYaml } = workspace;
  const problems: Problem[] = [];
  const compile = (
    source: string,
    scope: ConditionScope,
    yaml: YamlSource,
    path: PropertyKey[],
  ): Condition | undefined => {
    const result = compileCondition(source, settings, scope);
    if ('evaluate' in result) return result;
    const place = placeOf(yaml, path);
    for (const { message } of result) {
      problems.push({ code: 'map/condition', severity: 'error', message: `in "${source}": ${message}`, ...place });
    }
    return undefined;
  };

  const articles = new Map<string, Map<string, PreparedArticle>>();
  for (const article of workspace.articles) {
    const tasks = article.tasks.map(({ when, do: doing }, index) => {
      const condition = when === undefined ? undefined : compile(when, 'task', article.yaml, ['tasks', index, 'when']);
      return { do: doing, ...(condition && { when: condition }) };
    });
    const translations = articles.get(article.id) ?? new Map<string, PreparedArticle>();
    translations.set(article.language, { article, tasks, rendered: renderArticle(article) });
    articles.set(article.id, translations);
  }
  const rules = settings.routing.rules.flatMap(({ when, action, priority }, index): PreparedRule[] => {
    const condition = compile(when, 'rule', settingsYaml, ['routing', 'rules', index, 'when']);
    return condition ? [{ when: condition, ...(action && { action }), ...(priority && { priority }) }] : [];
  });
  if (problems.length > 0) throw new KbError(problems);

  const index = indexArticles(workspace.articles);
  const guessLanguage = learnLanguages(
    settings.languages,
    workspace.intents.flatMap(({ utterances }) => utterances),
  );
  const intents = new Map(
    workspace.intents.filter(({ intent }) => intent !== OUT_OF_SCOPE).map((file) => [file.intent, file]),
  );
  const articlesOf = new Map(
    [...intents.values()].map(({ intent, article }) => [
      intent,
      article !== undefined && articles.has(article) ? [article] : idsNaming(workspace.articles, intent),
    ]),
  );
  return {
    settings,
    thresholds: withOwnThresholds(thresholds, settings.routing.thresholds),
    intents,
    articles,
    articlesOf,
    rules,
    // The best few are enough for deciding, and are what is remembered.
    search: remember((question) => searchArticles(index, question).slice(0, MOST_HITS)),
    read: remember((text) => ({
      language: guessLanguage(text),
      cues: readCues(text),
      facts: factsIn(text, settings),
      folded: foldForComparison(text),
    })),
  };
}

function idsNaming(articles: readonly Article[], intent: string): readonly string[] {
  return [...new Set(articles.filter(({ intents }) => intents.includes(intent)).map(({ id }) => id))];
}

/** The translation to show and why, or why the article may not be shown to this customer here. */
export function translationFor(
  policy: Policy,
  id: string,
  reader: { readonly segment?: string; readonly channel?: string; readonly language: string },
): PreparedArticle | { readonly refused: string } {
  const translations = policy.articles.get(id);
  const fallback = policy.settings.languages.find((language) => translations?.has(language));
  const prepared =
    translations?.get(reader.language) ?? (fallback === undefined ? undefined : translations?.get(fallback));
  if (!prepared) return { refused: `there is no article "${id}"` };
  const { audience, channels } = prepared.article;
  if (audience && !isMeantFor(audience, reader.segment, policy.settings)) {
    return { refused: `the article "${id}" is not meant for ${reader.segment ?? 'unknown'} customers` };
  }
  if (channels && reader.channel !== undefined && !channels.includes(reader.channel)) {
    return { refused: `the article "${id}" is not meant for the channel ${reader.channel}` };
  }
  return prepared;
}

/** A customer of whom nothing is known sees only what everybody may see. */
function isMeantFor(audience: readonly string[], segment: string | undefined, { segments }: Settings): boolean {
  return segment === undefined ? segments.every((each) => audience.includes(each)) : audience.includes(segment);
}
