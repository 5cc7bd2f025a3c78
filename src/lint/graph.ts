import { compareText } from '../problem.js';
import { OUT_OF_SCOPE, type Workspace } from '../workspace/index.js';
import { readMarkdown } from './markdown.js';
import { resolveLink } from './links.js';

export type NodeKind = 'intent' | 'article' | 'scenario' | 'goal' | 'team';

export interface GraphNode {
  /** `intent order.track`: unique among all nodes. */
  readonly id: string;
  readonly kind: NodeKind;
  readonly name: string;
  /** Absent for teams, and for what is named but does not exist. */
  readonly file?: string;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: 'answered-by' | 'played-by' | 'owned-by' | 'links-to' | 'measured-by';
}

/** Everything that people wrote and how it hangs together; sorted, so that two runs compare equal. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** @param linksOf - the ids of the articles that an article links to. */
export function buildGraph(workspace: Workspace, linksOf: (path: string) => readonly string[] = () => []): Graph {
  const nodes = new Map<string, GraphNode>();
  const edges = new Map<string, GraphEdge>();
  const node = (kind: NodeKind, name: string, file?: string): string => {
    const id = `${kind} ${name}`;
    if (file !== undefined || !nodes.has(id)) nodes.set(id, { id, kind, name, ...(file !== undefined && { file }) });
    return id;
  };
  const edge = (from: string, kind: GraphEdge['kind'], to: string): void => {
    edges.set(JSON.stringify([from, kind, to]), { from, to, kind });
  };
  for (const { id, path } of workspace.articles) {
    if (!nodes.has(`article ${id}`)) node('article', id, path);
  }
  for (const { intent, article, owner, path } of workspace.intents) {
    const id = node('intent', intent, path);
    if (article !== undefined) edge(id, 'answered-by', node('article', article));
    if (owner !== undefined) edge(id, 'owned-by', node('team', owner));
  }
  for (const { id, intents, owner, path } of workspace.articles) {
    for (const intent of intents) edge(node('intent', intent), 'answered-by', `article ${id}`);
    if (owner !== undefined) edge(`article ${id}`, 'owned-by', node('team', owner));
    for (const linked of linksOf(path)) if (linked !== id) edge(`article ${id}`, 'links-to', node('article', linked));
  }
  for (const { scenario, path, turns } of workspace.scenarios) {
    const id = node('scenario', scenario, path);
    for (const { customer, expect } of turns) {
      const intents = [expect.intent, typeof customer === 'string' ? undefined : customer.intent];
      for (const intent of intents) {
        if (intent !== undefined && intent !== OUT_OF_SCOPE) edge(node('intent', intent), 'played-by', id);
      }
      if (expect.article !== undefined) edge(node('article', expect.article), 'played-by', id);
    }
  }
  for (const [group, goals] of Object.entries(workspace.settings.goals)) {
    for (const [goal, value] of Object.entries(goals)) {
      if (value === undefined) continue;
      const id = node('goal', `${group}.${goal}`, 'kb.yaml');
      if (group === 'simulate')
        for (const { scenario } of workspace.scenarios) edge(id, 'measured-by', `scenario ${scenario}`);
    }
  }
  return {
    nodes: [...nodes.values()].toSorted((a, b) => compareText(a.id, b.id)),
    edges: [...edges.values()].toSorted(
      (a, b) => compareText(a.from, b.from) || compareText(a.kind, b.kind) || compareText(a.to, b.to),
    ),
  };
}

/** The ids of the articles that each article links to, by its path. */
export function articleLinks({ articles }: Workspace): (path: string) => readonly string[] {
  const byPath = new Map(articles.map((article) => [article.path, article]));
  return (path) => {
    const article = byPath.get(path);
    if (!article) return [];
    return readMarkdown(article.text, article.bodyStart).links.flatMap(({ kind, target }) => {
      const linked = kind === 'link' ? byPath.get(resolveLink(path, target)) : undefined;
      return linked ? [linked.id] : [];
    });
  };
}
