import { foldForComparison } from '../text/index.js';
import {
  addUtterances,
  intentFileName,
  newIntentText,
  OUT_OF_SCOPE,
  utteranceLine,
  type IntentFile,
  type Workspace,
} from '../workspace/index.js';
import type { MinedCluster, MinedUtterance, MiningReport } from './types.js';

/** Of a cluster so many utterances are proposed. */
const PROPOSED = 20;
const LONGEST_TITLE = 60;
const PSEUDONYM = /^c_[0-9a-f]{16,64}$/;

/** A file as it is, empty where there is none, and as it could be. */
export interface ProposedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/**
 * What the suggestions of a report come to in files: utterances with their provenance, new intents, drafts of articles
 * from what agents answered, and a scenario for each new intent. A person reads it before it counts.
 */
export function proposeFiles({ clusters, today }: MiningReport, workspace: Workspace): readonly ProposedFile[] {
  const files = new Map<string, ProposedFile>();
  const known = new Set(
    workspace.intents.flatMap(({ utterances }) => utterances.map(({ text }) => foldForComparison(text))),
  );
  const names = new Set(workspace.intents.map(({ path }) => path.replace(/^.*\//, '')));
  const proposed = new Set<string>();
  const byName = new Map(workspace.intents.map((file) => [file.intent, file]));
  const put = (path: string, before: string, after: string): void => {
    files.set(path, { path, before: files.get(path)?.before ?? before, after });
  };
  const linesOf = (cluster: MinedCluster): ReadonlyMap<string, readonly string[]> => {
    const lines = new Map<string, string[]>();
    for (const utterance of cluster.utterances.slice(0, PROPOSED)) {
      const key = foldForComparison(utterance.text);
      if (known.has(key) || !workspace.settings.languages.includes(utterance.language)) continue;
      known.add(key);
      lines.set(utterance.language, [...(lines.get(utterance.language) ?? []), lineOf(utterance, today)]);
    }
    return lines;
  };
  const addTo = (file: Pick<IntentFile, 'path' | 'text'>, cluster: MinedCluster): void =>
    put(file.path, file.text, addUtterances(files.get(file.path)?.after ?? file.text, linesOf(cluster)));
  const draft = (id: string, intent: string, cluster: MinedCluster): void => {
    const path = `articles/${id}.md`;
    if (!cluster.agentReply || files.has(path) || workspace.articles.some((article) => article.path === path)) return;
    put(path, '', articleDraft(intent, cluster, today));
  };

  for (const cluster of clusters) {
    const { kind, intent } = cluster.suggestion;
    const file = intent === undefined ? undefined : byName.get(intent);
    if (kind === 'out-of-scope' || (kind === 'add-to-intent' && file)) {
      const target = kind === 'out-of-scope' ? byName.get(OUT_OF_SCOPE) : file;
      addTo(target ?? newFile(OUT_OF_SCOPE, 'intents/out-of-scope.md'), cluster);
    } else if (kind === 'missing-article' && file) {
      draft(`mined/${slugOf(file.intent)}`, file.intent, cluster);
    } else {
      const wanted =
        kind === 'split-intent' && intent !== undefined
          ? `${intent}.${slugOf(cluster.name)}`
          : (intent ?? cluster.name);
      const path = intentFileName(wanted, names);
      // A file's name cannot hold every intent's.
      const stem = path.replace(/\.md$/, '');
      const isFree = kind === 'new-intent' && intent !== undefined && !proposed.has(intent) && !byName.has(intent);
      const name = isFree ? intent : stem;
      proposed.add(name);
      const hasArticle = cluster.agentReply !== undefined;
      const text = newIntentText(
        { intent: name, title: titleOf(cluster), tier: 'medium', ...(hasArticle && { article: `mined/${stem}` }) },
        `${cluster.size} messages of ${cluster.customers} customers (${cluster.id}). ${cluster.suggestion.evidence}.`,
      );
      put(`intents/${path}`, '', addUtterances(text, linesOf(cluster)));
      draft(`mined/${stem}`, name, cluster);
      put(`scenarios/mined-${stem}.yaml`, '', scenarioStub(name, cluster));
    }
  }
  return [...files.values()].filter(({ before, after }) => before !== after);
}

function newFile(intent: string, path: string): Pick<IntentFile, 'path' | 'text'> {
  return { path, text: newIntentText({ intent }) };
}

function lineOf({ text, customer, day }: MinedUtterance, today: string): string {
  const isNamed = customer !== undefined && PSEUDONYM.test(customer);
  return utteranceLine(text, isNamed ? { customer, date: day ?? today } : undefined);
}

/** A question that is short enough for a title; else the topic's name. */
function titleOf({ typical, name }: MinedCluster): string {
  const short = typical.find((text) => text.length <= LONGEST_TITLE && !text.includes('<'));
  return short ?? Array.from(name).slice(0, LONGEST_TITLE).join('');
}

function slugOf(name: string): string {
  return intentFileName(name, new Set()).replace(/\.md$/, '');
}

function articleDraft(intent: string, cluster: MinedCluster, today: string): string {
  const { agentReply } = cluster;
  const matter = newIntentText({ intent: 'x', title: titleOf(cluster) }).replace(/^intent: .*\n/m, '');
  const reply = (agentReply?.text ?? '').replace(/[<>]/g, String.raw`\$&`);
  return `${matter.replace(/---\n$/, `intents: [${JSON.stringify(intent)}]\nupdated: ${today}\n---\n`)}${reply}

TODO: a draft from the most central of ${agentReply?.replies ?? 0} answers that agents gave. Check it, and say what holds for everybody.
`;
}

function scenarioStub(intent: string, { typical, name }: MinedCluster): string {
  const texts = typical.slice(0, 2).map((text) => JSON.stringify(text));
  const turns = texts.map((text) => `  - customer: ${text}\n    expect: { intent: ${JSON.stringify(intent)} }\n`);
  return `scenario: ${JSON.stringify(`Mined: ${name}`)}\nturns:\n${turns.slice(0, 1).join('')}`;
}
