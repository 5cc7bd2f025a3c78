import { articleLinks, buildGraph, concerning, lint, type Graph, type GraphNode } from '../lint/index.js';
import { KbError } from '../problem.js';
import { graphReporters, whyReporters } from '../reporting/index.js';
import { findWorkspace, nearestName, readWorkspace, type Workspace } from '../workspace/index.js';
import type { Context, Outcome } from './context.js';
import { commonLintOptions } from './lint-options.js';

export async function runGraph(
  context: Context,
  { format }: { readonly format: 'mermaid' | 'dot' | 'json' },
): Promise<Outcome> {
  const { workspace } = await readWorkspace(await findWorkspace(context.cwd, context.workspace));
  return { output: graphReporters[format](buildGraph(workspace, articleLinks(workspace))), exitCode: 0 };
}

/** Everything tied to an intent, article, scenario, team or goal, and what the linter finds of it. */
export async function runWhy(
  context: Context,
  name: string,
  { format }: { readonly format: 'table' | 'json' },
): Promise<Outcome> {
  const read = await readWorkspace(await findWorkspace(context.cwd, context.workspace));
  const { workspace } = read;
  const graph = buildGraph(workspace, articleLinks(workspace));
  const node = findNode(graph, name);
  const byId = new Map(graph.nodes.map((one) => [one.id, one]));
  const ties = graph.edges.flatMap(({ from, to, kind }) => {
    if (from === node.id) return [{ relation: kind.replace('-', ' '), other: to }];
    return to === node.id ? [{ relation: REVERSE[kind], other: from }] : [];
  });
  const { problems } = lint(read, await commonLintOptions(context, workspace.root));
  const files = filesOf(workspace, node);
  const missing =
    node.kind === 'team' || node.kind === 'goal'
      ? problems.filter(({ message }) => message.includes(node.name))
      : concerning(problems, (file) => files.has(file)).filter(({ code }) => !code.startsWith('cfg/'));
  const report = {
    node,
    facts: factsOf(workspace, node),
    ties: ties.flatMap(({ relation, other }) => {
      const tied = byId.get(other);
      return tied ? [{ relation, node: tied }] : [];
    }),
    missing,
  };
  return { output: whyReporters[format](report, context), exitCode: 0 };
}

const REVERSE = {
  'answered-by': 'answers',
  'played-by': 'plays',
  'owned-by': 'owns',
  'links-to': 'linked from',
  'measured-by': 'measures',
} as const;

function findNode({ nodes }: Graph, name: string): GraphNode {
  const wanted = name.replace(/^(?:articles|intents|scenarios)\//, '').replace(/\.(?:md|ya?ml)$/, '');
  const found =
    nodes.find((node) => node.id === name || node.name === name || node.file === name) ??
    nodes.find(
      (node) => node.name === wanted || node.file?.replace(/^[a-z]+\//, '').replace(/\.(?:md|ya?ml)$/, '') === wanted,
    );
  if (found) return found;
  const nearest = nearestName(
    name,
    nodes.map((node) => node.name),
  );
  throw new KbError({
    code: 'usage/unknown-name',
    severity: 'error',
    message: `there is no intent, article, scenario, goal or team "${name}"`,
    hint: nearest === undefined ? '`kb graph --format json` lists them all' : `did you mean "${nearest}"?`,
  });
}

function filesOf(workspace: Workspace, { kind, name, file }: GraphNode): ReadonlySet<string> {
  const files = new Set(file === undefined ? [] : [file]);
  if (kind === 'article') for (const { id, path } of workspace.articles) if (id === name) files.add(path);
  if (kind === 'intent')
    for (const { intent, path } of [...workspace.intents, ...workspace.heldout]) if (intent === name) files.add(path);
  return files;
}

function factsOf(workspace: Workspace, { kind, name }: GraphNode): Record<string, string | number> {
  if (kind === 'intent') {
    const own = workspace.intents.filter(({ intent }) => intent === name);
    const count = (files: typeof own): number => files.reduce((sum, { utterances }) => sum + utterances.length, 0);
    const languages = new Set(own.flatMap(({ utterances }) => utterances.map(({ language }) => language)));
    return {
      tier: own[0]?.tier ?? 'none',
      utterances: count(own),
      'held out': count(workspace.heldout.filter(({ intent }) => intent === name)),
      languages: [...languages].join(', ') || 'none',
    };
  }
  if (kind === 'article') {
    const own = workspace.articles.filter(({ id }) => id === name);
    return {
      title: own[0]?.title ?? 'none',
      languages: own.map(({ language }) => language).join(', ') || 'none',
      tasks: own[0]?.tasks.length ?? 0,
      'review by': own[0]?.review_by ?? 'never',
    };
  }
  if (kind === 'scenario') {
    const own = workspace.scenarios.find(({ scenario }) => scenario === name);
    return { turns: own?.turns.length ?? 0, segment: own?.customer.segment ?? 'any', channel: own?.channel ?? 'any' };
  }
  return {};
}
