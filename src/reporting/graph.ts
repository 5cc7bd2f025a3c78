import type { Graph, GraphNode } from '../lint/index.js';
import type { Problem } from '../problem.js';
import { printable } from '../text/index.js';
import { problemLine } from './problems.js';
import { colors, type Style } from './style.js';
import { jsonText } from './json.js';

/** What `kb why` tells of one thing. */
export interface WhyReport {
  readonly node: GraphNode;
  /** Figures and fields of it: tier, utterances, languages, review date. */
  readonly facts: Readonly<Record<string, string | number>>;
  readonly ties: readonly { readonly relation: string; readonly node: GraphNode }[];
  /** What the linter finds of it. */
  readonly missing: readonly Problem[];
}

export const graphReporters = {
  json: ({ nodes, edges }: Graph): string => jsonText({ schema: 'kb.graph/1', nodes, edges }),

  mermaid({ nodes, edges }: Graph): string {
    const number = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
    const shape = {
      intent: ['([', '])'],
      article: ['[', ']'],
      scenario: ['[/', '/]'],
      goal: ['{{', '}}'],
      team: ['((', '))'],
    } as const;
    const text = (name: string): string =>
      printable(name).replaceAll('#', '#35;').replaceAll('"', '#quot;').replaceAll('<', '#lt;').replaceAll('>', '#gt;');
    return [
      'graph LR',
      ...nodes.map(({ id, kind, name }) => `  ${number.get(id)}${shape[kind][0]}"${text(name)}"${shape[kind][1]}`),
      ...edges.map(({ from, to, kind }) => `  ${number.get(from)} -->|${kind}| ${number.get(to)}`),
      '',
    ].join('\n');
  },

  dot({ nodes, edges }: Graph): string {
    const quote = (text: string): string => `"${printable(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
    const shape = {
      intent: 'ellipse',
      article: 'box',
      scenario: 'parallelogram',
      goal: 'hexagon',
      team: 'circle',
    } as const;
    return [
      'digraph kb {',
      '  rankdir=LR;',
      ...nodes.map(({ id, kind, name }) => `  ${quote(id)} [label=${quote(name)}, shape=${shape[kind]}];`),
      ...edges.map(({ from, to, kind }) => `  ${quote(from)} -> ${quote(to)} [label=${quote(kind)}];`),
      '}',
      '',
    ].join('\n');
  },
};

/** As in the contract of `kb lint`: without the edits. */
function plain({ code, severity, message, hint, file, line, column, related }: Problem): object {
  return { code, severity, message, hint, file, line, column, related };
}

export const whyReporters = {
  json: ({ node, facts, ties, missing }: WhyReport): string =>
    jsonText({ schema: 'kb.why/1', node, facts, ties, missing: missing.map(plain) }),

  table({ node, facts, ties, missing }: WhyReport, style: Style): string {
    const paint = colors(style);
    const relations = [...new Set(ties.map(({ relation }) => relation))];
    return [
      `${paint.bold(`${node.kind} ${printable(node.name)}`)}${node.file === undefined ? paint.red('  does not exist') : paint.dim(`  ${node.file}`)}`,
      ...Object.entries(facts).map(([name, value]) => `  ${name}: ${printable(String(value))}`),
      ...relations.flatMap((relation) => [
        `  ${relation}`,
        ...ties
          .filter((tie) => tie.relation === relation)
          .map(
            ({ node: other }) =>
              `    ${other.kind} ${printable(other.name)}${other.file === undefined && other.kind !== 'team' ? paint.red('  does not exist') : ''}`,
          ),
      ]),
      missing.length === 0 ? paint.green('  nothing is missing') : '  missing or wrong',
      ...missing.map((problem) => `    ${problemLine(problem, style)}`),
      '',
    ].join('\n');
  },
};
